import type { Projection, StoredEvent } from '../ledger/command.ts';
import type { Db, Migrations } from '../store/database.ts';
import { keptQuery } from '../store/kept-query.ts';
import { evolveFlag, flagEvents, type HeldFlag, raisedFlag } from './flag.ts';

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
    /** What others than its expert are told; null in rows made before that was kept. */
    about_zh: string | null;
    about_en: string | null;
    /** How it ended, and until when its present step is open. */
    closed: string | null;
    due: string | null;
    /** JSON: the decided vote, and each voter's ballot. */
    votes: string | null;
    ballots: string;
    sent_back: string | null;
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
  '0042-flag-courses': {
    async up(db) {
      for (const column of ['about_zh', 'about_en', 'closed', 'due', 'votes', 'sent_back'])
        await db.schema.alterTable('flags').addColumn(column, 'text').execute();
      await db.schema
        .alterTable('flags')
        .addColumn('ballots', 'text', (column) => column.notNull().defaultTo('{}'))
        .execute();
      await db.schema.createIndex('flags_due').on('flags').column('due').execute();
    },
  },
};

type Row = LookbackTables['flags'];

const flagRow = keptQuery((db, { project, flag }: { project: string; flag: string }) =>
  db.selectFrom('flags').selectAll().where('project', '=', project).where('flag', '=', flag),
);

async function changeFlag(db: Db, event: StoredEvent): Promise<void> {
  const { project, flag } = event.payload as unknown as { project: string; flag: string };
  const [row] = await flagRow(db, { project, flag });
  if (!row) return;
  const { project: _project, flag: _flag, ...changed } = rowOf(project, evolveFlag(flagFrom(row), event));
  await db
    .updateTable('flags')
    .set(changed)
    .where('project', '=', project)
    .where('flag', '=', flag)
    .execute();
}

export const lookbackProjection: Projection = {
  ...(Object.fromEntries(flagEvents.map((type) => [type, changeFlag])) as Projection),
  'flag.raised': async (db, { payload }) => {
    await db
      .insertInto('flags')
      .values(rowOf(payload.project, raisedFlag(payload)))
      .execute();
  },
};

/** The flag of a row. */
export function flagFrom(row: Row): HeldFlag {
  const own = { zh: row.text_zh, en: row.text_en };
  return {
    ...{ id: row.flag, expert: row.expert, alias: row.alias, bidder: row.bidder, item: row.item, own },
    text: row.about_zh === null || row.about_en === null ? own : { zh: row.about_zh, en: row.about_en },
    direction: row.direction as HeldFlag['direction'],
    ...{ rule: row.rule, rankingWouldChange: row.ranking === 1, before: row.before, after: row.after },
    state: row.state as HeldFlag['state'],
    explanation: row.explanation,
    closed: row.closed as HeldFlag['closed'],
    dueAt: row.due,
    votes: row.votes === null ? null : (JSON.parse(row.votes) as HeldFlag['votes']),
    sentBack: row.sent_back,
    ballots: JSON.parse(row.ballots) as HeldFlag['ballots'],
  };
}

function rowOf(project: string, flag: HeldFlag): Row {
  const { expert, alias, bidder, item, direction, rule, state, explanation, before, after, closed } = flag;
  return {
    ...{ project, flag: flag.id, expert, alias, bidder, item, direction, rule, state },
    ...{ explanation, before, after, closed },
    ...{ text_zh: flag.own.zh, text_en: flag.own.en, about_zh: flag.text.zh, about_en: flag.text.en },
    ranking: flag.rankingWouldChange ? 1 : 0,
    due: flag.dueAt,
    votes: flag.votes && JSON.stringify(flag.votes),
    sent_back: flag.sentBack,
    ballots: JSON.stringify(flag.ballots),
  };
}
