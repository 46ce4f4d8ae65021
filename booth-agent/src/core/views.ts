import type { BoothView } from '#shared/protocol/booth-frames.ts';
import type { ExpertView } from '#shared/protocol/evaluation.ts';
import type { Remembered } from './memory.ts';
import type { Entry } from './outbox.ts';
import { isAsking, sessionId } from './state.ts';

/** What a booth remembers once the hub has told it this view: nothing of one expert outlives their session. */
export function afterView(
  before: Remembered,
  view: BoothView,
  entries: readonly Entry[],
): Partial<Remembered> {
  const was = idOf(before.view?.session ?? before.provisional?.session);
  const is = idOf(view.session);
  const asking = isAsking(entries);
  const shown = is ?? (asking ? idOf(before.provisional?.session) : null);
  // Of an admission that was refused the person is told until they begin anew.
  const provisional = before.refusal ? before.provisional : null;
  const gone = is === null && !asking ? { ownKey: null, provisional } : {};
  const entered = { badge: null, slip: null, scan: null };
  const arrived = is === null ? {} : { ...entered, refusal: null, provisional: null };
  // Nobody is expected here any more: what was entered is not the next one's.
  const closed = view.phase === 'closed' && !asking ? entered : {};
  const changed =
    shown === was
      ? {}
      : {
          ...{ amendment: {}, notes: [], documents: null, talkRead: 0 },
          ...{ paused: null, lastSavedAt: null, keyMissed: false },
        };
  // Nothing of what one wrote to oneself, or read, is needed any more.
  const over = view.session?.step === 'done' ? { notes: [], documents: null } : {};
  const left = view.phase === 'open' || (is !== null && is !== before.left) ? { left: null } : {};
  const ended =
    view.phase === 'open' || is !== null ? { ended: false } : wasAtWork(before) ? { ended: true } : {};
  return { view, ...gone, ...closed, ...arrived, ...changed, ...over, ...left, ...ended };
}

/** Whether somebody was in the midst of a session: not done, and not left. */
function wasAtWork({ view, left }: Remembered): boolean {
  const session = view?.session;
  return !!session && session.step !== 'done' && sessionId(session) !== left;
}

function idOf(session: ExpertView | null | undefined): string | null {
  return session ? sessionId(session) : null;
}
