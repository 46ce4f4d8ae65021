import type { Static } from 'typebox';
import { lookbackEvents } from './lookback.ts';
import { peopleEvents } from './people.ts';
import { reportsEvents } from './reports.ts';
import { scoringEvents } from './scoring.ts';
import { venuesEvents } from './venues.ts';

/** Every kind of event. Each room keeps its own list; a type is never renamed, and its payload only extended. */
export const events = {
  ...lookbackEvents,
  ...peopleEvents,
  ...reportsEvents,
  ...scoringEvents,
  ...venuesEvents,
};

export type EventType = keyof typeof events;
/** Worked out once an event: looked up generically, the schemas are too deep for the compiler. */
type Payloads = { readonly [T in EventType]: Static<(typeof events)[T]['payload']> };
export type EventPayload<T extends EventType> = Payloads[T];
