import type { EventPayload, EventType } from '#shared/catalogue/events/index.ts';
import type { Refusal } from '#shared/catalogue/refusal.ts';
import type { Role } from '#shared/protocol/requests.ts';
import type { Db } from '../store/database.ts';

/** Who causes a command. `hub` is the hub itself: reactions, deadlines. */
export interface Actor {
  readonly kind: 'user' | 'booth' | 'hub';
  readonly id: string;
  readonly role?: Role;
  readonly site?: string | null;
}

export const hubActor: Actor = { kind: 'hub', id: 'hub' };

/** A fact to be recorded. `subject` is public: it names a project, site or user, never a sealed thing. */
export type NewEvent = {
  [T in EventType]: { readonly type: T; readonly subject: string; readonly payload: EventPayload<T> };
}[EventType];

/** An event as it stands in the ledger. */
export type StoredEvent<T extends EventType = EventType> = {
  [K in T]: {
    readonly seq: number;
    readonly at: string;
    readonly type: K;
    readonly subject: string;
    readonly payload: EventPayload<K> & Cause;
  };
}[T];

/** Written into every payload: who caused it, and the booth's own time where a booth did. */
export interface Cause {
  readonly by: string;
  readonly boothAt?: string;
}

/** What a decision may use besides its state and input: the hub's time, who asks, and randomness. */
export interface Facts {
  readonly at: string;
  readonly actor: Actor;
  random(bytes: number): Uint8Array;
}

/**
 * What was decided. A `refusal` with events records the attempt and still answers with the refusal; a decision
 * that changes nothing throws the refusal instead.
 */
export interface Decision<A> {
  readonly events: readonly NewEvent[];
  readonly answer: A;
  readonly refusal?: Refusal;
}

/** One thing that can be asked of a room. `load` reads in the command's transaction; `decide` is pure. */
export interface Command<I, S, A> {
  readonly name: string;
  load(db: Db, input: I, actor: Actor): Promise<S>;
  decide(state: S, input: I, facts: Facts): Decision<A>;
}

/** A command with its input, ready to run. */
export interface Planned<A = unknown> {
  readonly name: string;
  run(db: Db, facts: Facts): Promise<Decision<A>>;
}

/** Binds a command to its input. */
export function plan<I, S, A>(command: Command<I, S, A>, input: I): Planned<A> {
  return {
    name: command.name,
    run: async (db, facts) => command.decide(await command.load(db, input, facts.actor), input, facts),
  };
}

/** How a room keeps its read tables: one function an event type, called in the event's transaction. */
export type Projection = { readonly [T in EventType]?: (db: Db, event: StoredEvent<T>) => Promise<void> };

/** What follows from an event in the same transaction, done by the hub. */
export type Reactions = { readonly [T in EventType]?: (event: StoredEvent<T>) => readonly Planned[] };

/** A room as the hub puts it together. */
export interface Room {
  readonly name: string;
  readonly projection: Projection;
  readonly reactions?: Reactions;
}
