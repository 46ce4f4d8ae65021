import type { DrawView, ExpertRow } from '#shared/protocol/views.ts';
import { drawIdsAbout, drawView, findDraw } from '../draws/reads.ts';
import { findProject } from '../projects/reads.ts';
import type { Db } from '../store/database.ts';
import { keptQuery } from '../store/kept-query.ts';
import type { PanelTables } from './tables.ts';

export interface PooledExpert {
  readonly id: string;
  readonly name: string;
  readonly idNumber: string;
  readonly badge: string;
  readonly categories: readonly string[];
  readonly site: string;
  readonly employer: string;
  readonly keyFingerprint: string;
}

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
}

export interface Identity {
  readonly realId: string;
  readonly pseudonym: string;
  readonly salt: string;
}

const oneExpert = keptQuery((db, { realId }: { realId: string }) =>
  db.selectFrom('experts').selectAll().where('expert', '=', realId),
);

export async function findExpert(db: Db, realId: string): Promise<PooledExpert | null> {
  const [row] = await oneExpert(db, { realId });
  return row ? pooled(row) : null;
}

export async function expertByBadge(db: Db, badge: string): Promise<PooledExpert | null> {
  const row = await db.selectFrom('experts').selectAll().where('badge', '=', badge).executeTakeFirst();
  return row ? pooled(row) : null;
}

/** The whole pool, in order of id. */
export async function pool(db: Db): Promise<PooledExpert[]> {
  return (await db.selectFrom('experts').selectAll().orderBy('expert').execute()).map(pooled);
}

export async function expertRows(db: Db): Promise<ExpertRow[]> {
  return (await pool(db)).map(({ id, name, idNumber, badge, categories, site, employer }) => ({
    id,
    name,
    idNumberMasked: `${idNumber.slice(0, 3)}***********${idNumber.slice(-4)}`,
    badge,
    categories: [...categories],
    site,
    employer,
  }));
}

/** Members of a project's panel in ticket order, the replaced among them. */
export async function membersOf(db: Db, project: string): Promise<Member[]> {
  const rows = await db
    .selectFrom('panel_members')
    .selectAll()
    .where('project', '=', project)
    .orderBy('ticket')
    .execute();
  return rows.map(member);
}

/** Everybody who is on a panel now, of any project; those whose report is sealed are free again. */
export async function currentMembers(db: Db): Promise<Member[]> {
  const rows = await db
    .selectFrom('panel_members')
    .selectAll()
    .where('current', '=', 1)
    .where('ended_at', 'is', null)
    .execute();
  return rows.map(member);
}

/** Current members whose invitation has not been handed over. */
export async function uninvitedMembers(db: Db): Promise<Member[]> {
  const rows = await db
    .selectFrom('panel_members')
    .selectAll()
    .where('current', '=', 1)
    .where('invited_at', 'is', null)
    .orderBy('drawn_at')
    .execute();
  return rows.map(member);
}

/** Where a person is on a panel now. */
export async function membershipsOf(db: Db, realId: string): Promise<Member[]> {
  const rows = await db
    .selectFrom('panel_members')
    .selectAll()
    .where('real_id', '=', realId)
    .where('current', '=', 1)
    .where('ended_at', 'is', null)
    .orderBy('drawn_at', 'desc')
    .execute();
  return rows.map(member);
}

/** Who is behind the pseudonyms of a panel draw. Sealed: for decisions of this room alone. */
export async function identitiesOf(
  db: Db,
  drawId: string,
): Promise<{ project: string; identities: Identity[] } | null> {
  const row = await db.selectFrom('panel_requests').selectAll().where('draw', '=', drawId).executeTakeFirst();
  return row ? { project: row.project, identities: JSON.parse(row.identities) as Identity[] } : null;
}

/** The ceremonies of a project's panel, the latest first. */
export async function drawsOfProject(db: Db, project: string): Promise<DrawView[]> {
  const title = (await findProject(db, project))?.project.title ?? project;
  const views: DrawView[] = [];
  for (const drawId of await drawIdsAbout(db, project)) {
    const draw = await findDraw(db, drawId);
    if (draw) views.push(drawView(draw, title));
  }
  return views;
}

function pooled(row: PanelTables['experts']): PooledExpert {
  return {
    id: row.expert,
    name: row.name,
    idNumber: row.id_number,
    badge: row.badge,
    categories: JSON.parse(row.categories) as string[],
    site: row.site,
    employer: row.employer,
    keyFingerprint: row.key_fingerprint,
  };
}

function member(row: PanelTables['panel_members']): Member {
  return {
    project: row.project,
    expert: row.expert,
    realId: row.real_id,
    ticket: row.ticket,
    category: row.category,
    site: row.site,
    state: row.current === 1 ? 'current' : 'replaced',
    drawnAt: row.drawn_at,
  };
}
