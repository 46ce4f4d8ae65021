/** Scans in the browser's own database, which outlives the page. */
import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { KeptScan, ScanStore } from './scan-line.ts';

interface DeskSchema extends DBSchema {
  scans: { key: string; value: KeptScan };
}

let opened: Promise<IDBPDatabase<DeskSchema>> | undefined;

function database(): Promise<IDBPDatabase<DeskSchema>> {
  opened ??= openDB<DeskSchema>('kawei-desk', 1, {
    upgrade: (db) => void db.createObjectStore('scans', { keyPath: 'scan' }),
  });
  return opened;
}

/** Browsers call a write done before it is on disk, unless they are asked not to. */
async function write(change: 'put' | 'delete', what: KeptScan | string): Promise<void> {
  const writing = (await database()).transaction('scans', 'readwrite', { durability: 'strict' });
  await (change === 'put' ? writing.store.put(what as KeptScan) : writing.store.delete(what as string));
  await writing.done;
}

export const browserScans: ScanStore = {
  all: async () => (await database()).getAll('scans'),
  keep: (scan) => write('put', scan),
  forget: (scan) => write('delete', scan),
};
