/** Which alerts are in a charge: with their project or with their site; what concerns the whole hub, of everything alone. */
import { type Charge, inCharge } from '#shared/charge/charge.ts';
import type { AlertView } from '#shared/protocol/views.ts';
import { projectsInCharge } from '../projects/charge.ts';
import type { Db } from '../store/database.ts';
import { listAlerts } from './reads.ts';

type Placed = Pick<AlertView, 'project' | 'site'>;

export async function alertInCharge(
  charge: Charge,
  { project, site }: Placed,
  has: (project: string) => Promise<boolean>,
): Promise<boolean> {
  if (inCharge(charge, site === null ? [] : [site])) return true;
  return project !== null && has(project);
}

/** The alerts in this charge, newest first; one that is there for its site alone does not name its project. */
export async function alertsInCharge(db: Db, charge: Charge): Promise<AlertView[]> {
  const all = await listAlerts(db);
  const projects = await projectsInCharge(db, charge);
  if (projects === null) return all;
  const has = async (project: string) => projects.has(project);
  const shown: AlertView[] = [];
  for (const alert of all) {
    if (!(await alertInCharge(charge, alert, has))) continue;
    const named = alert.project !== null && projects.has(alert.project);
    shown.push(named ? alert : { ...alert, project: null });
  }
  return shown;
}
