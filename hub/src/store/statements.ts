import type SqliteDriver from 'better-sqlite3';

/** Statements that are kept ready. The hub's own are fewer; what differs by the length of a list comes and goes. */
const KEPT_AT_MOST = 500;
/** What is done again and again; the rest (pragmas, changes of the schema) is done once. */
const REPEATED = /^(select|insert|update|delete|with|savepoint|release|rollback|begin|commit)/i;

/** A database that prepares each statement once: preparing takes longer than most of them. */
export function preparingOnce(database: SqliteDriver.Database): SqliteDriver.Database {
  const kept = new Map<string, SqliteDriver.Statement>();
  const prepare = (sql: string): SqliteDriver.Statement => {
    const known = kept.get(sql);
    if (known) return known;
    const statement = database.prepare(sql);
    if (!REPEATED.test(sql)) return statement;
    const [oldest] = kept.keys();
    if (oldest !== undefined && kept.size >= KEPT_AT_MOST) kept.delete(oldest);
    kept.set(sql, statement);
    return statement;
  };
  return Object.assign(Object.create(database) as SqliteDriver.Database, { prepare });
}
