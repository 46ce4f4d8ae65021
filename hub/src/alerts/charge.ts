/** Which alerts are in a charge: with their project or with their site; what concerns the whole hub, of everything alone. */
import { type Charge, inCharge } from '#shared/charge/charge.ts';
import { MOST_ALERTS } from '#shared/protocol/alerts.ts';
import type { AlertView } from '#shared/protocol/views.ts';
import { projectsInCharge } from '../projects/charge.ts';
import type { Db } from '../store/database.ts';
import { alertsByNeed, newestFirst } from './reads.ts';

type Placed = Pick<AlertView, 'project' | 'site'>;

export async function alertInCharge(
  charge: Charge,
  { project, site }: Placed,
  has: (project: string) => Promise<boolean>,
): Promise<boolean> {
  if (inCharge(charge, site === null ? [] : [site])) return true;
  return project !== null && has(project);
}

/**
 * The alerts in this charge, of everything or of one project, newest first and no more than MOST_ALERTS; one that is there
 * for its site alone does not name its project, and is not told as one of it.
 */
export async function alertsInCharge(db: Db, charge: Charge, project?: string): Promise<AlertView[]> {
  const place = project === undefined ? {} : { project };
  const projects = await projectsInCharge(db, charge);
  if (projects === null) return newestFirst(await alertsByNeed(db, place));
  if (project !== undefined && !projects.has(project)) return [];
  const has = async (one: string) => projects.has(one);
  const shown: AlertView[] = [];
  let read: AlertView[];
  let skipped = 0;
  do {
    read = await alertsByNeed(db, place, skipped);
    skipped += read.length;
    for (const alert of read) {
      if (!(await alertInCharge(charge, alert, has))) continue;
      const named = alert.project !== null && projects.has(alert.project);
      shown.push(named ? alert : { ...alert, project: null });
    }
  } while (read.length === MOST_ALERTS && shown.length < MOST_ALERTS);
  return newestFirst(shown.slice(0, MOST_ALERTS));
}
