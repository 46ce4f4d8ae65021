import { canonicalText } from '#shared/canonical/index.ts';
import type { Projection } from '../ledger/command.ts';
import type { Migrations } from '../store/database.ts';

export interface ProjectTables {
  projects: {
    project: string;
    state: string;
    /** JSON of `kawei/project@1`. */
    document: string;
    entered_by: string;
    stage_at: string;
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
};

export const projectProjection: Projection = {
  'project.entered': async (db, { at, payload }) => {
    const { project, document, by } = payload;
    await db
      .insertInto('projects')
      .values({ project, state: 'draft', document: canonicalText(document), entered_by: by, stage_at: at })
      .execute();
  },
  'project.revised': async (db, { at, payload }) => {
    await db
      .updateTable('projects')
      .set({ document: canonicalText(payload.document), stage_at: at })
      .where('project', '=', payload.project)
      .execute();
  },
  'project.frozen': async (db, { at, payload }) => {
    await db
      .updateTable('projects')
      .set({ state: 'frozen', stage_at: at })
      .where('project', '=', payload.project)
      .execute();
  },
};
