/** One thing that was checked, in plain words. */
import { Refusal } from '../catalogue/refusal.ts';
import { inert, type Text } from '../catalogue/text.ts';

export interface Check {
  readonly holds: boolean;
  /** What is to hold. */
  readonly text: Text;
  /** File, or place in a file. */
  readonly place?: string;
  /** Why it does not hold, where that can be told. */
  readonly why?: Text;
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
    return { holds: false, text, place, why: error.toMessage().message };
  }
}

/** A check whose words cannot do anything but be read, whatever the files are called and name. */
export function inertCheck({ holds, text, place, why }: Check): Check {
  return {
    ...{ holds, text: inertText(text) },
    ...(place === undefined ? {} : { place: inert(place) }),
    ...(why === undefined ? {} : { why: inertText(why) }),
  };
}

function inertText({ zh, en }: Text): Text {
  return { zh: inert(zh), en: inert(en) };
}
