import type { Projection } from '../ledger/command.ts';
import type { Migrations } from '../store/database.ts';

export interface RecoveryTables {
  /** Heads of the ledger as it was before a restored back-up, which an administrator has decided to go on without. */
  accepted_heads: { seq: number; source: string; size: number; root: string };
  /** The highest number of a booth's acts that were lost so: its next act is one above. */
  accepted_acts: { seq: number; booth: string; n: number };
}

export const recoveryMigrations: Migrations = {
  '0015-recovery': {
    async up(db) {
      await db.schema
        .createTable('accepted_heads')
        .addColumn('seq', 'integer', (column) => column.notNull())
        .addColumn('source', 'text', (column) => column.notNull())
        .addColumn('size', 'integer', (column) => column.notNull())
        .addColumn('root', 'text', (column) => column.notNull())
        .addPrimaryKeyConstraint('accepted_heads_key', ['seq', 'source'])
        .execute();
      await db.schema
        .createTable('accepted_acts')
        .addColumn('seq', 'integer', (column) => column.notNull())
        .addColumn('booth', 'text', (column) => column.notNull())
        .addColumn('n', 'integer', (column) => column.notNull())
        .addPrimaryKeyConstraint('accepted_acts_key', ['seq', 'booth'])
        .execute();
    },
  },
};

export const recoveryProjection: Projection = {
  'ledger.loss-accepted': async (db, { seq, payload: { heads, acts } }) => {
    for (const head of heads)
      await db
        .insertInto('accepted_heads')
        .values({ seq, ...head })
        .execute();
    for (const act of acts)
      await db
        .insertInto('accepted_acts')
        .values({ seq, ...act })
        .execute();
  },
};
