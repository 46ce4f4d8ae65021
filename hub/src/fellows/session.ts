/**
 * A session of its own at PostgreSQL, in which the hub processes on one database hear from each other, and which holds
 * what only one of them may do. It is begun again when it is lost. What is said here may be lost too: nothing
 * depends on it but how soon something is noticed.
 */
import type pg from 'pg';
import { type Static, Type } from 'typebox';
import { parse } from '#shared/protocol/parse.ts';
import { closed, Hex32, Id } from '#shared/protocol/primitives.ts';
import { connectPostgres } from '../store/postgres.ts';

/** The channel, and the lock of whoever has the duties. */
const CHANNEL = 'kawei';
const DUTIES = 0x6b617703;
/** Between two tries to begin the session again, and to get the duties; in milliseconds. */
const AGAIN = 1000;

const count = Type.Integer({ minimum: 0 });

/** What one process tells the others. */
const Word = Type.Union([
  /** Something was committed. */
  Type.Object({ entries: Type.Literal(true) }, closed),
  /** Booths heard on lines of the sender, with how many acts each holds. */
  Type.Object({ heard: Type.Array(Type.Tuple([Id, count])) }, closed),
  /** A line of the sender was closed. */
  Type.Object({ left: Id }, closed),
  /** The database is behind. */
  Type.Object(
    {
      behind: Type.Object(
        {
          heads: Type.Array(Type.Object({ source: Type.String(), size: count, root: Hex32 }, closed)),
          acts: Type.Array(Type.Object({ booth: Id, n: count }, closed)),
        },
        closed,
      ),
    },
    closed,
  ),
]);
export type Word = Static<typeof Word>;

export interface SessionParts {
  readonly url: string;
  readonly hear: (word: Word) => void;
  /** Called when this process has got the duties, and when it has lost them. */
  readonly duty: (mine: boolean) => void;
}

export class FellowSession {
  readonly #parts: SessionParts;
  #client: pg.Client | null = null;
  /** What was asked of the session last: it is asked one thing at a time. */
  #asked: Promise<unknown> = Promise.resolve();
  #mine = false;
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(parts: SessionParts) {
    this.#parts = parts;
  }

  /** Begins the session, and takes the duties if nobody has them; goes on trying for both. */
  async keep(): Promise<void> {
    clearTimeout(this.#timer);
    try {
      this.#client ??= await this.#begin();
      if (!this.#mine) await this.#askForDuties(this.#client);
    } catch (error) {
      process.stderr.write(`${(error as Error).message}\n`);
    }
    // Stopped while it was being begun: nobody else ends it.
    if (this.#stopped) await this.#client?.end().catch(() => {});
    else this.#timer = setTimeout(() => void this.keep(), AGAIN);
  }

  /** Tells the others. A word that does not get through is not said again. */
  say(word: Word): void {
    const client = this.#client;
    if (!client) return;
    this.#ask(client, 'select pg_notify($1, $2)', [CHANNEL, JSON.stringify(word)]).catch(() => {});
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#client?.end().catch(() => {});
  }

  async #begin(): Promise<pg.Client> {
    const client = await connectPostgres(this.#parts.url);
    client.on('end', () => this.#lost());
    client.on('notification', ({ processId, payload = '' }) => {
      if (processId !== pidOf(client)) this.#hear(payload);
    });
    this.#asked = Promise.resolve();
    await this.#ask(client, `listen ${CHANNEL}`, []);
    return client;
  }

  #ask<R extends object>(client: pg.Client, sql: string, values: readonly unknown[]): Promise<R[]> {
    const answer = this.#asked.then(async () => (await client.query<R>(sql, [...values])).rows);
    this.#asked = answer.catch(() => {});
    return answer;
  }

  async #askForDuties(client: pg.Client): Promise<void> {
    const sql = 'select pg_try_advisory_lock($1) as mine';
    const [lock] = await this.#ask<{ mine: boolean }>(client, sql, [DUTIES]);
    if (!lock?.mine || this.#client !== client) return;
    this.#mine = true;
    this.#parts.duty(true);
  }

  /** The lock has fallen with the session: another process may have it already. */
  #lost(): void {
    this.#client = null;
    if (!this.#mine) return;
    this.#mine = false;
    this.#parts.duty(false);
  }

  #hear(payload: string): void {
    try {
      this.#parts.hear(parse(Word, JSON.parse(payload)));
    } catch (error) {
      process.stderr.write(`${CHANNEL}: ${(error as Error).message}\n`);
    }
  }
}

/** The server's process of a session: it stands with each notification. */
function pidOf(client: pg.Client): number | undefined {
  return (client as unknown as { processID?: number }).processID;
}
