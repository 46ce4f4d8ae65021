import type { Db, Migrations } from '../store/database.ts';

/** A panel that may talk all day says more than a state should carry that is written anew with every event. */
export const statementMigrations: Migrations = {
  '0060-statements': {
    async up(db) {
      await db.schema
        .createTable('statements')
        .addColumn('project', 'text', (column) => column.notNull())
        .addColumn('place', 'integer', (column) => column.notNull())
        .addColumn('expert', 'text', (column) => column.notNull())
        .addColumn('alias', 'text', (column) => column.notNull())
        .addColumn('at', 'text', (column) => column.notNull())
        .addColumn('text', 'text', (column) => column.notNull())
        .addPrimaryKeyConstraint('statements_place', ['project', 'place'])
        .execute();
      await db.schema
        .createIndex('statements_expert')
        .on('statements')
        .columns(['project', 'expert', 'place'])
        .execute();
      await fromLedger(db);
      await rewriteStates(db);
    },
  },
};

/** What was said in disputes before. */
async function fromLedger(db: Db): Promise<void> {
  const said = await db
    .selectFrom('ledger')
    .select(['at', 'payload'])
    .where('type', '=', 'statement.said')
    .orderBy('seq')
    .execute();
  const places = new Map<string, number>();
  for (const { at, payload } of said) {
    const { project, expert, alias, text } = JSON.parse(payload) as Record<
      'project' | 'expert' | 'alias' | 'text',
      string
    >;
    const place = (places.get(project) ?? 0) + 1;
    places.set(project, place);
    await db.insertInto('statements').values({ project, place, expert, alias, at, text }).execute();
  }
}

/** The states of evaluations lose their statements, and say whether marks have been given. */
async function rewriteStates(db: Db): Promise<void> {
  const opened = await db
    .selectFrom('ledger')
    .select('subject')
    .where('type', '=', 'marking.opened')
    .distinct()
    .execute();
  const marked = new Set(opened.map(({ subject }) => subject));
  for (const { project, state } of await db
    .selectFrom('evaluations')
    .select(['project', 'state'])
    .execute()) {
    const { statements: _, ...rest } = JSON.parse(state) as Record<string, unknown>;
    const next = { ...rest, marked: marked.has(`project/${project}`) };
    await db
      .updateTable('evaluations')
      .set({ state: JSON.stringify(next) })
      .where('project', '=', project)
      .execute();
  }
}
