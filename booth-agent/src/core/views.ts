import type { BoothView } from '#shared/protocol/booth-frames.ts';
import type { Remembered } from './memory.ts';
import type { Entry } from './outbox.ts';
import { sessionId } from './state.ts';

/** What a booth remembers once the hub has told it this view: nothing of one expert outlives their session. */
export function afterView(
  before: Remembered,
  view: BoothView,
  entries: readonly Entry[],
): Partial<Remembered> {
  const was = before.view?.session ? sessionId(before.view.session) : null;
  const is = view.session ? sessionId(view.session) : null;
  const asking = entries.some(({ act }) => act.kind === 'admit');
  const gone = is === null && !asking ? { ownKey: null } : {};
  const arrived = is === null ? {} : { badge: null, slip: null, refusal: null };
  const changed = is === was ? {} : { amendment: {}, lastSavedAt: null, keyMissed: false };
  const left = view.phase === 'open' || (is !== null && is !== before.left) ? { left: null } : {};
  return { view, ...gone, ...arrived, ...changed, ...left };
}
