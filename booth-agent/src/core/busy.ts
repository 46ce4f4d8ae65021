import type { Act } from '#shared/protocol/booth-frames.ts';
import type { Entry } from './outbox.ts';

/** Acts after which the hub's view is never again what it was: its next one shows them done. */
const shownDone: ReadonlySet<string> = new Set<Act['kind']>([
  'pledge',
  'declare',
  'chair-vote',
  'sign',
  'consent',
  'refuse-consent',
]);

/** What of the page waits: for the hub's answer, and where its next view will show the act done, for that too. */
export function busyFor(entries: readonly Entry[]): string[] {
  const waiting = entries.filter(
    ({ views, act }) => views === null || (views === 0 && shownDone.has(act.kind)),
  );
  return [...new Set(waiting.flatMap(({ act }) => busyWhile(act)))];
}

/**
 * What of the page waits while this act is on its way: the intent that made it, and the step it finishes. Acts that
 * can be followed by another of their kind (a mark, a statement, a vote on the next bidder) let the page go on.
 */
function busyWhile(act: Act): readonly string[] {
  switch (act.kind) {
    case 'admit':
      return ['admit', 'admitting'];
    case 'pledge':
    case 'declare':
    case 'review':
    case 'unready':
    case 'leave':
      return [act.kind];
    case 'chair-vote':
      return ['chair-vote', 'chair'];
    case 'competition-vote':
      return ['competition-vote', 'competition'];
    case 'refuse-explanation':
      return ['refuse-explanation', 'explain', 'flags'];
    case 'ready':
      return ['ready', 'marking'];
    case 'sign':
      return ['sign', 'amend-sign', 'amend-mark', 'amend-cancel', 'flags'];
    case 'consent':
    case 'refuse-consent':
      return ['consent', 'refuse-consent'];
    default:
      return [];
  }
}
