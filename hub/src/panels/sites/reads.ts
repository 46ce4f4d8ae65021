import type { PanelInput } from '#shared/draw/input.ts';
import type { SitesResult } from '#shared/draw/sites.ts';
import { type DrawState, drawsAbout, sitesOfProject, transcriptOf } from '../../draws/reads.ts';
import type { Db } from '../../store/database.ts';
import type { AskedOut } from '../exclusions.ts';

/** What the panel was to be asked for when its sites were put to the draw: it holds for the panel too. */
export interface SitesCall {
  readonly day: string;
  readonly possible: 'exclude' | 'keep';
  readonly excluded: readonly AskedOut[];
}

/** Sites that were drawn, as a panel's input takes them: the main site first. Sealed until the panel has checked in. */
export interface DrawnSites {
  readonly drawId: string;
  readonly roles: SitesResult['sites'];
  readonly sites: PanelInput['sites'];
}

/** The draws of a project's sites, the latest first. */
export function siteDrawsOf(db: Db, project: string): Promise<DrawState[]> {
  return drawsAbout(db, sitesOfProject(project));
}

/** The sites that were drawn for a project; null where none were. */
export async function drawnSitesOf(db: Db, project: string): Promise<DrawnSites | null> {
  const [latest] = await siteDrawsOf(db, project);
  const transcript = latest ? await transcriptOf(db, latest.drawId) : null;
  if (!transcript) return null;
  const { sites: roles } = transcript.result as SitesResult;
  return { drawId: transcript.drawId, roles, sites: roles.map(({ id, min, max }) => ({ id, min, max })) };
}

/** For what the sites of this draw were asked. */
export async function sitesCallOf(db: Db, drawId: string): Promise<SitesCall | null> {
  const row = await db.selectFrom('site_requests').selectAll().where('draw', '=', drawId).executeTakeFirst();
  return row ? (JSON.parse(row.call) as SitesCall) : null;
}
