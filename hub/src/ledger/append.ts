import { hash, randomBytes } from 'node:crypto';
import { Refusal, refusalText } from '#shared/catalogue/refusal.ts';
import { leafBytes, leafHash } from '#shared/ledger/leaf.ts';
import { parse } from '#shared/protocol/parse.ts';
import { breath } from '../store/breath.ts';
import type { Db } from '../store/database.ts';
import { keptQuery } from '../store/kept-query.ts';
import type { Cause, NewEvent, StoredEvent } from './command.ts';
import { isLong, payloadText, unprepared, withCause } from './prepared.ts';
import type { LedgerTables } from './tables.ts';

/** Bytes of salt before each payload's digest: nobody can guess a payload from its public leaf. */
const SALT_BYTES = 16;

/** Number of entries in the ledger, which is the seq of the next one. */
export async function ledgerSize(db: Db): Promise<number> {
  const row = await db
    .selectFrom('ledger')
    .select((eb) => eb.fn.max('seq').as('last'))
    .executeTakeFirst();
  return row?.last === null || row?.last === undefined ? 0 : Number(row.last) + 1;
}

/** Seq of the latest entry about a subject; -1 where there is none. */
export async function latestAbout(db: Db, subject: string): Promise<number> {
  const row = await db
    .selectFrom('ledger')
    .select((eb) => eb.fn.max('seq').as('last'))
    .where('subject', '=', subject)
    .executeTakeFirst();
  return row?.last === null || row?.last === undefined ? -1 : Number(row.last);
}

/** What an event is appended with: the hub's time, who caused it, the first seq, and by default real chance. */
interface AppendGround {
  readonly at: string;
  readonly cause: Cause;
  readonly firstSeq: number;
  readonly random?: (bytes: number) => Uint8Array;
}

/** Whether these events, which follow the first `before` entries, stand in the ledger: all of them or none. */
export async function isStored(db: Db, before: number, events: readonly StoredEvent[]): Promise<boolean> {
  const last = events.at(-1);
  if (!last || (await ledgerSize(db)) < before + events.length) return false;
  const row = await db
    .selectFrom('ledger')
    .select(['at', 'payload'])
    .where('seq', '=', last.seq)
    .executeTakeFirst();
  return row?.at === last.at && row.payload === payloadText(last.payload);
}

/** Entries read at a time. */
const BATCH = 1000;

/** The events of the ledger from `first` on, in order, as they were when they were appended. */
export async function* eventsFrom(db: Db, first: number): AsyncGenerator<StoredEvent[]> {
  for (let next = first; ; ) {
    const rows = await db
      .selectFrom('ledger')
      .select(['seq', 'at', 'type', 'subject', 'payload'])
      .where('seq', '>=', next)
      .orderBy('seq')
      .limit(BATCH)
      .execute();
    if (rows.length > 0)
      yield rows.map((row) => ({ ...row, payload: JSON.parse(row.payload) }) as StoredEvent);
    if (rows.length < BATCH) return;
    next += BATCH;
  }
}

const insertEntry = keptQuery((db, entry: LedgerTables['ledger']) => {
  const { seq, at, type, subject, payload, salt, digest, leaf_hash } = entry;
  return db.insertInto('ledger').values({ seq, at, type, subject, payload, salt, digest, leaf_hash });
});

/** Appends events as leaves from `firstSeq` on. A payload outside its schema is a bug and throws. */
export async function appendEvents(
  db: Db,
  news: readonly NewEvent[],
  { at, cause, firstSeq, random = randomBytes }: AppendGround,
): Promise<StoredEvent[]> {
  const stored: StoredEvent[] = [];
  for (const [offset, { type, subject, payload }] of news.entries()) {
    checkPayload(type, payload);
    const seq = firstSeq + offset;
    const full = withCause(payload, cause);
    const salt = random(SALT_BYTES);
    const text = payloadText(full);
    if (isLong(payload)) await breath();
    const digest = hash('sha256', Buffer.concat([salt, Buffer.from(text)]), 'hex');
    await insertEntry(db, {
      seq,
      at,
      type,
      subject,
      payload: text,
      salt,
      digest,
      leaf_hash: leafHash(leafBytes({ at, digest, seq, subject, type })),
    });
    stored.push({ seq, at, type, subject, payload: full } as StoredEvent);
  }
  return stored;
}

function checkPayload(type: NewEvent['type'], payload: object): void {
  try {
    const { schema, value } = unprepared(type, payload);
    parse(schema, value);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const faults = error.faults.map((fault) => `${fault.place}: ${refusalText(fault.code, fault.values).en}`);
    throw new Error(`event ${type} does not fit its schema: ${faults.join('; ')}`);
  }
}
