/** Marks as they are given, and those changed for an amendment. */
import { Refusal } from '#shared/catalogue/refusal.ts';
import type { Act } from '#shared/protocol/booth-frames.ts';
import type { Intent } from '#shared/protocol/bridge.ts';
import type { ExpertView } from '#shared/protocol/evaluation.ts';
import { markFault } from '#shared/scoring/sheet.ts';
import { type Desk, pendingOf, requireSession } from './desk.ts';
import { withMark } from './overlay.ts';
import { validBidders } from './score-sheet.ts';

type IntentOf<K extends Intent['kind']> = Extract<Intent, { kind: K }>;

/** One mark. What the hub would refuse by the sheet's own rule is refused here, before the person goes on. */
export function mark(desk: Desk, { bidder, item, mark: given }: IntentOf<'mark'>): Act {
  const session = requireSession(desk);
  if (session.step !== 'marking') throw new Refusal('MARKING_NOT_NOW');
  const said = pendingOf(desk.state).findLast(({ act }) => act.kind === 'ready' || act.kind === 'unready');
  if (said?.act.kind === 'ready') throw new Refusal('MARKING_READY');
  requireMark(session, bidder, item, given);
  return { kind: 'mark', bidder, item, mark: given };
}

/** Keeps a changed mark beside the signed ones; one put back to what is signed is no change. */
export function amendMark(desk: Desk, { bidder, item, mark: given }: IntentOf<'amend-mark'>): null {
  const session = requireSession(desk);
  if (session.step !== 'flags') throw new Refusal('LOOKBACK_NOT_NOW');
  if (!session.flags.some((flag) => flag.bidder === bidder && flag.state === 'open')) {
    throw new Refusal('AMEND_UNFLAGGED', { bidder });
  }
  requireMark(session, bidder, item, given);
  const unchanged = session.marks[bidder]?.[item] === given;
  const changed = withMark(desk.state.kept.amendment, bidder, item, unchanged ? null : given);
  const amendment = Object.fromEntries(
    Object.entries(changed).filter(([, items]) => Object.keys(items).length > 0),
  );
  desk.keep({ amendment });
  return null;
}

export function amendCancel(desk: Desk): null {
  requireSession(desk);
  desk.keep({ amendment: {} });
  return null;
}

function requireMark(session: ExpertView, bidder: string, item: string, given: number | null): void {
  if (!validBidders(session).some(({ id }) => id === bidder)) throw new Refusal('MARK_BIDDER', { bidder });
  const marked = session.project.items.find(({ id }) => id === item);
  if (!marked) throw new Refusal('MARK_ITEM', { item });
  const fault = given === null ? null : markFault(bidder, marked, given);
  if (fault) throw new Refusal(fault.code, fault.values);
}
