/** What every step of a ceremony has in common: whose part it is, and what a phase closes with. */
import type { EventPayload } from '#shared/catalogue/events/index.ts';
import { Refusal } from '#shared/catalogue/refusal.ts';
import { commitmentRootOf } from '#shared/draw/seed.ts';
import type { Decision, NewEvent } from '../../ledger/command.ts';
import type { DrawState, PartyState } from '../reads.ts';

export interface PartIn {
  readonly draw: DrawState;
  readonly own: PartyState;
}

/** Refuses DRAW_NOT_FOUND where the party has no part in such a draw. */
export function partIn(draw: DrawState | null, drawId: string, party: string): PartIn {
  const own = draw?.parties.find((entry) => entry.party === party);
  if (!draw || !own) throw new Refusal('DRAW_NOT_FOUND', { drawId });
  return { draw, own };
}

/** A phase is over at its deadline, also where the hub has not come to closing it. */
export function requireInTime({ deadline }: DrawState, at: string): void {
  if (at > deadline) throw new Refusal('DRAW_TOO_LATE', { deadline });
}

export function withParty(draw: DrawState, changed: PartyState): DrawState {
  return { ...draw, parties: draw.parties.map((entry) => (entry.party === changed.party ? changed : entry)) };
}

export function about<T extends NewEvent['type']>(
  { drawId }: Pick<DrawState, 'drawId'>,
  type: T,
  payload: EventPayload<T>,
): NewEvent {
  return { type, subject: `draw/${drawId}`, payload } as NewEvent;
}

export function later(at: string, seconds: number): string {
  return new Date(Date.parse(at) + seconds * 1000).toISOString();
}

/** Ends the phase once every party has done its part or is recorded as withheld; before, it only goes on. */
export function goOn(draw: DrawState, events: readonly NewEvent[], at: string): Decision<null> {
  const taking = draw.parties.filter(({ withheld }) => withheld === null);
  if (taking.some((party) => !hasDone(draw, party))) return { events, answer: null };
  const closing = closingOf(draw, taking, at);
  return { events: [...events, closing], answer: null };
}

/** Whether a party has done what the phase asks of it. */
export function hasDone({ phase }: Pick<DrawState, 'phase'>, party: PartyState): boolean {
  if (phase === 'countersigning') return party.countersignature !== null;
  return (phase === 'committing' ? party.commitment : party.nonce) !== null;
}

const nobody = {
  countersigning: '无人会签 / nobody countersigned',
  committing: '无人承诺 / nobody committed',
  revealing: '无人揭示 / nobody revealed',
} as const;

function closingOf(draw: DrawState, taking: readonly PartyState[], at: string): NewEvent {
  const { drawId, phase, times, named } = draw;
  if (phase !== 'countersigning' && phase !== 'committing' && phase !== 'revealing')
    throw new Error(`draw ${drawId} waits for nobody`);
  if (taking.length === 0) return about(draw, 'draw.failed', { drawId, reason: nobody[phase] });
  if (phase === 'countersigning')
    return about(draw, 'draw.countersignatures-closed', { drawId, deadline: later(at, times.commit) });
  if (phase === 'revealing') return about(draw, 'draw.reveals-closed', { drawId });
  const commitmentRoot = commitmentRootOf(commitmentsOf(draw));
  // Whoever reveals once the beacon is published would know what comes of it.
  const until = later(at, times.reveal);
  const deadline = named && named.published < until ? named.published : until;
  const payload = { drawId, commitmentRoot, deadline };
  return about(draw, 'draw.commitments-closed', payload);
}

/** The commitments of all parties, also of those who withheld their reveal afterwards. */
export function commitmentsOf({
  parties,
}: Pick<DrawState, 'parties'>): { party: string; commitment: string }[] {
  return parties.flatMap(({ party, commitment }) => (commitment === null ? [] : [{ party, commitment }]));
}
