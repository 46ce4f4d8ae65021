/** What the agent and the process that holds the vendor's library say to each other. */
import type { KeyAnswer, KeyNow } from '../../ports.ts';

export interface SignRequest {
  readonly id: number;
  readonly bytes: Uint8Array;
  readonly pin: string;
}

export type LibraryMessage =
  /** The library cannot be loaded, or is none. */
  | { readonly kind: 'unusable'; readonly detail: string }
  /** Said after each look, also where nothing has changed: it tells that the library answers. */
  | { readonly kind: 'looked'; readonly key: KeyNow }
  | { readonly kind: 'answer'; readonly id: number; readonly answer: KeyAnswer };
