import type { Projection } from '../ledger/command.ts';
import type { Migrations } from '../store/database.ts';

export interface StampTables {
  /** The outside time-stamp of each project's certificate, with what was stamped. */
  certificate_stamps: {
    project: string;
    size: number;
    note: string;
    /** JSON list of verifier keys. */
    witnesses: string;
    /** Base64. */
    tsr: string;
    authority: string;
    time: string;
    expires: string;
    /** Place in the ledger: the highest is the latest. */
    seq: number;
  };
  /** How each authority answered last, by its address. */
  time_authorities: {
    url: string;
    state: string;
    at: string;
  };
}

export const stampMigrations: Migrations = {
  '0017-stamps': {
    async up(db) {
      await db.schema
        .createTable('certificate_stamps')
        .addColumn('project', 'text', (column) => column.primaryKey())
        .addColumn('size', 'integer', (column) => column.notNull())
        .addColumn('note', 'text', (column) => column.notNull())
        .addColumn('witnesses', 'text', (column) => column.notNull())
        .addColumn('tsr', 'text', (column) => column.notNull())
        .addColumn('authority', 'text', (column) => column.notNull())
        .addColumn('time', 'text', (column) => column.notNull())
        .addColumn('expires', 'text', (column) => column.notNull())
        .addColumn('seq', 'integer', (column) => column.notNull())
        .execute();
      await db.schema
        .createTable('time_authorities')
        .addColumn('url', 'text', (column) => column.primaryKey())
        .addColumn('state', 'text', (column) => column.notNull())
        .addColumn('at', 'text', (column) => column.notNull())
        .execute();
    },
  },
};

export const stampProjection: Projection = {
  'certificate.stamped': async (db, { seq, payload }) => {
    const { project, size, note, witnesses, tsr, authority, time, expires } = payload;
    await db
      .insertInto('certificate_stamps')
      .values({
        ...{ project, size, note, tsr, authority, time, expires, seq },
        witnesses: JSON.stringify(witnesses),
      })
      .execute();
  },
  'time-authority.changed': async (db, { at, payload: { url, state } }) => {
    await db
      .insertInto('time_authorities')
      .values({ url, state, at })
      .onConflict((conflict) => conflict.column('url').doUpdateSet({ state, at }))
      .execute();
  },
};
