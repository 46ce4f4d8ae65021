import { sql } from 'kysely';
import type { Projection, StoredEvent } from '../ledger/command.ts';
import type { Db, Migrations } from '../store/database.ts';
import { keptQuery } from '../store/kept-query.ts';
import { evolve, type Fact, foldedTypes, opened } from './evolve.ts';
import { findEvaluation, keepEvaluation } from './reads.ts';
import { keepStatement } from './statement-reads.ts';
import { statementMigrations } from './statement-tables.ts';

export interface ScoringTables {
  /** One row a project under evaluation: `state` is the JSON of an Evaluation, folded from its events. */
  evaluations: { project: string; stage: string; stage_at: string; state: string };
  /** Marks as the experts typed them, in thousandths; read by their own expert alone before the reveal. */
  draft_marks: { project: string; expert: string; bidder: string; item: string; mark: number };
  /** Every sheet ever signed. */
  sheets: {
    project: string;
    expert: string;
    version: number;
    content: string;
    /** Base64 of the CMS signature, and of the RFC 3161 response over it. */
    cms: string;
    tsr: string;
    signed_at: string;
  };
  /** Each expert's sheet that counts: none before the first, none once a member has been replaced. */
  sheets_in_force: { project: string; expert: string; version: number; content: string };
  pledges: { project: string; expert: string; content: string; cms: string; signed_at: string };
  /** What the panel has said to each other; `place` counts from 1 within a project. */
  statements: { project: string; place: number; expert: string; alias: string; at: string; text: string };
}

export const scoringMigrations: Migrations = {
  '0009-scoring': {
    async up(db) {
      await db.schema
        .createTable('evaluations')
        .addColumn('project', 'text', (column) => column.primaryKey())
        .addColumn('stage', 'text', (column) => column.notNull())
        .addColumn('stage_at', 'text', (column) => column.notNull())
        .addColumn('state', 'text', (column) => column.notNull())
        .execute();
      await db.schema
        .createTable('draft_marks')
        .addColumn('project', 'text', (column) => column.notNull())
        .addColumn('expert', 'text', (column) => column.notNull())
        .addColumn('bidder', 'text', (column) => column.notNull())
        .addColumn('item', 'text', (column) => column.notNull())
        .addColumn('mark', 'integer', (column) => column.notNull())
        .addPrimaryKeyConstraint('draft_marks_cell', ['project', 'expert', 'bidder', 'item'])
        .execute();
      await db.schema
        .createTable('sheets')
        .addColumn('project', 'text', (column) => column.notNull())
        .addColumn('expert', 'text', (column) => column.notNull())
        .addColumn('version', 'integer', (column) => column.notNull())
        .addColumn('counts', 'integer', (column) => column.notNull())
        .addColumn('content', 'text', (column) => column.notNull())
        .addColumn('cms', 'text', (column) => column.notNull())
        .addColumn('tsr', 'text', (column) => column.notNull())
        .addColumn('signed_at', 'text', (column) => column.notNull())
        .addPrimaryKeyConstraint('sheets_version', ['project', 'expert', 'version'])
        .execute();
      await db.schema
        .createTable('pledges')
        .addColumn('project', 'text', (column) => column.notNull())
        .addColumn('expert', 'text', (column) => column.notNull())
        .addColumn('content', 'text', (column) => column.notNull())
        .addColumn('cms', 'text', (column) => column.notNull())
        .addColumn('signed_at', 'text', (column) => column.notNull())
        .addPrimaryKeyConstraint('pledges_member', ['project', 'expert'])
        .execute();
    },
  },
  // A signed sheet is long and never changes: what counts now stands beside it, where it is quickly put and found.
  '0018-sheets-in-force': {
    async up(db) {
      await db.schema
        .createTable('sheets_in_force')
        .addColumn('project', 'text', (column) => column.notNull())
        .addColumn('expert', 'text', (column) => column.notNull())
        .addColumn('version', 'integer', (column) => column.notNull())
        .addColumn('content', 'text', (column) => column.notNull())
        .addPrimaryKeyConstraint('sheets_in_force_member', ['project', 'expert'])
        .execute();
      await sql`insert into sheets_in_force (project, expert, version, content)
        select project, expert, version, content from sheets where counts = 1`.execute(db);
      await db.schema.alterTable('sheets').dropColumn('counts').execute();
    },
  },
  // The look-back asks for the revealed projects of years, and not for the long state that stands beside their stage.
  '0050-evaluations-by-stage': {
    async up(db) {
      await db.schema
        .createIndex('evaluations_stage')
        .on('evaluations')
        .columns(['stage', 'stage_at', 'project'])
        .execute();
    },
  },
  ...statementMigrations,
};

type ByProject = { readonly payload: { readonly project: string } };

const putInForce = keptQuery(
  (db, values: ScoringTables['sheets_in_force']) => {
    const { project, expert, version, content } = values;
    return db
      .insertInto('sheets_in_force')
      .values({ project, expert, version, content })
      .onConflict((conflict) => conflict.columns(['project', 'expert']).doUpdateSet({ version, content }));
  },
  { table: 'sheets_in_force', key: 'project' },
);
const keepSheet = keptQuery((db, values: ScoringTables['sheets']) => {
  const { project, expert, version, content, cms, tsr, signed_at } = values;
  return db.insertInto('sheets').values({ project, expert, version, content, cms, tsr, signed_at });
});

async function foldIn(db: Db, event: StoredEvent): Promise<void> {
  const { project } = (event as unknown as ByProject).payload;
  const before = await findEvaluation(db, project);
  if (!before) return;
  await keepEvaluation(db, evolve(before, event as Fact));
}

const folded = Object.fromEntries(foldedTypes().map((type) => [type, foldIn])) as Projection;

export const scoringProjection: Projection = {
  ...folded,
  'evaluation.opened': async (db, event) => {
    const state = opened(event);
    await db
      .insertInto('evaluations')
      .values({
        project: state.project,
        stage: state.stage,
        stage_at: state.stageAt,
        state: JSON.stringify(state),
      })
      .execute();
  },
  'evaluation.member-replaced': async (db, event) => {
    const { project, expert } = event.payload;
    await foldIn(db, event);
    await db.deleteFrom('draft_marks').where('project', '=', project).where('expert', '=', expert).execute();
    await db.deleteFrom('sheets_in_force').where('project', '=', project).execute();
  },
  'pledge.signed': async (db, event) => {
    const { project, expert, content, cms } = event.payload;
    await foldIn(db, event);
    await db.insertInto('pledges').values({ project, expert, content, cms, signed_at: event.at }).execute();
  },
  'mark.drafted': async (db, { payload: { project, expert, bidder, item, mark } }) => {
    await db
      .deleteFrom('draft_marks')
      .where('project', '=', project)
      .where('expert', '=', expert)
      .where('bidder', '=', bidder)
      .where('item', '=', item)
      .execute();
    if (mark === null) return;
    await db.insertInto('draft_marks').values({ project, expert, bidder, item, mark }).execute();
  },
  'statement.said': async (db, { at, payload: { project, expert, alias, text } }) =>
    keepStatement(db, { project, expert, alias, at, text }),
  'sheet.signed': async (db, event) => {
    const { project, expert, version, content, cms, tsr } = event.payload;
    await foldIn(db, event);
    await keepSheet(db, { project, expert, version, content, cms, tsr, signed_at: event.at });
    await putInForce(db, { project, expert, version, content });
  },
};
