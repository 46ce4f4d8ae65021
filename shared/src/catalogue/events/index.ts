import type { Static } from 'typebox';
import { peopleEvents } from './people.ts';

/** Every kind of event. Each room keeps its own list; a type is never renamed, and its payload only extended. */
export const events = {
  ...peopleEvents,
};

export type EventType = keyof typeof events;
export type EventPayload<T extends EventType> = Static<(typeof events)[T]['payload']>;
