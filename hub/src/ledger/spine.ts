/**
 * The spine: command → decide → events → ledger → read tables, in one transaction, answered after the commit.
 *
 * Commands that arrive in one turn of the event loop share a transaction; each has a savepoint of its own, so
 * that one that is refused or fails takes nothing of its neighbours with it.
 *
 * Several processes may have a spine on one database: each group takes its turn first (store/turn.ts), and tells
 * its own listeners what the others have written since.
 */
import { randomBytes } from 'node:crypto';
import { CompiledQuery } from 'kysely';
import { Refusal } from '#shared/catalogue/refusal.ts';
import { systemTimers, type Timers } from '#shared/time/timers.ts';
import { breath } from '../store/breath.ts';
import type { Db, Store } from '../store/database.ts';
import { storeRefusal } from '../store/failures.ts';
import { command } from '../store/kept-query.ts';
import { isShared, takeTurn } from '../store/turn.ts';
import { appendEvents, eventsFrom, isStored, ledgerSize } from './append.ts';
import {
  type ActOutcome,
  type AskedAct,
  type BoothAct,
  keepOutcome,
  Order,
  outcomeOf,
} from './booth-acts.ts';
import { type Actor, type Facts, hubActor, type Planned, type Room, type StoredEvent } from './command.ts';
import { type Listener, Listeners } from './listeners.ts';
import { OwnLedger } from './own-ledger.ts';
import { isLong } from './prepared.ts';
import { project, reactionsTo } from './rooms-called.ts';
import { tellError } from './tell-error.ts';

/** How many reactions may follow from one command before it is taken for a loop. */
const REACTIONS_LIMIT = 1000;

/** Of one command in its group. */
const savepoint = {
  begin: CompiledQuery.raw('savepoint command'),
  back: CompiledQuery.raw('rollback to savepoint command'),
  end: CompiledQuery.raw('release savepoint command'),
};

interface Waiting {
  run(db: Db): Promise<Done>;
  /** Records that it was refused, after whatever `run` had done was taken back. */
  refuse?(db: Db, refusal: Refusal): Promise<Done>;
  fail(error: unknown): void;
}

interface Done {
  readonly events: readonly StoredEvent[];
  /** Called after the commit. */
  readonly settle: () => void;
}

export interface SpineParts {
  readonly store: Store;
  readonly rooms: readonly Room[];
  readonly now: () => Date;
  /** Why a command is not taken now; null where it is. */
  readonly refusal?: (planned: Planned, actor: Actor, act?: BoothAct) => Refusal | null;
  /**
   * Signs a checkpoint over what a group has appended to a ledger of `from` entries, in its transaction; gives what is
   * to be done after the commit.
   */
  readonly checkpoint?: (db: Db, at: string, from: number) => Promise<() => void>;
  /** By default those of the machine. */
  readonly timers?: Timers;
  readonly random?: (bytes: number) => Uint8Array;
}

export class Spine {
  readonly #parts: SpineParts;
  #size: number;
  #waiting: Waiting[] = [];
  #looking = false;
  #draining: Promise<void> | null = null;
  /** A group whose commit failed, while the store has not said whether it is there. */
  #doubt: { before: number; committed: readonly StoredEvent[]; adopt: () => void } | null = null;
  readonly #listeners = new Listeners();
  readonly #own: OwnLedger;

  private constructor(parts: SpineParts, size: number, own: OwnLedger) {
    this.#parts = parts;
    this.#size = size;
    this.#own = own;
  }

  static async open(parts: SpineParts): Promise<Spine> {
    return new Spine(parts, await ledgerSize(parts.store), await OwnLedger.open(parts.store));
  }

  /** Number of entries in the ledger. It only grows, so it also orders what is derived from them. */
  get size(): number {
    return this.#size;
  }

  /** Whether the ledger is still the one this process knows. */
  get own(): OwnLedger {
    return this.#own;
  }

  /** Calls `listener` with the events of each commit, in order, after it. */
  onCommitted(listener: Listener): () => void {
    return this.#listeners.add(listener);
  }

  /** Runs a command and gives its answer after the commit, or throws its Refusal with nothing changed. */
  do<A>(planned: Planned<A>, actor: Actor): Promise<A> {
    return new Promise<A>((resolve, reject) => {
      const refused = this.#own.refusal ?? this.#parts.refusal?.(planned, actor);
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

  /** As {@link doActs}, for one. */
  doAct(planned: Planned, actor: Actor, act: BoothAct): Promise<ActOutcome> {
    const [outcome] = this.doActs([{ planned, act }], actor);
    return outcome as Promise<ActOutcome>;
  }

  /**
   * Carries out acts of one booth in their order and in one transaction, each exactly once: an act seen before has
   * no effect and gets its first answer again. A refused act is stored as refused; what the hub does not take now at
   * all (HUB_BEHIND), or fails in, rejects. What comes after it rejects too, since nothing may be done out of order;
   * what comes before it stands.
   */
  doActs(asked: readonly AskedAct[], actor: Actor): Promise<ActOutcome>[] {
    const order = new Order();
    let turnedAway: Refusal | null = null;
    return asked.map(
      ({ planned, act }) =>
        new Promise<ActOutcome>((resolve, reject) => {
          turnedAway ??= this.#own.refusal ?? this.#parts.refusal?.(planned, actor, act) ?? null;
          if (turnedAway) return reject(turnedAway);
          const keep = async (db: Db, events: readonly StoredEvent[], refusal: Refusal | undefined) => {
            const outcome: ActOutcome = { refusal: refusal?.toMessage() ?? null };
            await keepOutcome(db, act, outcome);
            return { events, settle: () => resolve(outcome) };
          };
          const once = async (db: Db) => {
            const before = await outcomeOf(db, act);
            if (before) return { events: [], settle: () => resolve(before) };
            const { refusal, events } = await this.#runOne(db, planned, actor, act.at);
            return keep(db, events, refusal);
          };
          this.#enqueue({
            run: (db) => order.next(() => once(db)),
            refuse: (db, refusal) => order.next(() => keep(db, [], refusal)),
            fail: reject,
          });
        }),
    );
  }

  /** Waits until every command handed in so far is settled. */
  async idle(): Promise<void> {
    while (this.#draining) await this.#draining;
  }

  /** Looks whether another process has written, and tells the listeners here. */
  look(): void {
    this.#looking = true;
    this.#wake();
  }

  #enqueue(waiting: Waiting): void {
    this.#waiting.push(waiting);
    this.#wake();
  }

  #wake(): void {
    const { timers = systemTimers } = this.#parts;
    this.#draining ??= new Promise<void>((resolve) => timers.soon(resolve)).then(() => this.#drain());
  }

  async #drain(): Promise<void> {
    try {
      while (this.#waiting.length > 0 || this.#looking) {
        const [group, looking] = [this.#waiting, this.#looking];
        [this.#waiting, this.#looking] = [[], false];
        if (group.length > 0) await this.#commitGroup(group);
        else if (looking) await this.#catchUp(this.#parts.store).catch(tellError);
      }
    } finally {
      // In the same turn as the last look at the queue: a command handed in after it starts a new drain.
      this.#draining = null;
    }
  }

  async #commitGroup(group: readonly Waiting[]): Promise<void> {
    try {
      await this.#settleDoubt();
    } catch (error) {
      for (const waiting of group) waiting.fail(storeRefusal(error) ?? error);
      return;
    }
    let before = this.#size;
    const committed: StoredEvent[] = [];
    const settled: (() => void)[] = [];
    let adopt = () => {};
    try {
      await this.#parts.store.transaction().execute(async (db) => {
        // What the others have written is told once, whatever becomes of this group.
        await this.#takeTurn(db).finally(() => {
          before = this.#size;
        });
        for (const waiting of group) await this.#runInGroup(db, waiting, committed, settled);
        const { checkpoint, now } = this.#parts;
        if (checkpoint && committed.length > 0) adopt = await checkpoint(db, now().toISOString(), before);
        if (isShared(db) && committed.length > 0) adopt = await this.#own.afterCommit(db, adopt);
      });
    } catch (error) {
      this.#size = before;
      this.#doubt = { before, committed, adopt };
      // A commit that failed may have taken effect all the same: what the store says of it counts.
      const took = await this.#settleDoubt().catch(tellError);
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

  async #takeTurn(db: Db): Promise<void> {
    if (!isShared(db)) return;
    await takeTurn(db);
    await this.#catchUp(db);
  }

  /** What others have committed since this process last wrote or looked: it is told here as if it were its own. */
  async #catchUp(db: Db): Promise<void> {
    await this.#settleDoubt(); // what this process has written itself was not written by others
    await this.#own.require(db, this.#size);
    for await (const events of eventsFrom(db, this.#size)) {
      this.#size += events.length;
      this.#publish(events, () => {});
    }
    if (this.#own.seen?.size !== this.#size) await this.#own.see(db);
  }

  /** One command in its savepoint: refused or failed, it takes nothing of its neighbours with it. */
  async #runInGroup(
    db: Db,
    waiting: Waiting,
    committed: StoredEvent[],
    settled: (() => void)[],
  ): Promise<void> {
    const size = this.#size;
    await command(db, savepoint.begin);
    try {
      const { events, settle } = await this.#runOrRefuse(db, waiting);
      committed.push(...events);
      settled.push(settle);
    } catch (error) {
      // Where the disk fails, the transaction may be gone already: nothing of the group can stand.
      if (storeRefusal(error)) throw error;
      await command(db, savepoint.back);
      this.#size = size;
      settled.push(() => waiting.fail(error));
    }
    await command(db, savepoint.end);
  }

  /** A refusal thrown by an act's decision takes its events back, but not the record that it was refused. */
  async #runOrRefuse(db: Db, waiting: Waiting): Promise<Done> {
    const size = this.#size;
    try {
      return await waiting.run(db);
    } catch (error) {
      if (!waiting.refuse || !(error instanceof Refusal)) throw error;
      await command(db, savepoint.back);
      this.#size = size;
      return waiting.refuse(db, error);
    }
  }

  #publish(committed: readonly StoredEvent[], adopt: () => void): void {
    adopt();
    if (committed.length > 0) this.#listeners.tell(committed);
  }

  /** Publishes a group whose commit failed, if it is there; throws while the store cannot say, and nothing is appended. */
  async #settleDoubt(): Promise<'certain' | 'stored'> {
    if (!this.#doubt) return 'certain';
    const { before, committed, adopt } = this.#doubt;
    const stored = await this.#parts.store.transaction().execute(async (db) => {
      // A commit whose answer was lost may still be under way; its turn ends with it.
      await takeTurn(db);
      return isStored(db, before, committed);
    });
    this.#doubt = null;
    if (!stored) return 'certain';
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
      for (const reaction of this.#parts.rooms.flatMap((room) => reactionsTo(room, event))) {
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
      for (const room of this.#parts.rooms) await project(db, room, event);
      if (isLong(event.payload)) await breath();
    }
    return events;
  }
}
