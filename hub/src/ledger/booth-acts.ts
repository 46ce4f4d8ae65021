/** Acts of booths as the ledger's database keeps them: each number of a booth with its first answer. */
import { Refusal, type RefusalMessage } from '#shared/catalogue/refusal.ts';
import type { Db } from '../store/database.ts';
import { keptQuery } from '../store/kept-query.ts';
import type { Planned } from './command.ts';

/** The act of a booth that a command carries out: stored with its events, done once. */
export interface BoothAct {
  readonly booth: string;
  readonly n: number;
  readonly at: string;
}

export interface AskedAct {
  readonly planned: Planned;
  readonly act: BoothAct;
}

export type ActOutcome = { readonly refusal: RefusalMessage | null };

/** Acts that are done one after the other or not at all: where one fails, which is no refusal, none after it is begun. */
export class Order {
  #broken: { readonly by: unknown } | null = null;

  async next<T>(work: () => Promise<T>): Promise<T> {
    if (this.#broken) throw this.#broken.by;
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Refusal)) this.#broken = { by: error };
      throw error;
    }
  }
}

/**
 * Another act of the booth has this number: its disk was put back to an earlier state, and it went on from there before
 * it heard what the hub has. The answer to that other act would lose this one.
 */
export class NumberUsed extends Error {}

type ActNumber = Pick<BoothAct, 'booth' | 'n'>;
const answered = keptQuery((db, { booth, n }: ActNumber) =>
  db.selectFrom('booth_acts').select(['refusal', 'at']).where('booth', '=', booth).where('n', '=', n),
);
const keepAnswer = keptQuery((db, values: BoothAct & { refusal: string | null }) => {
  const { booth, n, refusal, at } = values;
  return db.insertInto('booth_acts').values({ booth, n, refusal, at });
});

/** What an act was answered; null for one that is not stored. Throws {@link NumberUsed}. */
export async function outcomeOf(db: Db, { booth, n, at }: BoothAct): Promise<ActOutcome | null> {
  const [row] = await answered(db, { booth, n });
  if (!row) return null;
  if (row.at !== null && row.at !== at) throw new NumberUsed(`${booth} ${n}`);
  return { refusal: row.refusal === null ? null : (JSON.parse(row.refusal) as RefusalMessage) };
}

/** Stores what an act is answered, in its transaction. */
export async function keepOutcome(db: Db, act: BoothAct, { refusal }: ActOutcome): Promise<void> {
  await keepAnswer(db, { ...act, refusal: refusal && JSON.stringify(refusal) });
}

/** The highest n stored from a booth; 0 before its first act. Acts are stored in order, so all below it are too. */
export async function lastActOf(db: Db, booth: string): Promise<number> {
  const row = await db
    .selectFrom('booth_acts')
    .select((eb) => eb.fn.max('n').as('last'))
    .where('booth', '=', booth)
    .executeTakeFirst();
  return Number(row?.last ?? 0);
}
