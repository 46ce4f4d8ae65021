/** The result of a ceremony whose reveals are closed. Pure: for the thread, or at hand where the draw is small. */
import { Refusal } from '#shared/catalogue/refusal.ts';
import type { DrawInput } from '#shared/draw/input.ts';
import { type Ceremony, runDraw, sealed } from '#shared/draw/transcript.ts';
import { preparedText } from '../../ledger/prepared.ts';

/** What was gathered, with the input as JSON. */
export type Gathered = Omit<Ceremony, 'input'> & { readonly input: string };

/** Canonical JSON of the transcript; or why there is none. */
export type MadeResult = { readonly transcript: string } | { readonly reason: string };

export function makeResult({ input, ...gathered }: Gathered): MadeResult {
  try {
    const transcript = sealed(runDraw({ ...gathered, input: JSON.parse(input) as DrawInput }));
    return { transcript: preparedText('draw.completed', 'transcript', transcript) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { zh, en } = error.toMessage().message;
    return { reason: `${zh} / ${en}` };
  }
}
