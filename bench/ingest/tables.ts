/** The least that stores a sheet and its entry in a ledger: two tables that only grow, on SQLite as the hub sets it. */
import { randomBytes } from 'node:crypto';
import SqliteDriver from 'better-sqlite3';

export interface Tables {
  insertSheet(content: string, cms: string): void;
  insertLedger(leafHash: Uint8Array): void;
  /** What is written within is one commit. */
  together(write: () => void): void;
  close(): void;
}

/** Opens a new database at this place. */
export function openTables(file: string): Tables {
  const database = new SqliteDriver(file);
  database.pragma('locking_mode = EXCLUSIVE');
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.exec('create table sheets (id integer primary key, content text not null, cms text not null)');
  database.exec(
    `create table ledger (seq integer primary key, at text not null, type text not null, subject text not null,
     salt blob not null, digest text not null, leaf_hash blob not null)`,
  );
  const sheet = database.prepare('insert into sheets (content, cms) values (?, ?)');
  const entry = database.prepare(
    'insert into ledger (at, type, subject, salt, digest, leaf_hash) values (?, ?, ?, ?, ?, ?)',
  );
  const salt = randomBytes(16);
  const digest = '0'.repeat(64);
  return {
    insertSheet: (content, cms) => sheet.run(content, cms),
    insertLedger: (leafHash) =>
      entry.run('2026-11-25T00:00:00.000Z', 'sheet.signed', 'project/P-1', salt, digest, leafHash),
    together: (write) => database.transaction(write)(),
    close: () => database.close(),
  };
}
