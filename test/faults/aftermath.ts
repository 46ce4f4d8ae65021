/** What must hold of a hub's data after any fault, told from its files alone. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { trustedAuthorities } from '#hub/hub.ts';
import type { Recovery } from '#hub/recovery/backup.ts';
import { migrations, rooms } from '#hub/rooms.ts';
import type { Settings } from '#hub/settings.ts';
import { openStore, type Store } from '#hub/store/database.ts';
import { ledgerFaults, tableFaults } from '../rehearsal/ledger-audit.ts';
import type { StubbornBooth } from './stubborn-booth.ts';

export async function withStore<T>(place: string, look: (store: Store) => Promise<T>): Promise<T> {
  const store = await openStore(place, migrations);
  try {
    return await look(store);
  } finally {
    await store.destroy();
  }
}

/** What the administrator's commands work with, for a hub of these settings. */
export function recoveryOf({ trust, origin, database }: Settings): Recovery {
  return { rooms, migrations, anchors: trustedAuthorities(trust), program: '0.0.0', origin, database };
}

/** Everything that is wrong with the ledger, the tables made of it, and the acts that booths were told of. */
export async function faultsOf(store: Store, booths: readonly StubbornBooth[]): Promise<string[]> {
  const found = [...(await ledgerFaults(store)), ...(await tableFaults(store))];
  for (const booth of booths) {
    found.push(...booth.contradicted.map((what) => `${booth.booth} was answered ${what}`));
    found.push(...(await actFaults(store, booth)));
  }
  return found;
}

async function actFaults(store: Store, { booth, acknowledged }: StubbornBooth): Promise<string[]> {
  const rows = await store.selectFrom('booth_acts').selectAll().where('booth', '=', booth).execute();
  const stored = new Map(rows.map(({ n, refusal }) => [Number(n), refusal]));
  return [...acknowledged].flatMap(([n, code]) => {
    const refusal = stored.get(n);
    if (refusal === undefined) return [`${booth} ${n} was acknowledged and is lost`];
    const kept = refusal === null ? null : (JSON.parse(refusal) as { code: string }).code;
    return kept === code ? [] : [`${booth} ${n} was answered ${code} and is stored as ${kept}`];
  });
}

/** How many entries of the ledger are of a type, by one cause where it is given. */
export async function entriesOf(store: Store, type: string, by?: string): Promise<number> {
  const rows = await store.selectFrom('ledger').select('payload').where('type', '=', type).execute();
  const of = (payload: string) => by === undefined || (JSON.parse(payload) as { by: string }).by === by;
  return rows.filter(({ payload }) => of(payload)).length;
}

/** Files below a directory that nobody has finished. */
export function halfFiles(directory: string): string[] {
  if (!existsSync(directory)) return [];
  const names = readdirSync(directory, { recursive: true }).map(String);
  return names.filter((name) => name.endsWith('.part') || isEmptyFile(join(directory, name)));
}

function isEmptyFile(path: string): boolean {
  return /\.(pdf|json|key|crt|db)$/.test(path) && readFileSync(path).length === 0;
}
