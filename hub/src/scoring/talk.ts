import { Refusal } from '#shared/catalogue/refusal.ts';
import { STATEMENT_LIMIT, type TalkState } from '#shared/protocol/talk.ts';
import type { Evaluation } from './state.ts';

/** So many statements one expert may make within a minute, by the hub's time. */
export const STATEMENTS_A_MINUTE = 10;
const MINUTE = 60_000;

/**
 * Whether the panel may talk now. Everybody marks alone (评标委员会成员独立评审): from the opening of the marking
 * until all have signed there is no talk, also where a member is replaced in between and earlier steps are done again,
 * for the others keep their marks. Only what has to be discussed before it is voted on is discussed even then.
 */
export function talkNow(evaluation: Evaluation): TalkState {
  switch (evaluation.stage) {
    case 'review-vote':
    case 'competition':
    case 'lookback':
    case 'report':
      return 'open';
    case 'sealed':
    case 'failed':
      return 'over';
    case 'marking':
    case 'signing':
      return 'marking';
    default:
      if (evaluation.marked) return 'marking';
      return evaluation.stage === 'gathering' && !isComplete(evaluation) ? 'not-yet' : 'open';
  }
}

/** Everybody is in and has pledged: the bidders are known to all. */
function isComplete({ members, size }: Evaluation): boolean {
  return members.length === size && members.every(({ pledgedAt, recused }) => pledgedAt !== null && !recused);
}

/**
 * Refuses SAY_NOT_YET, SAY_WHILE_MARKING and SAY_OVER when there is no talk, SAY_TOO_LONG, and SAY_TOO_OFTEN after so
 * many statements within a minute; `own` are the instants of this expert's last ones.
 */
export function requireTalk(
  evaluation: Evaluation,
  { text, own, at }: { readonly text: string; readonly own: readonly string[]; readonly at: string },
): void {
  const now = talkNow(evaluation);
  if (now === 'not-yet') throw new Refusal('SAY_NOT_YET');
  if (now === 'marking') throw new Refusal('SAY_WHILE_MARKING');
  if (now === 'over') throw new Refusal('SAY_OVER');
  if ([...text].length > STATEMENT_LIMIT) throw new Refusal('SAY_TOO_LONG', { limit: STATEMENT_LIMIT });
  const since = Date.parse(at) - MINUTE;
  if (own.filter((one) => Date.parse(one) > since).length >= STATEMENTS_A_MINUTE)
    throw new Refusal('SAY_TOO_OFTEN', { limit: STATEMENTS_A_MINUTE });
}
