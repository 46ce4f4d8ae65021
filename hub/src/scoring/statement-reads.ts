import { STATEMENTS_SHOWN, type StatementView } from '#shared/protocol/talk.ts';
import type { Db } from '../store/database.ts';
import { rememberedQuery } from '../store/kept-query.ts';
import type { ScoringTables } from './tables.ts';

/** How many statements were made in a project, and the latest of them in their order. */
export interface Statements {
  readonly said: number;
  readonly statements: readonly StatementView[];
}

const latest = rememberedQuery((db, { project }: { project: string }) =>
  db
    .selectFrom('statements')
    .select(['place', 'alias', 'at', 'text'])
    .where('project', '=', project)
    .orderBy('place', 'desc')
    .limit(STATEMENTS_SHOWN),
);

export async function statementsOf(db: Db, project: string): Promise<Statements> {
  const rows = await latest(db, { project });
  const statements = rows.map(({ alias, at, text }) => ({ alias, at, text })).reverse();
  return { said: rows[0]?.place ?? 0, statements };
}

/** When this expert has last spoken, the latest first, at most so many times. */
export async function lastStatementsOf(
  db: Db,
  { project, expert, limit }: { readonly project: string; readonly expert: string; readonly limit: number },
): Promise<string[]> {
  const rows = await db
    .selectFrom('statements')
    .select('at')
    .where('project', '=', project)
    .where('expert', '=', expert)
    .orderBy('place', 'desc')
    .limit(limit)
    .execute();
  return rows.map(({ at }) => at);
}

/** Puts a statement behind the last one of its project. */
export async function keepStatement(
  db: Db,
  statement: Omit<ScoringTables['statements'], 'place'>,
): Promise<void> {
  const last = await db
    .selectFrom('statements')
    .select((eb) => eb.fn.max('place').as('place'))
    .where('project', '=', statement.project)
    .executeTakeFirst();
  const place = Number(last?.place ?? 0) + 1;
  await db
    .insertInto('statements')
    .values({ ...statement, place })
    .execute();
}
