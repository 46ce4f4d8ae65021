import { sha256Hex } from '#shared/canonical/index.ts';
import { rulingsOf } from '#shared/lookback/closing.ts';
import type { Project } from '#shared/projects/project.ts';
import type { BidderResult, ClarificationView } from '#shared/protocol/evaluation.ts';
import type { FlagStep, LookbackFlag } from '#shared/protocol/views.ts';
import { score } from '#shared/scoring/score.ts';
import type { UncountedMark } from '#shared/scoring/uncounted.ts';
import { flagStepsOf, flagsOf } from '../lookback/reads.ts';
import { findExpert, membersOf } from '../panels/reads.ts';
import { sheetFaults } from '../scoring/marks.ts';
import {
  countedSheets,
  currentResult,
  currentUncounted,
  type Evaluation,
  type SignedSheetRow,
  validBidders,
} from '../scoring/reads.ts';
import { loadEvaluation } from '../scoring/scene.ts';
import { clarificationView } from '../scoring/view.ts';
import type { Db } from '../store/database.ts';
import { findSite } from '../venues/reads.ts';

/** How many ranked candidates a report recommends at most (招标投标法实施条例 art. 53). */
const CANDIDATES = 3;

/** One member as the report names them. */
export interface ReportMember {
  readonly expert: string;
  readonly alias: string;
  readonly name: string;
  readonly ticket: string;
  readonly category: string;
  readonly site: string;
  /** As people call it. */
  readonly siteName: string;
  readonly isChair: boolean;
}

/**
 * What the report says, `kawei/report@1`: everything but the positions taken on it. Its canonical JSON is what
 * the experts' consents sign.
 */
export interface ReportContent {
  readonly format: 'kawei/report@1';
  readonly project: Project;
  readonly panel: readonly ReportMember[];
  readonly replaced: readonly { readonly alias: string; readonly because: string }[];
  readonly review: Evaluation['outcomes'];
  readonly competitionRemains: boolean | null;
  readonly failedBecause: Evaluation['failedBecause'];
  readonly clarifications: readonly ClarificationView[];
  /** The sheets in force: their marks, and the digest of what was signed. */
  readonly sheets: readonly {
    readonly expert: string;
    readonly alias: string;
    readonly version: number;
    readonly digest: string;
    readonly signedAt: string;
    readonly marks: SignedSheetRow['sheet']['marks'];
  }[];
  /** Best first; empty where the evaluation failed. */
  readonly result: readonly BidderResult[];
  /** Experts whose sheet the aggregation struck. */
  readonly struck: readonly string[];
  /** Bidders recommended, best first. */
  readonly candidates: readonly string[];
  readonly flags: readonly LookbackFlag[];
  /** The course of each flag, oldest first, and the marks that the tender's rule leaves out; absent in older reports. */
  readonly flagSteps?: readonly FlagStep[];
  readonly uncounted?: readonly UncountedMark[];
  /** Marks that are missing, out of range or off the step: none can be, and it is checked all the same. */
  readonly entry: readonly {
    readonly expert: string;
    readonly bidder: string;
    readonly item: string;
    readonly fault: string;
  }[];
}

/** What the report of a project says now. */
export async function reportContent(db: Db, id: string): Promise<ReportContent> {
  const { project, evaluation } = await loadEvaluation(db, id);
  const sheets = await countedSheets(db, evaluation);
  const flags = await flagsOf(db, id);
  const result = (await currentResult(db, project, evaluation)) ?? [];
  return {
    format: 'kawei/report@1',
    project,
    panel: await panelOf(db, evaluation),
    replaced: evaluation.gone.map(({ alias, because }) => ({ alias, because })),
    review: evaluation.outcomes,
    competitionRemains: evaluation.competitionRemains,
    failedBecause: evaluation.failedBecause,
    clarifications: evaluation.clarifications.filter((one) => one.state !== 'drafted').map(clarificationView),
    sheets: sheets.map(({ expert, version, content, signedAt, sheet }) => ({
      ...{ expert, version, signedAt },
      alias: aliasOf(evaluation, expert),
      digest: sha256Hex(content),
      marks: sheet.marks,
    })),
    result,
    struck: scoreOf(project, evaluation, sheets, flags).struck,
    candidates: result.slice(0, CANDIDATES).map((bidder) => bidder.id),
    flags,
    flagSteps: await flagStepsOf(db, id),
    uncounted: await currentUncounted(db, project, evaluation),
    entry: entryFaults(project, evaluation, sheets),
  };
}

/** Totals and ranking as `kawei score` gives them, with the rulings of the look-back; empty before the reveal. */
export function scoreOf(
  project: Project,
  evaluation: Evaluation,
  sheets: readonly SignedSheetRow[],
  flags: readonly LookbackFlag[],
) {
  const marks = sheets.map((row) => row.sheet);
  if (marks.length === 0) return { bidders: [], struck: [] };
  return score(project, marks, validBidders(evaluation), rulingsOf(flags));
}

function entryFaults(
  project: Project,
  evaluation: Evaluation,
  sheets: readonly SignedSheetRow[],
): ReportContent['entry'] {
  return sheets.flatMap(({ expert, sheet }) =>
    sheetFaults(project, validBidders(evaluation), sheet).map(({ code, place }) => {
      const [, bidder = '', item = ''] = place.split('.');
      return { expert, bidder, item, fault: code };
    }),
  );
}

async function panelOf(db: Db, evaluation: Evaluation): Promise<ReportMember[]> {
  const called = await membersOf(db, evaluation.project);
  const named = evaluation.members.map(async ({ expert, alias, ticket }): Promise<ReportMember> => {
    const member = called.find((one) => one.expert === expert);
    const name = member ? (await findExpert(db, member.realId))?.name : undefined;
    return {
      ...{ expert, alias, ticket },
      name: name ?? alias,
      category: member?.category ?? '',
      site: member?.site ?? '',
      siteName: (member && (await findSite(db, member.site))?.name) ?? member?.site ?? '',
      isChair: evaluation.chair === expert,
    };
  });
  return Promise.all(named);
}

function aliasOf(evaluation: Evaluation, expert: string): string {
  return evaluation.members.find((member) => member.expert === expert)?.alias ?? expert;
}
