/**
 * Which projects are in a charge (shared/src/charge): those one of whose sites is in it. Until names may be known these are
 * the sites its document lets take part, since then those its experts come from: who could see earlier that a site takes
 * part would know where its experts sit.
 */
import { type Charge, inCharge } from '#shared/charge/charge.ts';
import type { Db } from '../store/database.ts';
import type { ProjectTables } from './tables.ts';

/** The sites at which somebody has a project in their charge. */
async function knownSites(db: Db, project: string): Promise<string[]> {
  const rows = await known(db).select('site').distinct().where('project', '=', project).execute();
  return rows.map(({ site }) => site).sort();
}

export async function projectInCharge(db: Db, charge: Charge, project: string): Promise<boolean> {
  return charge === null || inCharge(charge, await knownSites(db, project));
}

/** Every project in this charge; null where that is everything. */
export async function projectsInCharge(db: Db, charge: Charge): Promise<ReadonlySet<string> | null> {
  if (charge === null) return null;
  const rows = await known(db).select('project').distinct().where('site', 'in', charge).execute();
  return new Set(rows.map(({ project }) => project));
}

const hidden: ProjectTables['project_sites']['standing'] = 'called';
const known = (db: Db) => db.selectFrom('project_sites').where('standing', '<>', hidden);
