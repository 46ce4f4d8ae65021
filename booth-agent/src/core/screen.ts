import type { BoothScreen } from '#shared/protocol/bridge.ts';
import type { ExpertView } from '#shared/protocol/evaluation.ts';
import { busyWhile } from './busy.ts';
import { layOver } from './overlay.ts';
import { sheetFaults } from './score-sheet.ts';
import { type BoothState, ownKeyIn, sessionId, sessionNow } from './state.ts';

/** What the page shows of this state. */
export function screenOf(state: BoothState): BoothScreen {
  const { kept, entries, key } = state;
  const screen = screenName(state);
  const session = shownSession(state);
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
    key: { state: key.state, holder: key.holder },
    screen,
    refusal: screen === 'refused' ? kept.refusal : state.notice,
    session,
    sheetFaults: session && ['marking', 'sign'].includes(session.step) ? sheetFaults(session) : [],
    amendment: kept.amendment,
    busy: [...new Set(pending.flatMap(({ act }) => busyWhile(act)))],
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
  const { kept, entries } = state;
  const session = sessionNow(state);
  if (session) return keyMissing(state) ? 'key-removed' : 'session';
  if (kept.left !== null) return 'left';
  if (kept.refusal) return 'refused';
  if (kept.badge !== null && entries.some(({ act }) => act.kind === 'admit')) return 'admitting';
  if (kept.view?.phase !== 'open') return 'unassigned';
  if (kept.badge === null) return 'badge';
  return kept.slip === null ? 'slip' : 'key';
}

/** Nobody works in a session without its expert's key in the machine; once all is done the key may go. */
export function keyMissing(state: BoothState): boolean {
  const session = sessionNow(state);
  return session !== null && session.step !== 'done' && !ownKeyIn(state);
}
