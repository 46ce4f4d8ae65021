import { Refusal } from '#shared/catalogue/refusal.ts';
import { rulingsOf } from '#shared/lookback/closing.ts';
import type { ExpertView } from '#shared/protocol/evaluation.ts';
import { heldFlags } from '../lookback/reads.ts';
import { ownFlags, votesFor } from '../lookback/views.ts';
import { findExpert } from '../panels/reads.ts';
import { consentsOf, reportOf } from '../reports/reads.ts';
import type { Db } from '../store/database.ts';
import { draftMarksOf, resultBy, sheetsInForce } from './reads.ts';
import { loadEvaluation } from './scene.ts';
import { memberOf } from './state.ts';
import { statementsOf } from './statement-reads.ts';
import { composeView } from './view.ts';

/** Who sits where, as the admission has found. */
export interface Seated {
  readonly project: string;
  /** Pseudonym of the draw. */
  readonly expert: string;
  readonly realId: string;
  readonly seat: string;
  readonly boothDigest: string;
}

/** The view of the expert who is admitted at a booth. Refuses MEMBER_GONE for one who has been replaced. */
export async function expertView(db: Db, seated: Seated): Promise<ExpertView> {
  const { project, evaluation } = await loadEvaluation(db, seated.project);
  const me = memberOf(evaluation, seated.expert);
  if (!me) throw new Refusal('MEMBER_GONE');
  const sheets = await sheetsInForce(db, evaluation);
  const signed = sheets.find((sheet) => sheet.expert === me.expert);
  const flags = await heldFlags(db, project.id);
  const report = await reportOf(db, project.id);
  return composeView({
    project,
    evaluation,
    me,
    name: (await findExpert(db, seated.realId))?.name ?? me.alias,
    seat: seated.seat,
    boothDigest: seated.boothDigest,
    marks: signed?.marks ?? (await draftMarksOf(db, project.id, me.expert)),
    flags: ownFlags(project, flags, me.expert),
    flagVotes: votesFor(flags, me.expert),
    talk: await statementsOf(db, project.id),
    result: resultBy(project, evaluation, sheets, rulingsOf(flags)),
    report: report && {
      digest: report.digest,
      sealed: report.sealedAt !== null,
      answered: (await consentsOf(db, project.id)).map((consent) => consent.expert),
    },
  });
}
