import type { Projection } from '../ledger/command.ts';
import type { Migrations } from '../store/database.ts';

export interface TendencyTables {
  /** Leads over several projects that were raised, each once. */
  leanings: {
    leaning: string;
    kind: string;
    who: string;
    party: string;
    projects: number;
    direction: string;
    found_at: string;
  };
}

export const tendencyMigrations: Migrations = {
  '0040-leanings': {
    async up(db) {
      await db.schema
        .createTable('leanings')
        .addColumn('leaning', 'text', (column) => column.primaryKey())
        .addColumn('kind', 'text', (column) => column.notNull())
        .addColumn('who', 'text', (column) => column.notNull())
        .addColumn('party', 'text', (column) => column.notNull())
        .addColumn('projects', 'integer', (column) => column.notNull())
        .addColumn('direction', 'text', (column) => column.notNull())
        .addColumn('found_at', 'text', (column) => column.notNull())
        .addUniqueConstraint('leanings_pair', ['kind', 'who', 'party'])
        .execute();
    },
  },
};

export const tendencyProjection: Projection = {
  'leaning.found': async (db, { at, payload }) => {
    const { leaning, kind, who, party, projects, direction } = payload;
    await db
      .insertInto('leanings')
      .values({ leaning, kind, who, party, projects, direction, found_at: at })
      .execute();
  },
};
