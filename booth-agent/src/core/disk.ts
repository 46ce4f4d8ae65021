/**
 * What a booth keeps through an outage, a restart and a pulled plug: one SQLite file (WAL, synchronous=FULL) held
 * by exactly one process. The lock falls with the process, so that a crash leaves nothing to clean up.
 */
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync } from 'node:fs';
import { dirname, join } from 'node:path';
import SqliteDriver from 'better-sqlite3';
import { Refusal } from '#shared/catalogue/refusal.ts';

export type Disk = SqliteDriver.Database;

/** The tables a booth keeps. */
export const diskSchema = `
  CREATE TABLE IF NOT EXISTS acts (
    n INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    session TEXT,
    act TEXT NOT NULL,
    views INTEGER
  ) STRICT;
  CREATE TABLE IF NOT EXISTS sent (
    n INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    session TEXT,
    act TEXT NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS kept (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
`;

/** Opens the file in this directory, made if need be. Refuses BOOTH_DATA_IN_USE, STORE_UNREADABLE. */
export function openDisk(directory: string): Disk {
  const file = join(directory, 'booth.db');
  let disk: Disk | undefined;
  try {
    makeDirectory(directory);
    disk = new SqliteDriver(file, { timeout: 500 });
    disk.pragma('locking_mode = EXCLUSIVE');
    disk.pragma('journal_mode = WAL');
    disk.pragma('synchronous = FULL');
    // What is deleted (an expert's notes) is written over.
    disk.pragma('secure_delete = ON');
    disk.exec('BEGIN EXCLUSIVE; COMMIT');
    disk.exec(diskSchema);
    return disk;
  } catch (error) {
    disk?.close();
    const code = (error as { code?: string }).code ?? '';
    if (code.startsWith('SQLITE_BUSY')) throw new Refusal('BOOTH_DATA_IN_USE', { directory });
    throw diskRefusal(error) ?? new Refusal('STORE_UNREADABLE', { file, detail: (error as Error).message });
  }
}

/** Makes the directory, known to those above it on the disk too; Windows sees to that by itself. */
export function makeDirectory(path: string): void {
  if (existsSync(path)) return;
  const above = dirname(path);
  makeDirectory(above);
  mkdirSync(path, { recursive: true, mode: 0o700 });
  if (process.platform === 'win32') return;
  const file = openSync(above, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** What the person is told when the disk fails: null for an error that is not the disk's (sqlite.org/rescode.html). */
export function diskRefusal(error: unknown): Refusal | null {
  const { code = '' } = error as { code?: string };
  if (code === 'SQLITE_FULL' || code === 'ENOSPC') return new Refusal('BOOTH_DISK_FULL');
  if (/^SQLITE_(IOERR|READONLY)/.test(code)) return new Refusal('BOOTH_DISK_FAILED', { detail: code });
  return null;
}
