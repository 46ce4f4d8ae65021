/**
 * Whose turn it is to write. On SQLite it is always the one process that has the file. On PostgreSQL each group of
 * commands takes the turn first, as a lock of its transaction: at any moment one process is the sequencer, the
 * others wait, and it is handed over with the end of the transaction, whatever that end is. A process that hangs
 * in its turn loses it with its session (postgres.ts); what it had begun is undone by the server, so that nothing of it
 * can come late.
 */
import { sql } from 'kysely';
import type { Db, Store } from './database.ts';
import { isPostgres } from './postgres-dialect.ts';

/** Names the lock, among those of the database. */
const TURN = 0x6b617701;
/** For what one process does alone at its start. */
const START = 0x6b617702;

/** Waits until this process alone may write, to the end of the transaction of `db`. */
export async function takeTurn(db: Db): Promise<void> {
  if (isPostgres(db)) await sql`select pg_advisory_xact_lock(${sql.lit(TURN)})`.execute(db);
}

/** Whether others may have written since this process last did. */
export function isShared(db: Db): boolean {
  return isPostgres(db);
}

/** Does what must not be done by two processes at a time: what a hub makes at its first start. */
export function alone<T>(db: Store, work: () => Promise<T>): Promise<T> {
  return withLock(db, START, work);
}

/** Does what no turn may be under way for: what changes the tables themselves. */
export function whileNobodyWrites<T>(db: Store, work: () => Promise<T>): Promise<T> {
  return withLock(db, TURN, work);
}

async function withLock<T>(db: Store, lock: number, work: () => Promise<T>): Promise<T> {
  if (!isPostgres(db)) return work();
  return db.connection().execute(async (session) => {
    await sql`select pg_advisory_lock(${sql.lit(lock)})`.execute(session);
    try {
      return await work();
    } finally {
      await sql`select pg_advisory_unlock(${sql.lit(lock)})`.execute(session);
    }
  });
}
