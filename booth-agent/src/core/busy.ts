import type { Act } from '#shared/protocol/booth-frames.ts';

/**
 * What of the page waits while this act is on its way: the intent that made it, and the step it finishes. Acts that
 * can be followed by another of their kind (a mark, a statement, a vote on the next bidder) let the page go on.
 */
export function busyWhile(act: Act): readonly string[] {
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
      return isAmendment(act) ? ['amend-sign', 'amend-mark', 'amend-cancel', 'flags'] : ['sign'];
    case 'consent':
    case 'refuse-consent':
      return ['consent', 'refuse-consent'];
    default:
      return [];
  }
}

/** Whether a signed sheet replaces one that was signed before. */
function isAmendment({ sheet }: Extract<Act, { kind: 'sign' }>): boolean {
  return (JSON.parse(sheet.content) as { version: number }).version > 1;
}
