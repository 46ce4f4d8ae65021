/** The hub's read tables against those that its rooms make of the ledger on an empty database. */
import type SqliteDriver from 'better-sqlite3';
import type { StoredEvent } from '#hub/ledger/command.ts';
import { rooms } from '#hub/rooms.ts';
import type { Db } from '#hub/store/database.ts';
import { canonicalText } from '#shared/canonical/index.ts';
import type { Morning } from '../morning.ts';
import { Seams } from '../seams.ts';
import { HubDisk } from '../store.ts';

/** Not made of events. */
const own = /^(ledger|ledger_tiles|checkpoints|cosignatures|booth_acts|kysely_.*|sqlite_.*)$/;

export async function checkTables({ disk, findings }: Morning): Promise<void> {
  const rebuilt = await HubDisk.make(new Seams());
  const store = rebuilt.open({ alive: () => true, die: () => {} });
  const rows = disk.raw.prepare('select seq, at, type, subject, payload from ledger order by seq').all();
  await store.transaction().execute(async (db) => {
    for (const row of rows as (Omit<StoredEvent, 'payload'> & { payload: string })[]) {
      await project(db, { ...row, payload: JSON.parse(row.payload) } as StoredEvent);
    }
  });
  const [kept, made] = [tablesOf(disk.raw), tablesOf(rebuilt.raw)];
  for (const [name, had] of kept) {
    const has = made.get(name) ?? [];
    for (const row of had.filter((one) => !has.includes(one)).slice(0, 3))
      findings.add('tables', `${name} has, and the ledger does not make: ${row}`);
    for (const row of has.filter((one) => !had.includes(one)).slice(0, 3))
      findings.add('tables', `${name} has not, and the ledger makes: ${row}`);
    if (had.length !== has.length)
      findings.add('tables', `${name}: ${had.length} rows, ${has.length} by the ledger`);
  }
  rebuilt.raw.close();
}

async function project(db: Db, event: StoredEvent): Promise<void> {
  for (const room of rooms) {
    const keep = room.projection[event.type] as ((db: Db, event: StoredEvent) => Promise<void>) | undefined;
    await keep?.(db, event);
  }
}

function tablesOf(raw: SqliteDriver.Database): Map<string, string[]> {
  const names = raw.prepare("select name from sqlite_master where type = 'table'").all() as {
    name: string;
  }[];
  return new Map(
    names
      .filter(({ name }) => !own.test(name))
      .map(({ name }) => [
        name,
        (raw.prepare(`select * from "${name}"`).all() as Record<string, unknown>[]).map(rowText).sort(),
      ]),
  );
}

/** A column with JSON is compared by what it says. */
function rowText(row: Record<string, unknown>): string {
  return JSON.stringify(row, (_name, value) =>
    typeof value === 'string' && /^[[{]/.test(value) ? canonicalText(JSON.parse(value)) : value,
  );
}
