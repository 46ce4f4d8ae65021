/** What the whole pool says to an agency's request; what it refuses is on record before the agency hears of it. */
import { Refusal } from '#shared/catalogue/refusal.ts';
import type { Hub } from '../gateway/hub.ts';
import { type Actor, plan } from '../ledger/command.ts';
import { type RefusedRequest, refuseRequest } from './decide/refuse.ts';

export async function weighed<T>(
  { spine }: Pick<Hub, 'spine'>,
  answer: Promise<T>,
  request: Omit<RefusedRequest, 'refusal'>,
  actor: Actor,
): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof Refusal) await spine.do(plan(refuseRequest, { ...request, refusal: error }), actor);
    throw error;
  }
}
