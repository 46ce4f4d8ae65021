import { sql } from 'kysely';
import type { EventPayload } from '#shared/catalogue/events/index.ts';
import type { RefusedRequestView } from '#shared/protocol/panel-views.ts';
import type { DrawView } from '#shared/protocol/views.ts';
import { drawsAbout, drawView, sitesOfProject } from '../draws/reads.ts';
import type { Cause } from '../ledger/command.ts';
import { findProject } from '../projects/reads.ts';
import type { Db } from '../store/database.ts';
import type { PanelTables } from './tables.ts';

export { expertByBadge, findExpert, type PooledExpert } from '../pool/reads.ts';

/** A member of a panel, on it still or replaced. */
export interface Member {
  readonly project: string;
  /** Pseudonym of the draw. */
  readonly expert: string;
  readonly realId: string;
  readonly ticket: string;
  readonly category: string;
  readonly site: string;
  readonly state: 'current' | 'replaced';
  readonly drawnAt: string;
  /** Of the evaluation, in China; null where nobody said. */
  readonly day: string | null;
}

export interface PanelCall {
  readonly draw: string;
  readonly day: string;
  readonly time: string | null;
  readonly conflicts: readonly {
    readonly realId: string;
    readonly rule: string;
    readonly certain: boolean;
  }[];
}

export interface Identity {
  readonly realId: string;
  readonly pseudonym: string;
  readonly salt: string;
}

/** Members of a project's panel in ticket order, the replaced among them. */
export async function membersOf(db: Db, project: string): Promise<Member[]> {
  const rows = await members(db).where('panel_members.project', '=', project).orderBy('ticket').execute();
  return rows.map(member);
}

/** Everybody who is on a panel now, of any project; those whose report is sealed are free again. */
export async function currentMembers(db: Db): Promise<Member[]> {
  return (await sitting(db).execute()).map(member);
}

/** Current members whose invitation has not been handed over. */
export async function uninvitedMembers(db: Db): Promise<Member[]> {
  const rows = await members(db)
    .where('current', '=', 1)
    .where('invited_at', 'is', null)
    .orderBy('drawn_at')
    .execute();
  return rows.map(member);
}

/** Where a person is on a panel now: the next evaluation first, of one day the panel drawn last. */
export async function membershipsOf(db: Db, realId: string): Promise<Member[]> {
  const rows = await sitting(db)
    .where('real_id', '=', realId)
    .orderBy(sql`case when day is null then '' else day end`)
    .orderBy('drawn_at', 'desc')
    .execute();
  return rows.map(member);
}

/** Real ids of those who sit on another project's panel on that day, or on one whose day nobody said. */
export async function engagedElsewhere(
  db: Db,
  project: string,
  day: string | null,
): Promise<ReadonlySet<string>> {
  const others = (await currentMembers(db)).filter(
    (one) => one.project !== project && (day === null || one.day === null || one.day === day),
  );
  return new Set(others.map(({ realId }) => realId));
}

/** The day for which a project's panel was asked; null where nobody said. */
export async function dayOfPanel(db: Db, project: string): Promise<string | null> {
  return (await callOf(db, project))?.day ?? null;
}

/** For what a project's panel is called, and whom the rules kept out of its draw; null where no day was said. */
export async function callOf(db: Db, project: string): Promise<PanelCall | null> {
  const row = await db
    .selectFrom('panel_calls')
    .selectAll()
    .where('project', '=', project)
    .executeTakeFirst();
  return row ? { ...row, conflicts: JSON.parse(row.conflicts) as PanelCall['conflicts'] } : null;
}

/** How many requests of a project the pool has refused on a day. */
export async function refusedRequestsOn(db: Db, project: string, day: string): Promise<number> {
  const rows = await db
    .selectFrom('refused_requests')
    .select('project')
    .where('project', '=', project)
    .where('day', '=', day)
    .execute();
  return rows.length;
}

/** Every request of a project that the pool has refused, as the ledger has it, the latest first. Sealed. */
export async function refusedRequestsOf(db: Db, project: string): Promise<RefusedRequestView[]> {
  const rows = await db
    .selectFrom('ledger')
    .select(['at', 'payload'])
    .where('subject', '=', `project/${project}`)
    .where('type', '=', 'panel.request-refused')
    .orderBy('seq', 'desc')
    .execute();
  return rows.map(({ at, payload }) => {
    const { by, what, day, possible, excluded, code } = JSON.parse(
      payload,
    ) as EventPayload<'panel.request-refused'> & Cause;
    return { at, by: by.slice(by.indexOf(':') + 1), what, day, possible, excluded, code };
  });
}

function members(db: Db) {
  return db
    .selectFrom('panel_members')
    .leftJoin('panel_calls', 'panel_calls.project', 'panel_members.project')
    .selectAll('panel_members')
    .select('panel_calls.day');
}

const sitting = (db: Db) => members(db).where('current', '=', 1).where('ended_at', 'is', null);

/** Who is behind the pseudonyms of a panel draw. Sealed: for decisions of this room alone. */
export async function identitiesOf(
  db: Db,
  drawId: string,
): Promise<{ project: string; identities: Identity[] } | null> {
  const row = await db.selectFrom('panel_requests').selectAll().where('draw', '=', drawId).executeTakeFirst();
  return row ? { project: row.project, identities: JSON.parse(row.identities) as Identity[] } : null;
}

/** The same identities as JSON. Sealed too. */
export async function identitiesText(db: Db, drawId: string): Promise<string | null> {
  const row = await db
    .selectFrom('panel_requests')
    .select('identities')
    .where('draw', '=', drawId)
    .executeTakeFirst();
  return row?.identities ?? null;
}

/** The ceremonies of a project's panel, the latest first. */
export function drawsOfProject(db: Db, project: string): Promise<DrawView[]> {
  return viewsAbout(db, project, project);
}

/** The ceremonies by which a project's sites were put to a draw, the latest first. */
export function siteDrawViews(db: Db, project: string): Promise<DrawView[]> {
  return viewsAbout(db, project, sitesOfProject(project));
}

async function viewsAbout(db: Db, project: string, about: string): Promise<DrawView[]> {
  const title = (await findProject(db, project))?.project.title ?? project;
  return (await drawsAbout(db, about)).map((draw) => drawView(draw, title));
}

function member(row: PanelTables['panel_members'] & { day: string | null }): Member {
  return {
    project: row.project,
    expert: row.expert,
    realId: row.real_id,
    ticket: row.ticket,
    category: row.category,
    site: row.site,
    state: row.current === 1 ? 'current' : 'replaced',
    drawnAt: row.drawn_at,
    day: row.day,
  };
}
