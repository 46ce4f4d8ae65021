/** Replays on a thread of its own: a draw among 80,000 takes seconds, and the page must stay alive. */
import { Refusal } from '#shared/catalogue/refusal.ts';
import type { Text } from '#shared/catalogue/text.ts';
import { type Replayed, replayText } from './replayed.ts';

export interface Order {
  readonly name: string;
  readonly text: string;
}
export type Answer =
  | { readonly replayed: Replayed }
  | { readonly refused: Text }
  | { readonly failed: string };

self.onmessage = ({ data: { name, text } }: MessageEvent<Order>) => self.postMessage(answer(name, text));

function answer(name: string, text: string): Answer {
  try {
    return { replayed: replayText(name, text) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { refused: error.toMessage().message };
  }
}
