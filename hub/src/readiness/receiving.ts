import { sha256Hex } from '#shared/canonical/index.ts';
import { Refusal } from '#shared/catalogue/refusal.ts';
import type { SignedReadiness } from '#shared/protocol/readiness.ts';
import { requireReadinessSignature } from '#shared/venues/readiness.ts';
import { findCertificate } from '../enrolment/reads.ts';
import type { Hub } from '../gateway/hub.ts';
import { plan } from '../ledger/command.ts';
import { reportReadiness } from './decide.ts';

/**
 * Records a booth's report. Where booths come by certificate it has to be signed by the key of one that was issued to
 * this very booth and is not revoked. Refuses READINESS_…
 */
export async function receiveReadiness(
  { spine, store, boothAuthority }: Pick<Hub, 'spine' | 'store' | 'boothAuthority'>,
  booth: string,
  readiness: SignedReadiness,
): Promise<void> {
  if (boothAuthority || readiness.signed) {
    const certificate = await requireReadinessSignature(readiness);
    const issued = await findCertificate(store, sha256Hex(certificate.der));
    if (issued?.booth !== booth || issued.revokedAt !== null) throw new Refusal('READINESS_SIGNATURE');
  }
  await spine.do(plan(reportReadiness, { booth, readiness }), { kind: 'booth', id: booth });
}
