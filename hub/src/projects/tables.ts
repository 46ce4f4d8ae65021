import { sql } from 'kysely';
import { canonicalText } from '#shared/canonical/index.ts';
import type { Project } from '#shared/projects/project.ts';
import type { Projection, StoredEvent } from '../ledger/command.ts';
import type { Db, Migrations } from '../store/database.ts';

export interface ProjectTables {
  projects: {
    project: string;
    state: string;
    /** JSON of `kawei/project@1`. */
    document: string;
    entered_by: string;
    stage_at: string;
  };
  /** Where a project is evaluated, as far as its document says and as its experts come. */
  project_sites: {
    project: string;
    /** Pseudonym of the member who comes from there; '' of what the document says. */
    expert: string;
    site: string;
    /** `declared` by the document, until names may be known; `called` and sealed; then `known`. */
    standing: 'declared' | 'called' | 'known';
  };
}

export const projectMigrations: Migrations = {
  '0004-projects': {
    async up(db) {
      await db.schema
        .createTable('projects')
        .addColumn('project', 'text', (column) => column.primaryKey())
        .addColumn('state', 'text', (column) => column.notNull())
        .addColumn('document', 'text', (column) => column.notNull())
        .addColumn('entered_by', 'text', (column) => column.notNull())
        .addColumn('stage_at', 'text', (column) => column.notNull())
        .execute();
    },
  },
  '0063-project-sites': {
    async up(db) {
      await db.schema
        .createTable('project_sites')
        .addColumn('project', 'text', (column) => column.notNull())
        .addColumn('expert', 'text', (column) => column.notNull())
        .addColumn('site', 'text', (column) => column.notNull())
        .addColumn('standing', 'text', (column) => column.notNull())
        .addPrimaryKeyConstraint('project_sites_key', ['project', 'expert', 'site'])
        .execute();
      await db.schema
        .createIndex('project_sites_by_site')
        .on('project_sites')
        .columns(['site', 'project'])
        .execute();
      await sitesUntilNow(db);
    },
  },
};

/** What the ledger says of sites from before there was this table. */
async function sitesUntilNow(db: Db): Promise<void> {
  const kept = Object.keys(sitesProjection);
  const { rows } = await db.executeQuery(
    sql<{ seq: number }>`select seq from ledger where type in (${sql.join(kept)}) order by seq`.compile(db),
  );
  for (const { seq } of rows) {
    const found = await db.executeQuery(
      sql<{ type: string; payload: string }>`select type, payload from ledger where seq = ${seq}`.compile(db),
    );
    for (const { type, payload } of found.rows) {
      const keep = sitesProjection[type as keyof Projection] as (db: Db, event: unknown) => Promise<void>;
      await keep(db, { payload: JSON.parse(payload) });
    }
  }
}

const sitesProjection: Projection = {
  'project.entered': (db, { payload }) => declareSites(db, payload),
  'project.revised': (db, { payload }) => declareSites(db, payload),
  'panel.drawn': async (db, { payload: { project, members } }) => {
    for (const member of members) await callFrom(db, project, member);
  },
  'member.replaced': async (db, { payload: { project, expert, replacement } }) => {
    await db
      .deleteFrom('project_sites')
      .where('project', '=', project)
      .where('expert', '=', expert)
      .where('standing', '=', 'called') // who sat on the panel once has been there
      .execute();
    if (replacement) await callFrom(db, project, replacement);
  },
  'panel.assembled': async (db, { payload: { project } }) => {
    await db.deleteFrom('project_sites').where('project', '=', project).where('expert', '=', '').execute();
    await db.updateTable('project_sites').set({ standing: 'known' }).where('project', '=', project).execute();
  },
};

async function declareSites(
  db: Db,
  { project, document }: Pick<StoredEvent<'project.entered'>['payload'], 'project' | 'document'>,
): Promise<void> {
  await db.deleteFrom('project_sites').where('project', '=', project).where('expert', '=', '').execute();
  const rows = sitesThatMay(document).map((site) => ({
    project,
    expert: '',
    site,
    standing: 'declared' as const,
  }));
  if (rows.length > 0) await db.insertInto('project_sites').values(rows).execute();
}

function sitesThatMay({ panel }: Project): string[] {
  return [...new Set(panel.sites.filter(({ max }) => max > 0).map(({ id }) => id))];
}

async function callFrom(
  db: Db,
  project: string,
  { expert, site }: { readonly expert: string; readonly site: string },
): Promise<void> {
  await db
    .insertInto('project_sites')
    .values({ project, expert, site, standing: 'called' })
    .onConflict((conflict) => conflict.columns(['project', 'expert', 'site']).doNothing())
    .execute();
}

export const projectProjection: Projection = {
  ...sitesProjection,
  'project.entered': async (db, { at, payload }) => {
    const { project, document, by } = payload;
    await db
      .insertInto('projects')
      .values({ project, state: 'draft', document: canonicalText(document), entered_by: by, stage_at: at })
      .execute();
    await declareSites(db, payload);
  },
  'project.revised': async (db, { at, payload }) => {
    await db
      .updateTable('projects')
      .set({ document: canonicalText(payload.document), stage_at: at })
      .where('project', '=', payload.project)
      .execute();
    await declareSites(db, payload);
  },
  'project.frozen': async (db, { at, payload }) => {
    await db
      .updateTable('projects')
      .set({ state: 'frozen', stage_at: at })
      .where('project', '=', payload.project)
      .execute();
  },
};
