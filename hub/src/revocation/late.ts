/**
 * Revocations that were published late: what was signed between a revocation and the list that names it was taken in
 * good faith. It is told as soon as it is known, while the evaluation is still open.
 */
import type { Hub } from '../gateway/hub.ts';
import { hubActor, plan } from '../ledger/command.ts';
import { signaturesOf } from '../reports/signatures.ts';
import { openEvaluations } from '../scoring/reads.ts';
import { recordLate } from './decide.ts';

/** Looks at every signature of the evaluations that are not sealed, and records whose were made with a revoked key. */
export async function findLate({
  store,
  spine,
  revocation,
}: Pick<Hub, 'store' | 'spine' | 'revocation'>): Promise<void> {
  for (const { project, members } of await openEvaluations(store)) {
    const taken = await signaturesOf(store, project);
    const late = new Set(
      taken
        .filter(({ certificates, at }) => revocation.wasRevoked(certificates, at))
        .map((one) => one.expert),
    );
    const aliases = members.filter(({ expert }) => late.has(expert)).map(({ alias }) => alias);
    if (aliases.length > 0) await spine.do(plan(recordLate, { project, aliases }), hubActor);
  }
}
