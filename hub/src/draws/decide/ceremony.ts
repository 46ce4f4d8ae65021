import { digestOf } from '#shared/canonical/index.ts';
import type { EventPayload } from '#shared/catalogue/events/index.ts';
import { Refusal } from '#shared/catalogue/refusal.ts';
import type { NamedBeacon } from '#shared/draw/beacon.ts';
import { isCountersignature } from '#shared/draw/countersignature.ts';
import type { DrawInput } from '#shared/draw/input.ts';
import { waitsForParties } from '#shared/draw/phase.ts';
import { commitmentOf } from '#shared/draw/seed.ts';
import type { CeremonyTimes } from '#shared/protocol/draws.ts';
import type { Command, NewEvent } from '../../ledger/command.ts';
import { withPrepared } from '../../ledger/prepared.ts';
import { type DrawState, findDraw, findSiteKey, type SiteKey } from '../reads.ts';
import { about, goOn, hasDone, later, partIn, requireInTime, withParty } from './steps.ts';

/** An input that was frozen on a thread: its digest, and its canonical JSON. */
export interface FrozenInput {
  readonly kind: DrawInput['kind'];
  readonly digest: string;
  readonly text: string;
}

/** The event that freezes an input and opens its ceremony. The input has been checked to have a result. */
export function openedDraw(
  draw: {
    drawId: string;
    about: string;
    input: DrawInput | FrozenInput;
    parties: readonly string[];
    times: CeremonyTimes;
    beacon?: NamedBeacon | null;
  },
  at: string,
): NewEvent {
  const { drawId, input, times } = draw;
  const rest = {
    drawId,
    kind: input.kind,
    about: draw.about,
    inputDigest: 'digest' in input ? input.digest : digestOf(input),
    parties: [...draw.parties],
    deadline: later(at, times.countersign),
    seconds: times.reveal,
    times,
    ...(draw.beacon ? { beacon: draw.beacon } : {}),
  };
  const payload =
    'digest' in input
      ? withPrepared<EventPayload<'draw.opened'>, 'input'>(rest, { input: input.text })
      : { ...rest, input };
  return about(draw, 'draw.opened', payload);
}

interface Countersigning {
  readonly drawId: string;
  readonly site: string;
  readonly key: string;
  readonly signature: string;
}

/**
 * A site's countersignature of the frozen input, with a key it has registered; the last one opens the commitments.
 * Refuses DRAW_NOT_FOUND, DRAW_NOT_COUNTERSIGNING, DRAW_WITHHELD_ALREADY, DRAW_COUNTERSIGNED, DRAW_TOO_LATE,
 * SITE_KEY_UNKNOWN, SITE_KEY_REVOKED, DRAW_COUNTERSIGNATURE_WRONG.
 */
export const countersign: Command<Countersigning, { draw: DrawState | null; held: SiteKey | null }, null> = {
  name: 'draw-countersign',
  load: async (db, { drawId, key }) => ({
    draw: await findDraw(db, drawId),
    held: await findSiteKey(db, key),
  }),
  decide({ draw: found, held }, { drawId, site, key, signature }, { at }) {
    const { draw, own } = partIn(found, drawId, site);
    if (own.countersignature !== null) throw new Refusal('DRAW_COUNTERSIGNED');
    if (own.withheld !== null) throw new Refusal('DRAW_WITHHELD_ALREADY');
    if (draw.phase !== 'countersigning') throw new Refusal('DRAW_NOT_COUNTERSIGNING');
    requireInTime(draw, at);
    if (held?.site !== site) throw new Refusal('SITE_KEY_UNKNOWN');
    if (held.revoked) throw new Refusal('SITE_KEY_REVOKED');
    const countersignature = { site, key, signature };
    if (!isCountersignature(drawId, draw.inputDigest, countersignature))
      throw new Refusal('DRAW_COUNTERSIGNATURE_WRONG');
    const signed = about(draw, 'draw.countersigned', { drawId, ...countersignature });
    return goOn(withParty(draw, { ...own, countersignature }), [signed], at);
  },
};

/** A party's commitment; the last one closes them all and opens the reveals. */
export const commit: Command<{ drawId: string; party: string; commitment: string }, DrawState | null, null> =
  {
    name: 'draw-commit',
    load: (db, { drawId }) => findDraw(db, drawId),
    decide(found, { drawId, party, commitment }, { at }) {
      const { draw, own } = partIn(found, drawId, party);
      if (own.withheld !== null) throw new Refusal('DRAW_WITHHELD_ALREADY');
      if (draw.phase === 'countersigning' && own.countersignature === null)
        throw new Refusal('DRAW_NOT_COUNTERSIGNED');
      if (draw.phase !== 'committing') throw new Refusal('DRAW_NOT_COMMITTING');
      if (own.commitment !== null) throw new Refusal('DRAW_COMMITTED');
      requireInTime(draw, at);
      const committed = about(draw, 'draw.committed', { drawId, party, commitment });
      return goOn(withParty(draw, { ...own, commitment }), [committed], at);
    },
  };

const WRONG = '揭示与承诺不符 / reveal does not match';

/** A party's reveal, checked against its commitment; with the last one the result can be made. */
export const reveal: Command<
  { drawId: string; party: string; nonce: string; salt: string },
  DrawState | null,
  null
> = {
  name: 'draw-reveal',
  load: (db, { drawId }) => findDraw(db, drawId),
  decide(found, { drawId, party, nonce, salt }, { at }) {
    const { draw, own } = partIn(found, drawId, party);
    if (draw.phase !== 'revealing') throw new Refusal('DRAW_NOT_REVEALING');
    if (own.withheld !== null) throw new Refusal('DRAW_WITHHELD_ALREADY');
    if (own.nonce !== null) throw new Refusal('DRAW_REVEALED');
    requireInTime(draw, at);
    if (commitmentOf(drawId, draw.inputDigest, { party, nonce, salt }) !== own.commitment) {
      const withheld = about(draw, 'draw.withheld', { drawId, party, reason: WRONG });
      const after = goOn(withParty(draw, { ...own, withheld: WRONG }), [withheld], at);
      return { ...after, refusal: new Refusal('DRAW_REVEAL_WRONG') };
    }
    const revealed = about(draw, 'draw.revealed', { drawId, party, nonce, salt });
    return goOn(withParty(draw, { ...own, nonce, salt }), [revealed], at);
  },
};

const late = {
  countersigning: '逾期未会签 / no countersignature in time',
  committing: '逾期未承诺 / no commitment in time',
  revealing: '逾期未揭示 / no reveal in time',
} as const;

const NO_BEACON = '公共信标逾期未确定 / the beacon did not come in time';

/** Goes on without the parties that have let the deadline pass; each is recorded as withheld. */
export const closeOverdue: Command<{ drawId: string }, DrawState | null, null> = {
  name: 'draw-close',
  load: (db, { drawId }) => findDraw(db, drawId),
  decide(draw, { drawId }, { at }) {
    if (!draw) throw new Refusal('DRAW_NOT_FOUND', { drawId });
    const { phase, deadline } = draw;
    if (!waitsForParties(phase) && phase !== 'awaiting-beacon') throw new Refusal('DRAW_OVER');
    if (at <= deadline) throw new Refusal('DRAW_DEADLINE', { deadline });
    if (phase === 'awaiting-beacon')
      return { events: [about(draw, 'draw.failed', { drawId, reason: NO_BEACON })], answer: null };
    const reason = late[phase as keyof typeof late];
    const silent = draw.parties.filter((party) => party.withheld === null && !hasDone(draw, party));
    const withheld = silent.map(({ party }) => about(draw, 'draw.withheld', { drawId, party, reason }));
    const after = silent.reduce((state, party) => withParty(state, { ...party, withheld: reason }), draw);
    return goOn(after, withheld, at);
  },
};
