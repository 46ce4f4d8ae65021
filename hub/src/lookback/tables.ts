import type { Projection } from '../ledger/command.ts';
import type { Migrations } from '../store/database.ts';

export interface LookbackTables {
  /** Flags of the look-back, with what their expert has answered. `ranking` is 1 where the order would change. */
  flags: {
    project: string;
    flag: string;
    expert: string;
    alias: string;
    bidder: string;
    item: string | null;
    direction: string;
    rule: string;
    text_zh: string;
    text_en: string;
    ranking: number;
    state: string;
    explanation: string | null;
    before: number;
    after: number | null;
  };
}

export const lookbackMigrations: Migrations = {
  '0010-lookback': {
    async up(db) {
      await db.schema
        .createTable('flags')
        .addColumn('project', 'text', (column) => column.notNull())
        .addColumn('flag', 'text', (column) => column.notNull())
        .addColumn('expert', 'text', (column) => column.notNull())
        .addColumn('alias', 'text', (column) => column.notNull())
        .addColumn('bidder', 'text', (column) => column.notNull())
        .addColumn('item', 'text')
        .addColumn('direction', 'text', (column) => column.notNull())
        .addColumn('rule', 'text', (column) => column.notNull())
        .addColumn('text_zh', 'text', (column) => column.notNull())
        .addColumn('text_en', 'text', (column) => column.notNull())
        .addColumn('ranking', 'integer', (column) => column.notNull())
        .addColumn('state', 'text', (column) => column.notNull())
        .addColumn('explanation', 'text')
        .addColumn('before', 'integer', (column) => column.notNull())
        .addColumn('after', 'integer')
        .addPrimaryKeyConstraint('flags_of_project', ['project', 'flag'])
        .execute();
    },
  },
};

export const lookbackProjection: Projection = {
  'flag.raised': async (db, { payload }) => {
    const { project, flag, expert, alias, bidder, item, direction, rule, text, before } = payload;
    await db
      .insertInto('flags')
      .values({
        ...{ project, flag, expert, alias, bidder, item, direction, rule, before },
        text_zh: text.zh,
        text_en: text.en,
        ranking: payload.rankingWouldChange ? 1 : 0,
        state: 'open',
        explanation: null,
        after: null,
      })
      .execute();
  },
  'flag.explained': async (db, { payload }) => {
    await db
      .updateTable('flags')
      .set({ state: 'explained', explanation: payload.text })
      .where('project', '=', payload.project)
      .where('flag', '=', payload.flag)
      .execute();
  },
  'flag.amended': async (db, { payload }) => {
    await db
      .updateTable('flags')
      .set({ state: 'amended', after: payload.after })
      .where('project', '=', payload.project)
      .where('flag', '=', payload.flag)
      .execute();
  },
};
