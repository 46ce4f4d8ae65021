import type { Static, TSchema } from 'typebox';
import { base64Of, bytesOfBase64 } from '#shared/canonical/index.ts';
import { Refusal } from '#shared/catalogue/refusal.ts';
import type { Signed, SignedPurpose } from '#shared/protocol/evaluation.ts';
import { readStatement } from '#shared/protocol/statements.ts';
import type { Binding } from '#shared/signature/verify.ts';
import type { Hub } from '../gateway/hub.ts';
import { findExpert } from '../panels/reads.ts';
import { issueTimeStamp } from '../reports/time-stamp.ts';
import { occupancyOfBooth } from '../seating/reads.ts';

/** A statement whose signature, chain, binding and signer have been verified, with a time-stamp over the CMS. */
export interface VerifiedStatement<T> {
  /** Pseudonym of the expert whose own key signed. */
  readonly expert: string;
  readonly statement: T;
  readonly content: string;
  readonly cms: string;
  readonly tsr: string;
}

/**
 * Verifies what the expert at a booth has signed: canonical content of the right form; a CMS that chains to the
 * trusted authorities, binds purpose, project, expert, seat, booth and version, and was made by this expert's
 * own key. Whether the content fits the evaluation is the decision's affair.
 */
export async function verifyStatement<const S extends TSchema>(
  hub: Hub,
  booth: string,
  { purpose, schema, signed }: { purpose: SignedPurpose; schema: S; signed: Signed },
): Promise<VerifiedStatement<Static<S>>> {
  const occupancy = await occupancyOfBooth(hub.store, booth);
  if (occupancy?.phase !== 'session' || !occupancy.expert || !occupancy.realId || !occupancy.project) {
    throw new Refusal('SESSION_REQUIRED');
  }
  const statement = readStatement(schema, signed.content);
  const version = (statement as { version?: number }).version;
  const binding: Binding = {
    purpose,
    project: occupancy.project,
    expert: occupancy.expert,
    seat: occupancy.seat,
    booth: occupancy.boothDigest,
    ...(version === undefined ? {} : { version }),
  };
  const now = hub.now();
  const cms = bytesOfBase64(signed.cms);
  const content = new TextEncoder().encode(signed.content);
  const { signer } = await hub.verify({ cms, content, anchors: hub.anchors, binding, at: now });
  const expert = await findExpert(hub.store, occupancy.realId);
  if (signer.fingerprint !== expert?.keyFingerprint)
    throw new Refusal('SIGNER_OTHER', { signer: signer.name });
  const tsr = base64Of(issueTimeStamp(hub.identity, cms, now));
  return { expert: occupancy.expert, statement, content: signed.content, cms: signed.cms, tsr };
}
