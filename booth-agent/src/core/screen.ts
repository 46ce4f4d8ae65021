import type { BoothScreen } from '#shared/protocol/bridge.ts';
import type { ExpertView } from '#shared/protocol/evaluation.ts';
import { busyFor } from './busy.ts';
import { noDocuments } from './documents.ts';
import { lockShown } from './locks.ts';
import { layOver } from './overlay.ts';
import { sheetFaults } from './score-sheet.ts';
import { type BoothState, isAsking, ownKeyIn, sessionId, sessionNow } from './state.ts';
import { talkShown } from './talk-shown.ts';

/** What the page shows of this state. */
export function screenOf(state: BoothState): BoothScreen {
  const { kept, entries, key } = state;
  const screen = screenName(state);
  const covered = screen === 'locked' || screen === 'paused';
  const session = covered ? null : shownSession(state);
  const pending = entries.filter((entry) => entry.views === null);
  return {
    booth: state.booth,
    seat: kept.view?.seat ?? null,
    hall: kept.view?.hall ?? null,
    now: state.now,
    hubAhead: state.hubAhead,
    line: state.online ? 'online' : 'offline',
    pending: pending.length,
    lastSavedAt: kept.lastSavedAt,
    key: { state: key.state, holder: key.holder, triesLeft: key.triesLeft, touch: key.touch },
    screen,
    refusal: screen === 'refused' ? kept.refusal : state.notice,
    lock: lockShown(kept.lock),
    message: kept.message,
    call: kept.view?.call ?? null,
    pausedAt: kept.paused,
    notes: screen === 'session' ? [...kept.notes] : [],
    documents: screen === 'session' ? state.documents : noDocuments,
    bySlip: kept.provisional !== null && (kept.refusal !== null || isAsking(entries)),
    talk: talkShown(state, session),
    session,
    sheetFaults: session && ['marking', 'sign'].includes(session.step) ? sheetFaults(session) : [],
    amendment: covered ? {} : kept.amendment,
    busy: busyFor(entries),
  };
}

/** The session with this expert's own acts laid over the hub's view of it. */
export function shownSession(state: BoothState): ExpertView | null {
  const session = sessionNow(state);
  if (!session) return null;
  const id = sessionId(session);
  return layOver(
    session,
    state.entries.filter((entry) => entry.session === id),
  );
}

function screenName(state: BoothState): BoothScreen['screen'] {
  const { kept } = state;
  if (kept.lock) return 'locked';
  const session = sessionNow(state);
  if (session && keyMissing(state)) return 'key-removed';
  if (session) return kept.paused === null ? 'session' : 'paused';
  if (kept.left !== null) return 'left';
  if (kept.refusal) return 'refused';
  if (kept.badge !== null && isAsking(state.entries)) return 'admitting';
  // Seats may have been drawn since the line fell: then a slip is all that tells.
  if (!kept.view || (kept.view.phase !== 'open' && state.online)) return kept.ended ? 'ended' : 'unassigned';
  if (kept.badge === null) return 'badge';
  return kept.slip === null ? 'slip' : 'key';
}

/** Nobody works in a session without its expert's key in the machine; once all is done the key may go. */
export function keyMissing(state: BoothState): boolean {
  const session = sessionNow(state);
  return session !== null && session.step !== 'done' && !ownKeyIn(state);
}
