import { sql } from 'kysely';
import { isAboutDesk } from '#shared/catalogue/alerts/clearing.ts';
import { type AlertCode, alerts as catalogue } from '#shared/catalogue/alerts/index.ts';
import { fillText, type TextValues } from '#shared/catalogue/text.ts';
import { MOST_ALERTS } from '#shared/protocol/alerts.ts';
import type { AlertView } from '#shared/protocol/views.ts';
import type { Db } from '../store/database.ts';
import type { AlertTables } from './tables.ts';

/** Of which place; everywhere where nothing is said. */
export type AlertPlace = Partial<Record<'site' | 'project', string>>;

/** As many alerts as a list has, without the first `skipped`: those that wait for a decision first, each newest first. */
export async function alertsByNeed(db: Db, place: AlertPlace = {}, skipped = 0): Promise<AlertView[]> {
  let query = db.selectFrom('alerts').selectAll();
  if (place.site !== undefined) query = query.where('site', '=', place.site);
  if (place.project !== undefined) query = query.where('project', '=', place.project);
  const rows = await query
    .orderBy(sql`case when decision is null then 0 else 1 end`)
    .orderBy('number', 'desc')
    .limit(MOST_ALERTS)
    .offset(skipped)
    .execute();
  return rows.map(view);
}

export function newestFirst(alerts: readonly AlertView[]): AlertView[] {
  const number = ({ id }: AlertView) => Number(id.slice(1));
  return alerts.toSorted((a, b) => number(b) - number(a));
}

/** Alerts for a site's desk, newest first, without the project; no more than MOST_ALERTS. */
export async function alertsOfSite(db: Db, site: string): Promise<AlertView[]> {
  const alerts = await alertsByNeed(db, { site });
  return newestFirst(alerts)
    .filter(({ code }) => !isAboutDesk(code))
    .map((alert) => ({ ...alert, project: null }));
}

export async function findAlert(db: Db, alert: string): Promise<AlertView | null> {
  const row = await db.selectFrom('alerts').selectAll().where('alert', '=', alert).executeTakeFirst();
  return row ? view(row) : null;
}

export async function countAlerts(db: Db): Promise<number> {
  const row = await db
    .selectFrom('alerts')
    .select((eb) => eb.fn.countAll().as('count'))
    .executeTakeFirst();
  return Number(row?.count ?? 0);
}

export async function hasAlert(db: Db, code: AlertCode, project: string): Promise<boolean> {
  return (await alertsLike(db, code, project).executeTakeFirst()) !== undefined;
}

/** Whether an alert of this code about a project waits for a decision. */
export async function hasOpenAlert(db: Db, code: AlertCode, project: string): Promise<boolean> {
  const open = alertsLike(db, code, project).where('decision', 'is', null);
  return (await open.executeTakeFirst()) !== undefined;
}

function alertsLike(db: Db, code: AlertCode, project: string) {
  return db.selectFrom('alerts').select('alert').where('code', '=', code).where('project', '=', project);
}

/** How many alerts of a project wait for a decision. */
export async function openAlertsOf(db: Db, project: string): Promise<number> {
  const rows = await db
    .selectFrom('alerts')
    .select('alert')
    .where('project', '=', project)
    .where('decision', 'is', null)
    .execute();
  return rows.length;
}

function view(row: AlertTables['alerts']): AlertView {
  const entry = catalogue[row.code as AlertCode];
  const values = JSON.parse(row.values_json) as TextValues;
  const decision =
    row.decision === null ? null : (JSON.parse(row.decision) as NonNullable<AlertView['decision']>);
  return {
    id: row.alert,
    code: row.code,
    severity: entry.severity,
    at: row.raised_at,
    text: fillText(entry, values),
    project: row.project,
    site: row.site,
    booth: row.booth,
    state: decision ? 'decided' : 'open',
    decision,
  };
}
