/** One thing that was checked, in plain words. */
import { Refusal } from '../catalogue/refusal.ts';
import type { Text } from '../catalogue/text.ts';

export interface Check {
  readonly holds: boolean;
  readonly text: Text;
  /** File or place; why it does not hold. */
  readonly place?: string;
}

/** Runs a check: what refuses does not hold, with the refusal's words; anything else that is thrown is a bug. */
export async function checked(
  text: Text,
  place: string,
  look: () => Promise<unknown> | unknown,
): Promise<Check> {
  try {
    return (await look()) === false ? { holds: false, text, place } : { holds: true, text, place };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const why = error.toMessage().message;
    const joined = { zh: `${text.zh}：${why.zh}`, en: `${text.en}: ${why.en}` };
    return { holds: false, text: joined, place };
  }
}
