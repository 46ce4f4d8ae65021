import { Refusal } from '#shared/catalogue/refusal.ts';

/**
 * Most passwords that are hashed at the same time. Each takes 128 MiB and one of the four threads on which signatures
 * are verified too: two of them are always left to those.
 */
const AT_ONCE = 2;
/** Most who wait to have theirs tried: the 40 desks of a large centre that sign in at the same moment. */
export const MOST_WAITING = 40;
/** What a full queue takes to be done, at about half a second each on a busy machine, in seconds. */
const QUEUE_SECONDS = (MOST_WAITING / AT_ONCE) * 0.5;

let busy = 0;
const waiting: (() => void)[] = [];

/** Does what hashes a password when it is its turn. */
export async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (busy < AT_ONCE) busy += 1;
  else await new Promise<void>((resolve) => waiting.push(resolve));
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else busy -= 1;
  }
}

/** The same for a password that is tried, by whomever. Refuses TOO_MANY_REQUESTS where too many wait already. */
export async function inTurnUnlessMany<T>(work: () => Promise<T>): Promise<T> {
  if (waiting.length >= MOST_WAITING) throw new Refusal('TOO_MANY_REQUESTS', { seconds: QUEUE_SECONDS });
  return inTurn(work);
}
