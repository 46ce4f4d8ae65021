import type { Projection } from '../ledger/command.ts';
import type { Migrations } from '../store/database.ts';

export interface RevocationTables {
  /** How it stood last with the lists of each authority, and with their files. */
  revocation_lists: {
    source: string;
    state: string;
    /** Digests of the lists in force, with a space between. */
    digests: string;
    words: string;
    /** JSON of the newest list of each series that was ever in force; null in records of before this was told. */
    newest: string | null;
    at: string;
  };
}

export const revocationMigrations: Migrations = {
  '0064-revocation-lists': {
    async up(db) {
      await db.schema
        .createTable('revocation_lists')
        .addColumn('source', 'text', (column) => column.primaryKey())
        .addColumn('state', 'text', (column) => column.notNull())
        .addColumn('digests', 'text', (column) => column.notNull())
        .addColumn('words', 'text', (column) => column.notNull())
        .addColumn('at', 'text', (column) => column.notNull())
        .execute();
    },
  },
  '0066-newest-lists': {
    async up(db) {
      await db.schema.alterTable('revocation_lists').addColumn('newest', 'text').execute();
    },
  },
};

export const revocationProjection: Projection = {
  'revocation-list.changed': async (db, { at, payload: { source, state, digests, newest, en } }) => {
    const now = {
      state,
      digests: digests.join(' '),
      words: en,
      newest: newest ? JSON.stringify(newest) : null,
      at,
    };
    await db
      .insertInto('revocation_lists')
      .values({ source, ...now })
      .onConflict((conflict) => conflict.column('source').doUpdateSet(now))
      .execute();
  },
};
