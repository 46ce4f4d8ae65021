import type { Compilable, CompiledQuery } from 'kysely';
import type { Db } from './database.ts';
import { isPostgres } from './postgres-dialect.ts';

/** Where a value will stand. */
class Place {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

/** Gives a place for whatever value is asked for. */
const places = new Proxy({}, { get: (_, name) => new Place(String(name)) });

/**
 * A query that is built and compiled once for each kind of database and then only given its values: for what is asked
 * with every act. `build` sees a place instead of each value, so it can put them into a query and do nothing else
 * with them.
 */
export function keptQuery<P extends object, R>(build: (db: Db, values: P) => Compilable<R>) {
  const compiled: { sqlite?: CompiledQuery<R>; postgres?: CompiledQuery<R> } = {};
  return async (db: Db, values: P): Promise<R[]> => {
    const kind = isPostgres(db) ? 'postgres' : 'sqlite';
    const query = compiled[kind] ?? build(db, places as P).compile();
    compiled[kind] = query;
    const parameters = query.parameters.map((one) =>
      one instanceof Place ? values[one.name as keyof P] : one,
    );
    return (await db.executeQuery<R>({ ...query, parameters })).rows;
  };
}
