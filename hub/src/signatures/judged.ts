import type { Revocation } from '../revocation/lists.ts';
import type { Verifier } from './stamped.ts';

/** As `verifier`; refused besides is what was signed with a key whose certificate, or an issuer's of it, is revoked. */
export function judgedBy(revocation: Revocation, verifier: Verifier): Verifier {
  return {
    verify: async (asked) => revocation.judged(await verifier.verify(asked), asked.at),
    verifyStamped: async (asked) => revocation.judged(await verifier.verifyStamped(asked), asked.at),
  };
}
