import { ConsentStatement, PledgeStatement } from '#shared/protocol/statements.ts';
import { Sheet } from '#shared/scoring/sheet.ts';
import type { ActCall, ActHandlers } from '../gateway/acts.ts';
import { type Planned, plan } from '../ledger/command.ts';
import { amendSheet } from '../lookback/decide/amending.ts';
import { explainFlag, refuseExplanation } from '../lookback/decide/answering.ts';
import { voteOnFlag } from '../lookback/decide/voting.ts';
import { refuseConsent, signConsent } from '../reports/decide.ts';
import { draftClarification, relayClarification, say } from './decide/discussion.ts';
import { declare, pledge } from './decide/gathering.ts';
import { draftMark, finishMarking, reopenMarking } from './decide/marking.ts';
import { giveVerdicts, voteForChair, voteOnCompetition, voteOnReview } from './decide/review.ts';
import { signSheet } from './decide/signing.ts';
import { isRevealed, stageOf } from './reads.ts';
import { planSigned } from './statements.ts';

type EvaluationAct =
  | 'pledge'
  | 'declare'
  | 'chair-vote'
  | 'review'
  | 'review-vote'
  | 'competition-vote'
  | 'say'
  | 'clarification-draft'
  | 'clarification-relay'
  | 'mark'
  | 'ready'
  | 'unready'
  | 'sign'
  | 'explain'
  | 'refuse-explanation'
  | 'flag-vote'
  | 'consent'
  | 'refuse-consent';

/** What an expert does in the booth once admitted, until they leave. */
export const evaluationActs: ActHandlers<EvaluationAct> = {
  pledge: ({ hub, booth, act }) => {
    const what = { purpose: 'pledge', schema: PledgeStatement, signed: act.statement } as const;
    return planSigned({ hub, booth, ...what }, (_db, verified) => plan(pledge, verified));
  },
  declare: async ({ act }) => plan(declare, act),
  'chair-vote': async ({ act }) => plan(voteForChair, act),
  review: async ({ act }) => plan(giveVerdicts, act),
  'review-vote': async ({ act }) => plan(voteOnReview, act),
  'competition-vote': async ({ act }) => plan(voteOnCompetition, act),
  say: async ({ act }) => plan(say, act),
  'clarification-draft': async ({ act }) => plan(draftClarification, act),
  'clarification-relay': async ({ act, hub }) =>
    plan(relayClarification, { id: act.id, minutes: hub.settings.clarificationMinutes }),
  mark: async ({ act }) => plan(draftMark, act),
  ready: async () => plan(finishMarking, null),
  unready: async () => plan(reopenMarking, null),
  sign,
  explain: async ({ act }) => plan(explainFlag, act),
  'refuse-explanation': async ({ act }) => plan(refuseExplanation, act),
  'flag-vote': async ({ act }) => plan(voteOnFlag, act),
  consent: ({ hub, booth, act }) => {
    const what = { purpose: 'consent', schema: ConsentStatement, signed: act.statement } as const;
    return planSigned({ hub, booth, ...what }, (_db, verified) => plan(signConsent, verified));
  },
  'refuse-consent': async () => plan(refuseConsent, null),
};

/**
 * A sheet up to the reveal, an amended one after it. The version does not tell which: where a member was replaced, those
 * who had signed do so anew.
 */
function sign({ hub, booth, act }: ActCall<'sign'>): Promise<Planned> {
  const what = { purpose: 'sheet', schema: Sheet, signed: act.sheet } as const;
  return planSigned({ hub, booth, ...what }, async (db, { statement: sheet, project, ...signed }) => {
    const standing = await stageOf(db, project);
    return plan(standing && isRevealed(standing) ? amendSheet : signSheet, { ...signed, sheet });
  });
}
