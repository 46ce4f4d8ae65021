import { type SignedBytes, type UnboundSignature, verifyUnbound } from '#shared/signature/verify.ts';
import type { HubIdentity } from '../reports/identity.ts';
import { issueTimeStamp } from '../reports/time-stamp.ts';

/** What is to be verified, and by which key it is to be time-stamped. */
export type ToStamp = SignedBytes & Pick<HubIdentity, 'timeStamp'>;

/** A signature that holds, and the hub's time-stamp over it, a DER TimeStampResp. */
export interface StampedSignature extends UnboundSignature {
  readonly tsr: Uint8Array;
}

export type ToVerify = SignedBytes | ToStamp;
export type Verified = UnboundSignature | StampedSignature;

/** As {@link verifyUnbound}; what holds is stamped with the time that it was verified at. */
export async function verifyStamped({ timeStamp, ...signed }: ToStamp): Promise<StampedSignature> {
  const verified = await verifyUnbound(signed);
  return { ...verified, tsr: issueTimeStamp({ timeStamp }, signed.cms, signed.at) };
}

/** How signatures are verified, with a time-stamp over what holds or without: here, or on other threads. */
export interface Verifier {
  readonly verify: typeof verifyUnbound;
  readonly verifyStamped: typeof verifyStamped;
}

/** All of it here. */
export const verifier: Verifier = { verify: verifyUnbound, verifyStamped };

/** What is asked with the key to a time-stamp is stamped. */
export function verifyHere(asked: ToVerify): Promise<Verified> {
  return 'timeStamp' in asked ? verifyStamped(asked) : verifyUnbound(asked);
}
