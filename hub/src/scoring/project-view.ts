import { Refusal, refusalText } from '#shared/catalogue/refusal.ts';
import { isUnderWay } from '#shared/draw/phase.ts';
import { type Project, projectWarnings } from '#shared/projects/project.ts';
import type { Stage } from '#shared/protocol/evaluation.ts';
import type { Role } from '#shared/protocol/requests.ts';
import type { PanelTalk } from '#shared/protocol/talk.ts';
import type { MarksView, MemberProgress, ProjectRow, ProjectView } from '#shared/protocol/views.ts';
import { openAlertsOf } from '../alerts/reads.ts';
import type { Hub } from '../gateway/hub.ts';
import { flagStepsOf, flagsOf } from '../lookback/reads.ts';
import { drawsOfProject, findExpert, membersOf, siteDrawViews } from '../panels/reads.ts';
import { drawnSitesOf } from '../panels/sites/reads.ts';
import { projectsInCharge } from '../projects/charge.ts';
import { findProject, listProjects, mayRead, type Reader } from '../projects/reads.ts';
import { type Consent, consentsOf, reportOf } from '../reports/reads.ts';
import { type AttendanceState, seatOf } from '../seating/reads.ts';
import type { Db } from '../store/database.ts';
import {
  currentResult,
  currentUncounted,
  findEvaluation,
  markCounts,
  signedSheets,
  stageOf,
} from './reads.ts';
import { loadEvaluation } from './scene.ts';
import { type Evaluation, isRevealed, type MemberState, memberOf, validBidders } from './state.ts';
import { statementsOf } from './statement-reads.ts';
import { talkNow } from './talk.ts';
import { timelineOf } from './timeline.ts';
import { clarificationView } from './view.ts';

/** Every project this reader may know of, with where it stands. */
export async function projectRows(db: Db, reader: Reader): Promise<ProjectRow[]> {
  const shown = await projectsInCharge(db, reader.charge);
  const known = (await listProjects(db)).filter(
    (found) => mayRead(found, reader) && (shown === null || shown.has(found.project.id)),
  );
  const rows = known.map(async (found): Promise<ProjectRow> => {
    const { project } = found;
    const { stage, at } = await standing(db, found);
    return {
      id: project.id,
      title: project.title,
      stage,
      stageAt: at,
      bidders: project.bidders.length,
      panelSize: project.panel.categories.reduce((sum, category) => sum + category.count, 0),
      openAlerts: await openAlertsOf(db, project.id),
    };
  });
  return Promise.all(rows);
}

/** One project with its evaluation, as this reader may see it. Refuses NOT_FOUND, another agency's too. */
export async function projectView(
  hub: Pick<Hub, 'store' | 'presence'>,
  id: string,
  reader: Reader,
): Promise<ProjectView> {
  const db = hub.store;
  const found = await findProject(db, id);
  if (!found || !mayRead(found, reader)) throw new Refusal('NOT_FOUND');
  const { project } = found;
  const { stage, at } = await standing(db, found);
  const evaluation = await findEvaluation(db, id);
  const revealed = evaluation !== null && isRevealed(evaluation);
  const report = await reportOf(db, id);
  const flags = revealed ? await flagsOf(db, id) : [];
  return {
    project,
    stage,
    stageAt: at,
    warnings: projectWarnings(project).map(({ code, place, values }) => ({
      place,
      message: refusalText(code, values),
    })),
    draws: await drawsOfProject(db, id),
    siteDraws: await siteDrawViews(db, id),
    drawnSites: evaluation && (await disclosedSites(db, id, evaluation)),
    members: evaluation ? await memberRows(hub, project, evaluation, reader.role) : [],
    review: (evaluation?.outcomes ?? []).map(({ bidder, valid, votes, reasons }) => ({
      bidder,
      valid,
      votes,
      reasons,
    })),
    clarifications: (evaluation?.clarifications ?? [])
      .filter((one) => one.state !== 'drafted')
      .map(clarificationView),
    result: evaluation && (await currentResult(db, project, evaluation)),
    flags: revealed ? flags : null,
    flagSteps: revealed ? await flagStepsOf(db, id) : null,
    uncounted: revealed ? await currentUncounted(db, project, evaluation) : null,
    report: report && { digest: report.digest, sealedAt: report.sealedAt },
    talk: evaluation && watches(reader.role) ? await panelTalk(db, evaluation) : null,
    timeline: await timelineOf(db, id),
  };
}

/** Every mark of every sheet. Refuses MARKS_SEALED before the reveal. */
export async function marksView(db: Db, id: string): Promise<MarksView> {
  const { evaluation } = await loadEvaluation(db, id);
  if (!isRevealed(evaluation)) throw new Refusal('MARKS_SEALED');
  const sheets = await signedSheets(db, id);
  return {
    experts: evaluation.members.map(({ expert, alias }) => ({
      pseudonym: expert,
      alias,
      versions: sheets
        .filter((row) => row.expert === expert)
        .map(({ version, signedAt, sheet }) => ({ version, signedAt, marks: sheet.marks })),
    })),
    verdicts: evaluation.members.flatMap(({ alias, verdicts }) => (verdicts ? [{ alias, verdicts }] : [])),
  };
}

async function standing(
  db: Db,
  { project, state, stageAt }: { project: Project; state: 'draft' | 'frozen'; stageAt: string },
): Promise<{ stage: Stage; at: string }> {
  const evaluated = await stageOf(db, project.id);
  if (evaluated) return evaluated;
  const draws = [...(await siteDrawViews(db, project.id)), ...(await drawsOfProject(db, project.id))];
  const drawing = draws.find(({ phase }) => isUnderWay(phase));
  return drawing ? { stage: 'drawing', at: drawing.openedAt } : { stage: state, at: stageAt };
}

/** Main and side sites are told when names are: when the whole panel has checked in. */
async function disclosedSites(
  db: Db,
  project: string,
  { members }: Evaluation,
): Promise<ProjectView['drawnSites']> {
  if (members.length === 0 || members.some(({ disclosed }) => !disclosed)) return null;
  const drawn = await drawnSitesOf(db, project);
  return drawn?.roles.map(({ id, role }) => ({ id, role })) ?? null;
}

async function memberRows(
  hub: Pick<Hub, 'store' | 'presence'>,
  project: Project,
  evaluation: Evaluation,
  role: Role,
): Promise<MemberProgress[]> {
  const db = hub.store;
  const counts = await markCounts(db, evaluation);
  const flags = isRevealed(evaluation) ? await flagsOf(db, project.id) : [];
  const consents = await consentsOf(db, project.id);
  const sees = watches(role);
  const called = await membersOf(db, project.id);
  const rows = called.map(async ({ expert, realId, ticket, category, site }): Promise<MemberProgress> => {
    const member = memberOf(evaluation, expert);
    const gone = evaluation.gone.find((one) => one.expert === expert);
    const known = member?.disclosed ?? gone?.disclosed ?? false;
    const seat = await seatOf(db, project.id, expert);
    const presence = seat?.booth ? hub.presence.of(seat.booth) : null;
    return {
      ticket,
      pseudonym: expert,
      alias: member?.alias ?? gone?.alias ?? '',
      category,
      name: known ? ((await findExpert(db, realId))?.name ?? null) : null,
      site: known ? site : null,
      isChair: evaluation.chair === expert,
      state: member ? placeOf(seat?.state) : 'replaced',
      replacedBecause: gone?.because ?? null,
      ...progressOf(member),
      marksGiven: counts.get(expert) ?? 0,
      marksTotal: validBidders(evaluation).length * project.items.length,
      openFlags: flags.filter((flag) => flag.expert === expert && flag.state === 'open').length,
      consent: consentOf(consents, expert),
      booth: sees && presence ? { presence: presence.presence, lastHeardAt: presence.lastHeardAt } : null,
    };
  });
  return Promise.all(rows);
}

function watches(role: Role): boolean {
  return role === 'supervisor' || role === 'discipline';
}

async function panelTalk(db: Db, evaluation: Evaluation): Promise<PanelTalk> {
  return { state: talkNow(evaluation), ...(await statementsOf(db, evaluation.project)) };
}

function progressOf(member: MemberState | null) {
  return {
    pledgedAt: member?.pledgedAt ?? null,
    declaredAt: member?.declaredAt ?? null,
    reviewedAt: member?.reviewedAt ?? null,
    readyAt: member?.readyAt ?? null,
    signedAt: member?.signedAt ?? null,
    sheetVersion: member?.version ?? 0,
  };
}

/** Where a member is, in the words of the view. */
function placeOf(state: AttendanceState | undefined): MemberProgress['state'] {
  return state === undefined || state === 'replaced' ? 'called' : state;
}

function consentOf(consents: readonly Consent[], expert: string): MemberProgress['consent'] {
  return consents.find((consent) => consent.expert === expert)?.position ?? null;
}
