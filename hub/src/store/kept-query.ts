import type { Compilable, CompiledQuery } from 'kysely';
import type { Db } from './database.ts';
import { isPostgres } from './postgres-dialect.ts';
import { ownStatements } from './sqlite-dialect.ts';

/** Where a value will stand. */
class Place {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

/** Gives a place for whatever value is asked for. */
const places = new Proxy({}, { get: (_, name) => new Place(String(name)) });

type Build<P, R> = (db: Db, values: P) => Compilable<R>;

/** A query built and compiled once for each kind of database. */
class Kept<P extends object, R> {
  readonly #build: Build<P, R>;
  #sqlite: CompiledQuery<R> | undefined;
  #postgres: CompiledQuery<R> | undefined;

  constructor(build: Build<P, R>) {
    this.#build = build;
  }

  with(db: Db, values: P): CompiledQuery<R> {
    const query = this.#compiled(db);
    const parameters = query.parameters.map((one) =>
      one instanceof Place ? values[one.name as keyof P] : one,
    );
    return { ...query, parameters };
  }

  #compiled(db: Db): CompiledQuery<R> {
    const compile = () => this.#build(db, places as P).compile();
    if (isPostgres(db)) {
      this.#postgres ??= compile();
      return this.#postgres;
    }
    this.#sqlite ??= compile();
    return this.#sqlite;
  }
}

/**
 * A query that is built and compiled once for each kind of database and then only given its values: for what is asked
 * with every act. `build` sees a place instead of each value, so it can put them into a query and do nothing else
 * with them. `changes`: a statement that writes changes no row but those of a table that have this value for its key.
 */
export function keptQuery<P extends object, R>(
  build: Build<P, R>,
  changes?: { readonly table: string; readonly key: keyof P },
) {
  const kept = new Kept(build);
  return async (db: Db, values: P): Promise<R[]> => {
    const query = kept.with(db, values);
    const own = ownStatements(db);
    if (!own) return (await db.executeQuery<R>(query)).rows;
    const changed = changes && { table: changes.table, key: values[changes.key] };
    return own.run(query, changed) as R[];
  };
}

/**
 * As {@link keptQuery}, for what is read again and again and seldom changes: on SQLite, within a transaction and for who
 * holds the connection, its rows are remembered until one of its tables is written to. `byKey`: the only value is the
 * key that those who write name as changed.
 */
export function rememberedQuery<P extends object, R>(build: Build<P, R>, { byKey = false } = {}) {
  const kept = new Kept(build);
  return async (db: Db, values: P): Promise<readonly R[]> => {
    const query = kept.with(db, values);
    const { sql, parameters } = query;
    const own = ownStatements(db);
    if (own) return own.remembered({ sql, parameters, byKey }) as readonly R[];
    return (await db.executeQuery<R>(query)).rows;
  };
}

/**
 * Rows of a table by their key, which are read and written with every act: within a transaction on SQLite a row that was
 * put is found as it is, and written once, by its end. `read` gives the columns of a row, and `write` stores all of them.
 */
export function keptRow<R extends object>({ table, read, write }: RowQueries<R>) {
  const [reading, writing] = [new Kept(read), new Kept<R & Keyed, unknown>(write)];
  return {
    find: async (db: Db, key: string): Promise<R | null> => {
      const query = reading.with(db, { key });
      const own = ownStatements(db);
      const [row] = own ? own.remembered({ ...query, byKey: true }) : (await db.executeQuery<R>(query)).rows;
      return (row as R | undefined) ?? null;
    },
    put: async (db: Db, key: string, row: R): Promise<void> => {
      // What a row says may be made only now, as it is written.
      const query = () => writing.with(db, { ...row, key });
      const own = db.isTransaction ? ownStatements(db) : null;
      if (own) own.putLate({ ...reading.with(db, { key }), byKey: true }, { table, key }, row, query);
      else await db.executeQuery(query());
    },
  };
}

interface Keyed {
  readonly key: string;
}

interface RowQueries<R> {
  readonly table: string;
  readonly read: Build<Keyed, R>;
  readonly write: Build<R & Keyed, unknown>;
}

/** A command of the database itself, without values. */
export async function command(db: Db, query: CompiledQuery): Promise<void> {
  const own = ownStatements(db);
  if (own) own.run(query);
  else await db.executeQuery(query);
}

/** What is made of remembered rows is made once; nobody can change it. */
export function madeOnce<R, T extends object>(make: (rows: readonly R[]) => T): (rows: readonly R[]) => T {
  const kept = new WeakMap<readonly R[], T>();
  return (rows) => {
    const known = kept.get(rows);
    if (known) return known;
    const made = make(rows);
    kept.set(rows, made);
    return made;
  };
}
