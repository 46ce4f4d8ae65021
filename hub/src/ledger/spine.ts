/**
 * The spine: command → decide → events → ledger → read tables, in one transaction, answered after the commit.
 *
 * Commands that arrive in one turn of the event loop share a transaction; each has a savepoint of its own, so
 * that one that is refused or fails takes nothing of its neighbours with it.
 */
import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { Refusal, type RefusalMessage } from '#shared/catalogue/refusal.ts';
import { systemTimers, type Timers } from '#shared/time/timers.ts';
import type { Db, Store } from '../store/database.ts';
import { storeRefusal } from '../store/failures.ts';
import { appendEvents, isStored, ledgerSize } from './append.ts';
import { type Actor, type Facts, hubActor, type Planned, type Room, type StoredEvent } from './command.ts';

/** How many reactions may follow from one command before it is taken for a loop. */
const REACTIONS_LIMIT = 1000;

/** The act of a booth that a command carries out: stored with its events, done once. */
export interface BoothAct {
  readonly booth: string;
  readonly n: number;
  readonly at: string;
}

export type ActOutcome = { readonly refusal: RefusalMessage | null };

interface Waiting {
  readonly act?: BoothAct;
  run(db: Db): Promise<Done>;
  /** Records a refusal that has taken back whatever `run` had done. */
  refuse?(db: Db, refusal: Refusal): Promise<Done>;
  fail(error: unknown): void;
}

interface Done {
  readonly events: readonly StoredEvent[];
  /** Called after the commit. */
  readonly settle: () => void;
}

/** How far a group has come within its transaction. */
interface Progress {
  readonly committed: StoredEvent[];
  /** Called after the commit, in order. */
  readonly settled: (() => void)[];
  /** Booth → why its act failed. */
  readonly failed: Map<string, unknown>;
}

type Listener = (events: readonly StoredEvent[]) => void;

export interface SpineParts {
  readonly store: Store;
  readonly rooms: readonly Room[];
  readonly now: () => Date;
  /** Why a command is not taken now; null where it is. */
  readonly refusal?: (planned: Planned, actor: Actor, act?: BoothAct) => Refusal | null;
  /** Signs a checkpoint over what a group has appended, in its transaction; gives what is to be done after the commit. */
  readonly checkpoint?: (db: Db, at: string) => Promise<() => void>;
  /** By default those of the machine. */
  readonly timers?: Timers;
  readonly random?: (bytes: number) => Uint8Array;
}

export class Spine {
  readonly #parts: SpineParts;
  #size: number;
  #waiting: Waiting[] = [];
  #draining: Promise<void> | null = null;
  /** A group whose commit failed, while the store has not said whether it is there. */
  #doubt: { before: number; committed: readonly StoredEvent[]; adopt: () => void } | null = null;
  readonly #listeners = new Set<Listener>();

  private constructor(parts: SpineParts, size: number) {
    this.#parts = parts;
    this.#size = size;
  }

  static async open(parts: SpineParts): Promise<Spine> {
    return new Spine(parts, await ledgerSize(parts.store));
  }

  /** Number of entries in the ledger. It only grows, so it also orders what is derived from them. */
  get size(): number {
    return this.#size;
  }

  /** Calls `listener` with the events of each commit, in order, after it. */
  onCommitted(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Runs a command and gives its answer after the commit, or throws its Refusal with nothing changed. */
  do<A>(planned: Planned<A>, actor: Actor): Promise<A> {
    return new Promise<A>((resolve, reject) => {
      const refused = this.#parts.refusal?.(planned, actor);
      if (refused) return reject(refused);
      this.#enqueue({
        run: async (db) => {
          const { answer, refusal, events } = await this.#runOne(db, planned, actor, undefined);
          return { events, settle: () => (refusal ? reject(refusal) : resolve(answer)) };
        },
        fail: reject,
      });
    });
  }

  /**
   * Carries out one act of a booth exactly once: an act seen before has no effect and gets its first answer
   * again. A refused act is stored as refused; what the hub does not take now at all (HUB_BEHIND) rejects. Acts
   * handed in within one turn share a group; after one that fails, those of the same booth in it fail with it,
   * since they may build on it.
   */
  doAct(planned: Planned, actor: Actor, act: BoothAct): Promise<ActOutcome> {
    return new Promise<ActOutcome>((resolve, reject) => {
      const refused = this.#parts.refusal?.(planned, actor, act);
      if (refused) return reject(refused);
      const settled = async (db: Db, refusal: Refusal | undefined) => {
        const message = refusal?.toMessage() ?? null;
        await db
          .insertInto('booth_acts')
          .values({ booth: act.booth, n: act.n, refusal: message && JSON.stringify(message) })
          .execute();
        return () => resolve({ refusal: message });
      };
      this.#enqueue({
        act,
        run: async (db) => {
          const before = await db
            .selectFrom('booth_acts')
            .select('refusal')
            .where('booth', '=', act.booth)
            .where('n', '=', act.n)
            .executeTakeFirst();
          if (before) {
            const refusal = before.refusal === null ? null : (JSON.parse(before.refusal) as RefusalMessage);
            return { events: [], settle: () => resolve({ refusal }) };
          }
          const { refusal, events } = await this.#runOne(db, planned, actor, act.at);
          return { events, settle: await settled(db, refusal) };
        },
        refuse: async (db, refusal) => ({ events: [], settle: await settled(db, refusal) }),
        fail: reject,
      });
    });
  }

  /** Waits until every command handed in so far is settled. */
  async idle(): Promise<void> {
    while (this.#draining) await this.#draining;
  }

  #enqueue(waiting: Waiting): void {
    this.#waiting.push(waiting);
    const { timers = systemTimers } = this.#parts;
    this.#draining ??= new Promise<void>((resolve) => timers.soon(resolve)).then(() => this.#drain());
  }

  async #drain(): Promise<void> {
    try {
      while (this.#waiting.length > 0) {
        const group = this.#waiting;
        this.#waiting = [];
        await this.#commitGroup(group);
      }
    } finally {
      // In the same turn as the last look at the queue: a command handed in after it starts a new drain.
      this.#draining = null;
    }
  }

  async #commitGroup(group: readonly Waiting[]): Promise<void> {
    if (!(await this.#settleDoubt())) {
      for (const waiting of group) waiting.fail(new Refusal('STORE_WRITE_FAILED', { detail: 'read' }));
      return;
    }
    const before = this.#size;
    const committed: StoredEvent[] = [];
    const settled: (() => void)[] = [];
    let adopt = () => {};
    try {
      await this.#parts.store.transaction().execute(async (db) => {
        const failed = new Map<string, unknown>();
        for (const waiting of group) await this.#runInGroup(db, waiting, { committed, settled, failed });
        const { checkpoint, now } = this.#parts;
        if (checkpoint && committed.length > 0) adopt = await checkpoint(db, now().toISOString());
      });
    } catch (error) {
      this.#size = before;
      this.#doubt = { before, committed, adopt };
      // A commit that failed may have taken effect all the same: what the store says of it counts.
      const took = await this.#settleDoubt();
      if (took !== 'stored') {
        for (const waiting of group) waiting.fail(storeRefusal(error) ?? error);
        return;
      }
      for (const settle of settled) settle();
      return;
    }
    this.#publish(committed, adopt);
    for (const settle of settled) settle();
  }

  /** One command in its savepoint: refused or failed, it takes nothing of its neighbours with it. */
  async #runInGroup(db: Db, waiting: Waiting, { committed, settled, failed }: Progress): Promise<void> {
    const { act } = waiting;
    if (act && failed.has(act.booth)) {
      settled.push(() => waiting.fail(failed.get(act.booth)));
      return;
    }
    await sql`savepoint command`.execute(db);
    try {
      const { events, settle } = await this.#runOrRefuse(db, waiting);
      committed.push(...events);
      settled.push(settle);
    } catch (error) {
      // Where the disk fails, the transaction may be gone already: nothing of the group can stand.
      if (storeRefusal(error)) throw error;
      await sql`rollback to savepoint command`.execute(db);
      if (act) failed.set(act.booth, error);
      settled.push(() => waiting.fail(error));
    }
    await sql`release savepoint command`.execute(db);
  }

  /** A refusal takes back the events of its act, but not the record that it was refused. */
  async #runOrRefuse(db: Db, waiting: Waiting): Promise<Done> {
    const size = this.#size;
    try {
      return await waiting.run(db);
    } catch (error) {
      this.#size = size;
      if (!waiting.refuse || !(error instanceof Refusal)) throw error;
      await sql`rollback to savepoint command`.execute(db);
      return waiting.refuse(db, error);
    }
  }

  #publish(committed: readonly StoredEvent[], adopt: () => void): void {
    adopt();
    if (committed.length > 0) for (const listener of this.#listeners) tell(listener, committed);
  }

  /**
   * Asks the store what became of a group whose commit failed; if it is there, it is published as any other. Null
   * while the store cannot say: nothing may be appended before.
   */
  async #settleDoubt(): Promise<'certain' | 'stored' | null> {
    if (!this.#doubt) return 'certain';
    const { before, committed, adopt } = this.#doubt;
    try {
      const stored = await isStored(this.#parts.store, before, committed);
      this.#doubt = null;
      if (!stored) return 'certain';
    } catch (error) {
      process.stderr.write(`${String(error)}\n`);
      return null;
    }
    this.#size = before + committed.length;
    this.#publish(committed, adopt);
    return 'stored';
  }

  async #runOne<A>(db: Db, planned: Planned<A>, actor: Actor, boothAt: string | undefined) {
    const { now, random = randomBytes } = this.#parts;
    const at = now().toISOString();
    const facts = (who: Actor): Facts => ({ at, actor: who, random });
    const decision = await planned.run(db, facts(actor));
    const events = await this.#append(db, decision.events, actor, at, boothAt);
    for (let next = 0; next < events.length; next++) {
      if (events.length > REACTIONS_LIMIT) throw new Error(`endless reactions to ${planned.name}`);
      const event = events[next];
      if (!event) break;
      for (const reaction of this.#reactionsTo(event)) {
        const followed = await reaction.run(db, facts(hubActor));
        if (followed.refusal) throw followed.refusal;
        events.push(...(await this.#append(db, followed.events, hubActor, at, undefined)));
      }
    }
    return { answer: decision.answer, refusal: decision.refusal, events };
  }

  async #append(
    db: Db,
    news: Parameters<typeof appendEvents>[1],
    actor: Actor,
    at: string,
    boothAt: string | undefined,
  ) {
    const cause = { by: `${actor.kind}:${actor.id}`, ...(boothAt === undefined ? {} : { boothAt }) };
    const { random = randomBytes } = this.#parts;
    const events = await appendEvents(db, news, { at, cause, firstSeq: this.#size, random });
    this.#size += events.length;
    for (const event of events) {
      for (const room of this.#parts.rooms) {
        const project = room.projection[event.type] as
          | ((db: Db, event: StoredEvent) => Promise<void>)
          | undefined;
        await project?.(db, event);
      }
    }
    return events;
  }

  #reactionsTo(event: StoredEvent): readonly Planned[] {
    return this.#parts.rooms.flatMap((room) => {
      const react = room.reactions?.[event.type] as ((event: StoredEvent) => readonly Planned[]) | undefined;
      return react?.(event) ?? [];
    });
  }
}

/** What is stored is answered, whatever a listener makes of it: its bug is told and takes nobody else's news away. */
function tell(listener: Listener, committed: readonly StoredEvent[]): void {
  try {
    listener(committed);
  } catch (error) {
    process.stderr.write(`${(error as Error).stack ?? String(error)}\n`);
  }
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
