import type { Projection } from '../ledger/command.ts';
import type { Migrations } from '../store/database.ts';

export interface WitnessTables {
  /** How each witness answered last; made of events. */
  witness_states: {
    witness: string;
    state: string;
    size: number;
    at: string;
  };
  /** Cosignatures as the witnesses gave them: no events, since each covers the ledger and would make it grow. */
  cosignatures: {
    size: number;
    witness: string;
    /** Signature line of the note. */
    line: string;
    at: string;
  };
}

export const witnessMigrations: Migrations = {
  '0014-witnesses': {
    async up(db) {
      await db.schema
        .createTable('witness_states')
        .addColumn('witness', 'text', (column) => column.primaryKey())
        .addColumn('state', 'text', (column) => column.notNull())
        .addColumn('size', 'integer', (column) => column.notNull())
        .addColumn('at', 'text', (column) => column.notNull())
        .execute();
      await db.schema
        .createTable('cosignatures')
        .addColumn('size', 'integer', (column) => column.notNull())
        .addColumn('witness', 'text', (column) => column.notNull())
        .addColumn('line', 'text', (column) => column.notNull())
        .addColumn('at', 'text', (column) => column.notNull())
        .addPrimaryKeyConstraint('cosignatures_key', ['size', 'witness'])
        .execute();
    },
  },
};

export const witnessProjection: Projection = {
  'witness.changed': async (db, { at, payload: { witness, state, size } }) => {
    await db
      .insertInto('witness_states')
      .values({ witness, state, size, at })
      .onConflict((conflict) => conflict.column('witness').doUpdateSet({ state, size, at }))
      .execute();
  },
};
