import type { Projection } from '../ledger/command.ts';
import type { Migrations } from '../store/database.ts';

export interface ReadinessTables {
  /** The last report of each booth. */
  booth_readiness: {
    booth: string;
    /** When the hub had it. */
    at: string;
    digest: string;
    /** JSON: the report with its signature. */
    readiness: string;
  };
}

export const readinessMigrations: Migrations = {
  '0053-readiness': {
    async up(db) {
      await db.schema
        .createTable('booth_readiness')
        .addColumn('booth', 'text', (column) => column.primaryKey())
        .addColumn('at', 'text', (column) => column.notNull())
        .addColumn('digest', 'text', (column) => column.notNull())
        .addColumn('readiness', 'text', (column) => column.notNull())
        .execute();
    },
  },
};

export const readinessProjection: Projection = {
  'booth.readiness-reported': async (db, { at, payload: { booth, digest, readiness } }) => {
    await db.deleteFrom('booth_readiness').where('booth', '=', booth).execute();
    await db
      .insertInto('booth_readiness')
      .values({ booth, at, digest, readiness: JSON.stringify(readiness) })
      .execute();
  },
};
