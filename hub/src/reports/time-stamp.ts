import { randomBytes, sign } from 'node:crypto';
import { sha256 } from '#shared/canonical/index.ts';
import { OID, prepareCms } from '#shared/signature/cms.ts';
import * as DER from '#shared/signature/der.ts';
import { granted } from '#shared/signature/time-stamp-token.ts';
import type { HubIdentity } from './identity.ts';

/** Policy of the hub's time-stamps: its own clock, one second. */
const policy = DER.oid('1.3.6.1.4.1.59999.2.1');
const accuracy = DER.sequence(DER.small(1));
const sha256Algorithm = DER.sequence(DER.oid(OID.sha256));

/** Issues an RFC 3161 time-stamp over `data` at `at`: a DER TimeStampResp, as `openssl ts -verify` takes it. */
export function issueTimeStamp(
  identity: Pick<HubIdentity, 'timeStamp'>,
  data: Uint8Array,
  at: Date,
): Uint8Array {
  const serial = randomBytes(16);
  serial[0] = ((serial[0] ?? 0) & 0x7f) | 0x40;
  // RFC 3161 §2.4.2: version, policy, what is stamped, serial number, time, accuracy
  const info = DER.sequence(
    DER.small(1),
    policy,
    DER.sequence(sha256Algorithm, DER.octets(sha256(data))),
    DER.der(DER.TAG.integer, serial),
    DER.generalizedTime(at),
    accuracy,
  );
  const prepared = prepareCms({
    contentType: OID.tstInfo,
    content: info,
    detached: false,
    certificates: [identity.timeStamp.certificate],
    signingTime: at,
  });
  return granted(prepared.assemble(sign('sha256', prepared.toBeSigned, identity.timeStamp.key)));
}
