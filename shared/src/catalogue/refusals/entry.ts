import type { Sentence } from '../text.ts';

/** One refusal of the catalogue: the HTTP status it travels with, and a sentence that says what to do. */
export interface RefusalEntry extends Sentence {
  readonly status: 400 | 401 | 403 | 404 | 409 | 413 | 415 | 422 | 429 | 503;
}

/** Keeps the codes of a room's refusals as literal types. */
export function defineRefusals<const T extends Record<string, RefusalEntry>>(entries: T): T {
  return entries;
}
