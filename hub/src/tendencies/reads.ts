import type { Db } from '../store/database.ts';

/** The leads raised so far, by `pairKey`. */
export async function leaningsByPair(db: Db): Promise<ReadonlyMap<string, string>> {
  const rows = await db.selectFrom('leanings').select(['leaning', 'kind', 'who', 'party']).execute();
  return new Map(rows.map((row) => [pairKey(row), row.leaning]));
}

export async function countLeanings(db: Db): Promise<number> {
  const row = await db
    .selectFrom('leanings')
    .select((eb) => eb.fn.countAll().as('count'))
    .executeTakeFirst();
  return Number(row?.count ?? 0);
}

interface Pair {
  readonly kind: string;
  readonly who: string;
  readonly party: string;
}

/** The lead on this pair; null where none was raised. */
export async function leaningOf(db: Db, { kind, who, party }: Pair): Promise<string | null> {
  const row = await db
    .selectFrom('leanings')
    .select('leaning')
    .where('kind', '=', kind)
    .where('who', '=', who)
    .where('party', '=', party)
    .executeTakeFirst();
  return row?.leaning ?? null;
}

/** Names a pair. */
export function pairKey({ kind, who, party }: Pair): string {
  return JSON.stringify([kind, who, party]);
}

/** When each mark of a project was saved, in the order of the ledger, whoever's it was. For after the reveal alone. */
export async function savedMarks(
  db: Db,
  project: string,
): Promise<{ expert: string; bidder: string; at: number }[]> {
  const rows = await db
    .selectFrom('ledger')
    .select(['at', 'payload'])
    .where('subject', '=', `project/${project}`)
    .where('type', '=', 'mark.drafted')
    .orderBy('seq')
    .execute();
  return rows.map(({ at, payload }) => {
    const { expert, bidder } = JSON.parse(payload) as { expert: string; bidder: string };
    return { expert, bidder, at: Date.parse(at) };
  });
}
