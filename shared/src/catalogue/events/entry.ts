import type { TObject } from 'typebox';
import type { Topic } from '../../protocol/views.ts';
import type { Sentence } from '../text.ts';

/**
 * One kind of event: its payload's schema, a sentence in both languages (`{name}` is filled from the payload's
 * plain fields), the topics of pages it concerns, and whether its payload is sealed: a sealed payload is never
 * shown in the record, whoever reads it. Of one that is not, the fields in `hides` are withheld all the same.
 */
export interface EventEntry extends Sentence {
  readonly payload: TObject;
  readonly topics: readonly Topic[];
  readonly sealed: boolean;
  readonly hides?: readonly string[];
}

/** Keeps the names and payload types of a room's events as literal types. */
export function defineEvents<const T extends Record<string, EventEntry>>(entries: T): T {
  return entries;
}
