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
export type EventPayload<T extends EventType> = Static<(typeof events)[T]['payload']>;
