import type { Charge } from '#shared/charge/charge.ts';
import type { Project } from '#shared/projects/project.ts';
import type { Role } from '#shared/protocol/requests.ts';
import type { Db } from '../store/database.ts';
import { rememberedQuery } from '../store/kept-query.ts';
import { parsedOnce } from '../store/parsed-text.ts';
import type { ProjectTables } from './tables.ts';

export interface EnteredProject {
  readonly project: Project;
  readonly state: 'draft' | 'frozen';
  readonly stageAt: string;
  /** Who entered it, as `user:NAME`. */
  readonly enteredBy: string;
}

const oneProject = rememberedQuery((db, { id }: { id: string }) =>
  db.selectFrom('projects').selectAll().where('project', '=', id),
);
const readDocument = parsedOnce((document) => JSON.parse(document) as Project);

export async function findProject(db: Db, id: string): Promise<EnteredProject | null> {
  const [row] = await oneProject(db, { id });
  return row ? entered(row) : null;
}

/** Who reads: a role, for an agency the user who must have entered what they read, for supervision their charge. */
export interface Reader {
  readonly user: string;
  readonly role: Role;
  readonly charge: Charge;
}

/** Whether this reader may know of a project: an agency only of its own. The charge of supervision is `charge.ts`’s. */
export function mayRead({ enteredBy }: Pick<EnteredProject, 'enteredBy'>, { user, role }: Reader): boolean {
  return role !== 'agency' || enteredBy === `user:${user}`;
}

/** Every project, the latest first. */
export async function listProjects(db: Db): Promise<EnteredProject[]> {
  const rows = await db.selectFrom('projects').selectAll().orderBy('stage_at', 'desc').execute();
  return rows.map(entered);
}

function entered(row: ProjectTables['projects']): EnteredProject {
  return {
    project: readDocument(row.document),
    state: row.state as EnteredProject['state'],
    stageAt: row.stage_at,
    enteredBy: row.entered_by,
  };
}
