import { rulingsOf } from '#shared/lookback/closing.ts';
import type { Project } from '#shared/projects/project.ts';
import type { BidderResult, Marks, Stage } from '#shared/protocol/evaluation.ts';
import { parse } from '#shared/protocol/parse.ts';
import { marksLeftOut } from '#shared/scoring/score.ts';
import { Sheet } from '#shared/scoring/sheet.ts';
import type { Ruling, UncountedMark } from '#shared/scoring/uncounted.ts';
import { flagsOf } from '../lookback/reads.ts';
import type { Db } from '../store/database.ts';
import { keptRow, rememberedQuery } from '../store/kept-query.ts';
import { frozen, parsedOnce } from '../store/parsed-text.ts';
import { type ExpertSheet, forBidders, resultOf } from './marks.ts';
import { type Evaluation, isRevealed, revealedStages, validBidders } from './state.ts';
import type { ScoringTables } from './tables.ts';

export type { Evaluation, MemberState } from './state.ts';
export { isRevealed, validBidders } from './state.ts';

type EvaluationRow = Omit<ScoringTables['evaluations'], 'project'>;

const standing = keptRow<EvaluationRow>({
  table: 'evaluations',
  read: (db, { key }) =>
    db.selectFrom('evaluations').select(['stage', 'stage_at', 'state']).where('project', '=', key),
  write: (db, { key, stage, stage_at, state }) =>
    db.updateTable('evaluations').set({ stage, stage_at, state }).where('project', '=', key),
});
const readState = parsedOnce((text) => JSON.parse(text) as Evaluation);
/** What rows were made of here. */
const evaluationOf = new WeakMap<EvaluationRow, Evaluation>();

/** How a project's evaluation stands; null before its panel is drawn. */
export async function findEvaluation(db: Db, project: string): Promise<Evaluation | null> {
  const row = await standing.find(db, project);
  return row && (evaluationOf.get(row) ?? readState(row.state));
}

/** Puts an evaluation into the place of what was there. */
export async function keepEvaluation(db: Db, evaluation: Evaluation): Promise<void> {
  const { project, stage, stageAt } = evaluation;
  const row: EvaluationRow = {
    ...{ stage, stage_at: stageAt },
    get state() {
      return JSON.stringify(evaluation);
    },
  };
  evaluationOf.set(row, frozen(evaluation));
  await standing.put(db, project, row);
}

/** The stage of a project's evaluation and since when; null before its panel is drawn. */
export async function stageOf(db: Db, project: string): Promise<{ stage: Stage; at: string } | null> {
  const row = await standing.find(db, project);
  return row ? { stage: row.stage as Stage, at: row.stage_at } : null;
}

/** Every project whose marks are open to those who may read them. */
export async function revealedProjects(db: Db): Promise<{ project: string; stage: Stage; at: string }[]> {
  const rows = await db
    .selectFrom('evaluations')
    .select(['project', 'stage', 'stage_at'])
    .where('stage', 'in', [...revealedStages])
    .orderBy('stage_at')
    .orderBy('project')
    .execute();
  return rows.map(({ project, stage, stage_at }) => ({ project, stage: stage as Stage, at: stage_at }));
}

/** One expert's own marks as the hub holds them. For that expert's booth alone. */
export async function draftMarksOf(db: Db, project: string, expert: string): Promise<Marks> {
  const rows = await db
    .selectFrom('draft_marks')
    .select(['expert', 'bidder', 'item', 'mark'])
    .where('project', '=', project)
    .where('expert', '=', expert)
    .execute();
  return marksFrom(rows);
}

/** How many marks each expert has given on valid bids; never which. */
export async function markCounts(db: Db, evaluation: Evaluation): Promise<ReadonlyMap<string, number>> {
  const valid = validBidders(evaluation);
  if (valid.length === 0) return new Map();
  const rows = await db
    .selectFrom('draft_marks')
    .select((eb) => ['expert', eb.fn.countAll().as('given')])
    .where('project', '=', evaluation.project)
    .where('bidder', 'in', valid)
    .groupBy('expert')
    .execute();
  return new Map(rows.map((row) => [row.expert, Number(row.given)]));
}

/** The typed marks of every current member: for decisions inside this room, never for a view. */
export async function draftSheets(db: Db, evaluation: Evaluation): Promise<ExpertSheet[]> {
  const rows = await db
    .selectFrom('draft_marks')
    .select(['expert', 'bidder', 'item', 'mark'])
    .where('project', '=', evaluation.project)
    .execute();
  const valid = validBidders(evaluation);
  return evaluation.members.map(({ expert, ticket }) => {
    const marks = marksFrom(rows.filter((row) => row.expert === expert));
    return forBidders(valid, { expert, ticket, marks });
  });
}

/** A signed sheet as it lies in the record. */
export interface SignedSheetRow {
  readonly expert: string;
  readonly version: number;
  /** It is the one in force; an earlier or void one is not. */
  readonly counts: boolean;
  readonly content: string;
  readonly cms: string;
  readonly tsr: string;
  readonly signedAt: string;
  readonly sheet: Sheet;
}

/** Every sheet signed for a project, in order of version. Before the reveal only the hub itself may look. */
export async function signedSheets(db: Db, project: string): Promise<SignedSheetRow[]> {
  const rows = await db
    .selectFrom('sheets')
    .leftJoin('sheets_in_force', (join) =>
      join
        .onRef('sheets_in_force.project', '=', 'sheets.project')
        .onRef('sheets_in_force.expert', '=', 'sheets.expert')
        .onRef('sheets_in_force.version', '=', 'sheets.version'),
    )
    .selectAll('sheets')
    .select('sheets_in_force.version as in_force')
    .where('sheets.project', '=', project)
    .orderBy('sheets.expert')
    .orderBy('sheets.version')
    .execute();
  return rows.map(({ expert, version, content, cms, tsr, signed_at, in_force }) => ({
    ...{ expert, version, content, cms, tsr },
    counts: in_force !== null,
    signedAt: signed_at,
    sheet: readSheet(content),
  }));
}

const readSheet = parsedOnce((content) => parse(Sheet, JSON.parse(content)));

/** The signed sheets in force, one an expert, in ticket order. Empty before the reveal. */
export async function countedSheets(db: Db, evaluation: Evaluation): Promise<SignedSheetRow[]> {
  if (!isRevealed(evaluation)) return [];
  const rows = (await signedSheets(db, evaluation.project)).filter((row) => row.counts);
  return evaluation.members.flatMap(({ expert }) => rows.find((row) => row.expert === expert) ?? []);
}

const contentsInForce = rememberedQuery(
  (db, { project }: { project: string }) =>
    db.selectFrom('sheets_in_force').select(['expert', 'content']).where('project', '=', project),
  { byKey: true },
);

/** What the sheets in force say, without their signatures, in ticket order. Empty before the reveal. */
export async function sheetsInForce(db: Db, evaluation: Evaluation): Promise<Sheet[]> {
  if (!isRevealed(evaluation)) return [];
  const rows = await contentsInForce(db, { project: evaluation.project });
  return evaluation.members.flatMap(({ expert }) => {
    const row = rows.find((one) => one.expert === expert);
    return row ? readSheet(row.content) : [];
  });
}

/** Totals and ranking from the sheets in force; null before the reveal. */
export async function currentResult(
  db: Db,
  project: Project,
  evaluation: Evaluation,
): Promise<BidderResult[] | null> {
  const rulings = rulingsOf(await flagsOf(db, project.id));
  return resultBy(project, evaluation, await sheetsInForce(db, evaluation), rulings);
}

/** The marks that the tender's own rule leaves out of {@link currentResult}; empty before the reveal. */
export async function currentUncounted(
  db: Db,
  project: Project,
  evaluation: Evaluation,
): Promise<UncountedMark[]> {
  const sheets = await sheetsInForce(db, evaluation);
  if (sheets.length === 0) return [];
  return marksLeftOut(project, sheets, validBidders(evaluation), rulingsOf(await flagsOf(db, project.id)));
}

/** As {@link currentResult}, from the sheets in force and the look-back's rulings as they were read. */
export function resultBy(
  project: Project,
  evaluation: Evaluation,
  sheets: readonly Sheet[],
  rulings: readonly Ruling[],
): BidderResult[] | null {
  if (!isRevealed(evaluation)) return null;
  return resultOf(project, validBidders(evaluation), sheets, rulings);
}

/** The pledges signed for a project. */
export async function pledgesOf(db: Db, project: string) {
  return db
    .selectFrom('pledges')
    .select(['expert', 'content', 'cms', 'signed_at'])
    .where('project', '=', project)
    .orderBy('expert')
    .execute();
}

/** Evaluations whose report is not sealed. */
export async function openEvaluations(db: Db): Promise<Evaluation[]> {
  const rows = await db.selectFrom('evaluations').select('project').where('stage', '!=', 'sealed').execute();
  const found = await Promise.all(rows.map(({ project }) => findEvaluation(db, project)));
  return found.flatMap((evaluation) => evaluation ?? []);
}

/** Whether any expert has ever pledged for a project, be it one who has left since. */
export async function hasPledges(db: Db, project: string): Promise<boolean> {
  const row = await db
    .selectFrom('pledges')
    .select('project')
    .where('project', '=', project)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

function marksFrom(rows: readonly { bidder: string; item: string; mark: number }[]): Marks {
  const marks: Marks = {};
  for (const { bidder, item, mark } of rows) {
    const ofBidder = marks[bidder] ?? {};
    ofBidder[item] = mark;
    marks[bidder] = ofBidder;
  }
  return marks;
}
