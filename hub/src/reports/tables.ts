import type { Projection } from '../ledger/command.ts';
import type { Migrations } from '../store/database.ts';

export interface ReportsTables {
  /** One report a project. `state`: `open` (waits for consents), `complete` (all in), `sealed`. */
  reports: {
    project: string;
    /** SHA-256 of `content`, which the consents sign. */
    digest: string;
    /** Canonical JSON of what the report says. */
    content: string;
    state: string;
    drawn_up_at: string;
    /** SHA-256 of the sealed PDF. */
    file: string | null;
    /** SHA-256 of the revocation lists that were in force at the seal; null where there were none. */
    crl: string | null;
    sealed_at: string | null;
  };
  /** What each expert says to the report. Without a signature where signing was refused. */
  consents: {
    project: string;
    expert: string;
    alias: string;
    position: string;
    dissent: string | null;
    content: string | null;
    cms: string | null;
    tsr: string | null;
    at: string;
  };
}

export const reportsMigrations: Migrations = {
  '0011-reports': {
    async up(db) {
      await db.schema
        .createTable('reports')
        .addColumn('project', 'text', (column) => column.primaryKey())
        .addColumn('digest', 'text', (column) => column.notNull())
        .addColumn('content', 'text', (column) => column.notNull())
        .addColumn('state', 'text', (column) => column.notNull())
        .addColumn('drawn_up_at', 'text', (column) => column.notNull())
        .addColumn('file', 'text')
        .addColumn('sealed_at', 'text')
        .execute();
      await db.schema
        .createTable('consents')
        .addColumn('project', 'text', (column) => column.notNull())
        .addColumn('expert', 'text', (column) => column.notNull())
        .addColumn('alias', 'text', (column) => column.notNull())
        .addColumn('position', 'text', (column) => column.notNull())
        .addColumn('dissent', 'text')
        .addColumn('content', 'text')
        .addColumn('cms', 'text')
        .addColumn('tsr', 'text')
        .addColumn('at', 'text', (column) => column.notNull())
        .addPrimaryKeyConstraint('consents_member', ['project', 'expert'])
        .execute();
    },
  },
  '0065-reports-revocation': {
    async up(db) {
      await db.schema.alterTable('reports').addColumn('crl', 'text').execute();
    },
  },
};

export const reportsProjection: Projection = {
  'report.drawn-up': async (db, { at, payload: { project, digest, content } }) => {
    await db
      .insertInto('reports')
      .values({
        ...{ project, digest, content, state: 'open', drawn_up_at: at },
        ...{ file: null, crl: null, sealed_at: null },
      })
      .execute();
  },
  'consent.signed': async (db, { at, payload }) => {
    const { project, expert, alias, position, dissent, content, cms, tsr } = payload;
    await db
      .insertInto('consents')
      .values({ project, expert, alias, position, dissent, content, cms, tsr, at })
      .execute();
  },
  'consent.refused': async (db, { at, payload: { project, expert, alias } }) => {
    const unsigned = { dissent: null, content: null, cms: null, tsr: null };
    await db
      .insertInto('consents')
      .values({ project, expert, alias, position: 'refused', ...unsigned, at })
      .execute();
  },
  'consents.complete': async (db, { payload: { project } }) => {
    await db.updateTable('reports').set({ state: 'complete' }).where('project', '=', project).execute();
  },
  'report.sealed': async (db, { at, payload: { project, file, crl = null } }) => {
    await db
      .updateTable('reports')
      .set({ state: 'sealed', file, crl, sealed_at: at })
      .where('project', '=', project)
      .execute();
  },
};
