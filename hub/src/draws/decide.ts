import { digestOf } from '#shared/canonical/index.ts';
import type { EventPayload } from '#shared/catalogue/events/index.ts';
import { Refusal } from '#shared/catalogue/refusal.ts';
import type { DrawInput } from '#shared/draw/input.ts';
import { commitmentOf, commitmentRootOf } from '#shared/draw/seed.ts';
import { runDraw } from '#shared/draw/transcript.ts';
import type { Command, Decision, NewEvent } from '../ledger/command.ts';
import { withPrepared } from '../ledger/prepared.ts';
import { type DrawState, findDraw, type PartyState } from './reads.ts';

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
    seconds: number;
  },
  at: string,
): NewEvent {
  const { drawId, about, input, seconds } = draw;
  const rest = {
    drawId,
    kind: input.kind,
    about,
    inputDigest: 'digest' in input ? input.digest : digestOf(input),
    parties: [...draw.parties],
    deadline: later(at, seconds),
    seconds,
  };
  const payload =
    'digest' in input
      ? withPrepared<EventPayload<'draw.opened'>, 'input'>(rest, { input: input.text })
      : { ...rest, input };
  return { type: 'draw.opened', subject: `draw/${drawId}`, payload };
}

/** A party's commitment; the last one closes them all and opens the reveals. */
export const commit: Command<{ drawId: string; party: string; commitment: string }, DrawState | null, null> =
  {
    name: 'draw-commit',
    load: (db, { drawId }) => findDraw(db, drawId),
    decide(found, { drawId, party, commitment }, { at }) {
      const { draw, own } = partyIn(found, drawId, party);
      if (draw.phase !== 'committing') throw new Refusal('DRAW_NOT_COMMITTING');
      if (own.commitment !== null) throw new Refusal('DRAW_COMMITTED');
      const events: NewEvent[] = [about(draw, 'draw.committed', { drawId, party, commitment })];
      const commitments = commitmentsOf(draw).concat({ party, commitment });
      if (commitments.length === draw.parties.length) events.push(closed(draw, commitments, at));
      return { events, answer: null };
    },
  };

/** A party's reveal, checked against its commitment; the last one makes the draw. */
export const reveal: Command<
  { drawId: string; party: string; nonce: string; salt: string },
  DrawState | null,
  null
> = {
  name: 'draw-reveal',
  load: (db, { drawId }) => findDraw(db, drawId),
  decide(found, { drawId, party, nonce, salt }) {
    const { draw, own } = partyIn(found, drawId, party);
    if (draw.phase !== 'revealing') throw new Refusal('DRAW_NOT_REVEALING');
    if (own.withheld !== null) throw new Refusal('DRAW_WITHHELD_ALREADY');
    if (own.nonce !== null) throw new Refusal('DRAW_REVEALED');
    if (commitmentOf(drawId, draw.inputDigest, { party, nonce, salt }) !== own.commitment) {
      const withheld = about(draw, 'draw.withheld', {
        drawId,
        party,
        reason: '揭示与承诺不符 / reveal does not match',
      });
      const after = withParty(draw, { ...own, withheld: '揭示与承诺不符 / reveal does not match' });
      return { ...completion(after, [withheld]), refusal: new Refusal('DRAW_REVEAL_WRONG') };
    }
    const revealed = about(draw, 'draw.revealed', { drawId, party, nonce, salt });
    return completion(withParty(draw, { ...own, nonce, salt }), [revealed]);
  },
};

/** Goes on without the parties that have let the deadline pass; each is recorded as withheld. */
export const closeOverdue: Command<{ drawId: string }, DrawState | null, null> = {
  name: 'draw-close',
  load: (db, { drawId }) => findDraw(db, drawId),
  decide(draw, { drawId }, { at }) {
    if (!draw) throw new Refusal('DRAW_NOT_FOUND', { drawId });
    if (draw.phase !== 'committing' && draw.phase !== 'revealing') throw new Refusal('DRAW_OVER');
    if (at <= draw.deadline) throw new Refusal('DRAW_DEADLINE', { deadline: draw.deadline });
    const silent = draw.parties.filter(
      (party) =>
        party.withheld === null && (draw.phase === 'committing' ? party.commitment : party.nonce) === null,
    );
    const reason =
      draw.phase === 'committing' ? '逾期未承诺 / no commitment in time' : '逾期未揭示 / no reveal in time';
    const withheld = silent.map(({ party }) => about(draw, 'draw.withheld', { drawId, party, reason }));
    const after = silent.reduce((state, party) => withParty(state, { ...party, withheld: reason }), draw);
    if (draw.phase === 'revealing') return completion(after, withheld);
    const commitments = commitmentsOf(draw);
    if (commitments.length === 0) return failed(draw, withheld, '无人承诺 / nobody committed');
    return { events: [...withheld, closed(draw, commitments, at)], answer: null };
  },
};

function partyIn(
  draw: DrawState | null,
  drawId: string,
  party: string,
): { draw: DrawState; own: PartyState } {
  const own = draw?.parties.find((entry) => entry.party === party);
  if (!draw || !own) throw new Refusal('DRAW_NOT_FOUND', { drawId });
  return { draw, own };
}

function withParty(draw: DrawState, changed: PartyState): DrawState {
  return { ...draw, parties: draw.parties.map((entry) => (entry.party === changed.party ? changed : entry)) };
}

function commitmentsOf(draw: DrawState): { party: string; commitment: string }[] {
  return draw.parties.flatMap(({ party, commitment }) =>
    commitment === null ? [] : [{ party, commitment }],
  );
}

function closed(
  draw: DrawState,
  commitments: readonly { party: string; commitment: string }[],
  at: string,
): NewEvent {
  const { drawId, seconds } = draw;
  const payload = { drawId, commitmentRoot: commitmentRootOf(commitments), deadline: later(at, seconds) };
  return about(draw, 'draw.commitments-closed', payload);
}

/** Makes the draw once every party has revealed or is recorded as withheld. */
function completion(draw: DrawState, events: NewEvent[]): Decision<null> {
  if (draw.parties.some(({ nonce, withheld }) => nonce === null && withheld === null))
    return { events, answer: null };
  const reveals = draw.parties.flatMap(({ party, nonce, salt }) =>
    nonce === null || salt === null ? [] : [{ party, nonce, salt }],
  );
  if (reveals.length === 0) return failed(draw, events, '无人揭示 / nobody revealed');
  try {
    const transcript = runDraw({
      drawId: draw.drawId,
      input: draw.input,
      commitments: commitmentsOf(draw),
      reveals,
      withheld: draw.parties.flatMap(({ party, withheld }) =>
        withheld === null ? [] : [{ party, reason: withheld }],
      ),
      beacon: null,
    });
    const payload = { drawId: draw.drawId, kind: draw.kind, about: draw.about, transcript };
    return { events: [...events, about(draw, 'draw.completed', payload)], answer: null };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return failed(draw, events, error.toMessage().message.zh);
  }
}

function failed(draw: DrawState, events: readonly NewEvent[], reason: string): Decision<null> {
  return { events: [...events, about(draw, 'draw.failed', { drawId: draw.drawId, reason })], answer: null };
}

function about<T extends NewEvent['type']>(
  { drawId }: DrawState,
  type: T,
  payload: Extract<NewEvent, { type: T }>['payload'],
): NewEvent {
  return { type, subject: `draw/${drawId}`, payload } as NewEvent;
}

function later(at: string, seconds: number): string {
  return new Date(Date.parse(at) + seconds * 1000).toISOString();
}
