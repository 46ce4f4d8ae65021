import type { EventPayload, EventType } from '#shared/catalogue/events/index.ts';
import type { Text } from '#shared/catalogue/text.ts';
import type { LookbackFlag } from '#shared/protocol/views.ts';
import type { NewEvent } from '../ledger/command.ts';

/** A flag as the hub holds it: with what its own expert alone is told, and how each voter has voted. */
export interface HeldFlag extends LookbackFlag {
  readonly own: Text;
  /** Pseudonym of the voter → the mark is abnormal. */
  readonly ballots: Readonly<Record<string, boolean>>;
}

/** An event as far as a flag needs it. */
type Fact = {
  [T in EventType]: { readonly type: T; readonly payload: EventPayload<T> };
}[EventType];
type Change = { readonly [T in EventType]?: (flag: HeldFlag, payload: EventPayload<T>) => HeldFlag };

/** The flag as it is raised. */
export function raisedFlag(payload: EventPayload<'flag.raised'>): HeldFlag {
  const { flag: id, expert, alias, bidder, item, direction, rule, text, about, before } = payload;
  return {
    ...{ id, expert, alias, bidder, item, direction, rule, before },
    ...{ own: text, text: about ?? text, rankingWouldChange: payload.rankingWouldChange },
    ...{ state: 'open', explanation: null, after: null, closed: null, dueAt: payload.dueAt ?? null },
    ...{ votes: null, sentBack: null, ballots: {} },
  };
}

const changes: Change = {
  'flag.vote-opened': (flag, { dueAt }) => ({ ...flag, state: 'voting', dueAt }),
  'flag.sent-back': (flag, { reason, dueAt }) => ({
    ...flag,
    ...{ state: 'voting', sentBack: reason, dueAt, votes: null, ballots: {} },
  }),
  'flag.vote-given': (flag, { expert, abnormal }) => ({
    ...flag,
    ballots: { ...flag.ballots, [expert]: abnormal },
  }),
  'flag.vote-decided': (flag, { yes, no, abnormal, dueAt }) => ({
    ...flag,
    ...{ votes: { yes, no, abnormal }, dueAt, state: 'open' },
  }),
  'flag.explained': (flag, { text, dueAt }) => ({
    ...flag,
    ...{ state: 'explained', explanation: text, dueAt: dueAt ?? null },
  }),
  'flag.amended': (flag, { after }) => ({ ...flag, state: 'amended', after, dueAt: null }),
  'flag.closed': (flag, { how }) => ({
    ...flag,
    state: flag.state === 'open' || flag.state === 'voting' ? 'closed' : flag.state,
    ...{ closed: how, dueAt: null },
  }),
};

/** The events that change a flag, besides its raising. */
export const flagEvents = Object.keys(changes) as (keyof typeof changes)[];

/** What an event makes of a flag; one that is not about it leaves it as it is. */
export function evolveFlag(flag: HeldFlag, fact: Fact): HeldFlag {
  const change = changes[fact.type] as ((flag: HeldFlag, payload: unknown) => HeldFlag) | undefined;
  const { flag: id } = fact.payload as { flag?: string };
  return change && id === flag.id ? change(flag, fact.payload) : flag;
}

/** The flags after these events. */
export function evolveFlags(flags: readonly HeldFlag[], events: readonly NewEvent[]): HeldFlag[] {
  let now = [...flags];
  for (const event of events) {
    if (event.type === 'flag.raised') now.push(raisedFlag(event.payload));
    else now = now.map((flag) => evolveFlag(flag, event));
  }
  return now;
}
