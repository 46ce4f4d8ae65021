import type { FastifyInstance, FastifyRequest } from 'fastify';
import { tooMany } from '../gateway/app.ts';

const MINUTE = 60_000;
/** Passwords that may be tried from one address for one user in a minute. */
const FOR_ONE_USER = 20;
/**
 * Passwords that may be tried from one address in a minute. A whole centre may stand behind one: at 08:55 its 40 desks
 * sign in, and each may mistype once. That many keep two threads busy for less than half of the minute.
 */
const FROM_ONE_ADDRESS = 80;

/** Counts a password that is tried, for signing in or for another password. Refuses TOO_MANY_REQUESTS. */
export type CountTry = (request: FastifyRequest) => Promise<void>;

export function countingTries(app: FastifyInstance): CountTry {
  const limits = [
    app.createRateLimit({ max: FROM_ONE_ADDRESS, timeWindow: MINUTE }),
    app.createRateLimit({
      max: FOR_ONE_USER,
      timeWindow: MINUTE,
      keyGenerator: (request) => `${request.ip} ${userOf(request)}`,
    }),
  ];
  return async (request) => {
    for (const limit of limits) {
      const tried = await limit(request);
      if (!tried.isAllowed && tried.isExceeded) throw tooMany(request, tried);
    }
  };
}

/** Whose password it is: the one named, or one's own. */
function userOf({ body, session }: FastifyRequest): string {
  return (body as { user?: string }).user ?? session?.user ?? '';
}
