/** The public value of a draw: named before the commitments, known after the reveals. */
import { Refusal } from '#shared/catalogue/refusal.ts';
import {
  type Beacon,
  DRAND_QUICKNET,
  drandBeacon,
  type NamedBeacon,
  requireLaterBeacon,
  roundAfter,
  timeOfRound,
} from '#shared/draw/beacon.ts';
import type { AskedBeacon, CeremonyTimes } from '#shared/protocol/draws.ts';
import type { Command, Facts } from '../../ledger/command.ts';
import { type DrawState, findDraw } from '../reads.ts';
import { about, later } from './steps.ts';

/** Phases close a little after their deadlines; a round that is named lies so much behind them, in seconds. */
const MARGIN = 60;

/**
 * Names the beacon of a draw that is to be opened now: one whose value cannot be known before the last reveal may come.
 * Refuses DRAW_BEACON_EARLY.
 */
export function namedBeacon(asked: AskedBeacon, times: CeremonyTimes, at: string): NamedBeacon {
  if (asked.kind === 'drand')
    return quicknetRound(roundAfter(Date.parse(later(lastReveal(times, at), MARGIN))));
  const { source, round, published } = asked;
  requireLaterBeacon(asked, lastReveal(times, at), published);
  // Of a quicknet round the time is known, whatever was said of it.
  if (source === DRAND_QUICKNET) return quicknetRound(Number(round));
  return { source, round, published: new Date(published).toISOString() };
}

/** Refuses DRAW_BEACON_EARLY where freezing has taken so long that the last reveal may come after the beacon. */
export function requireStillAhead(named: NamedBeacon, times: CeremonyTimes, at: string): void {
  requireLaterBeacon(named, lastReveal(times, at), named.published);
}

function quicknetRound(round: number): NamedBeacon {
  return { source: DRAND_QUICKNET, round: `${round}`, published: new Date(timeOfRound(round)).toISOString() };
}

const lastReveal = ({ countersign, commit, reveal }: CeremonyTimes, at: string) =>
  later(at, countersign + commit + reveal);

/**
 * Takes a beacon's value: a quicknet round by its signature, which is checked; any other when a second person has
 * entered the same. Where two have entered different values neither counts, on record, and both enter it anew. Refuses DRAW_NOT_FOUND, DRAW_BEACON_NOT_AWAITED, DRAW_BEACON_NOT_YET, DRAW_BEACON_WRONG.
 */
export const readBeacon: Command<{ drawId: string; value: string }, DrawState | null, null> = {
  name: 'draw-beacon',
  load: (db, { drawId }) => findDraw(db, drawId),
  decide(draw, { drawId, value: entered }, { at, actor }) {
    if (!draw) throw new Refusal('DRAW_NOT_FOUND', { drawId });
    const { named } = draw;
    if (draw.phase !== 'awaiting-beacon' || !named) throw new Refusal('DRAW_BEACON_NOT_AWAITED', { drawId });
    if (at < named.published) throw new Refusal('DRAW_BEACON_NOT_YET', { ...named });
    const known = (beacon: Beacon) => about(draw, 'draw.beacon-known', { drawId, beacon });
    if (named.source === DRAND_QUICKNET) {
      const round = Number(named.round);
      const signature = entered.trim().toLowerCase();
      if (!/^[0-9a-f]{96}$/.test(signature)) throw new Refusal('DRAW_BEACON_WRONG', { round });
      return { events: [known(drandBeacon(round, signature))], answer: null };
    }
    const value = entered.trim().replaceAll(/\s+/g, ' ');
    const read = about(draw, 'draw.beacon-read', { drawId, value });
    const other = draw.readings.find(({ by }) => by !== byOf(actor));
    if (!other) return { events: [read], answer: null };
    const { source, round } = named;
    const next =
      other.value === value ? known({ source, round, value }) : about(draw, 'draw.beacon-voided', { drawId });
    return { events: [read, next], answer: null };
  },
};

const byOf = ({ kind, id }: Facts['actor']): string => `${kind}:${id}`;
