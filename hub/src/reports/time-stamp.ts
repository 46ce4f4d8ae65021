import { randomBytes, sign } from 'node:crypto';
import * as asn1js from 'asn1js';
import * as pkijs from 'pkijs';
import { sha256 } from '#shared/canonical/index.ts';
import { bufferOf, OID, prepareCms } from '#shared/signature/cms.ts';
import { granted, TST_INFO } from '#shared/signature/time-stamp-token.ts';
import type { HubIdentity } from './identity.ts';

/** Policy of the hub's time-stamps: its own clock, one second. */
const POLICY = '1.3.6.1.4.1.59999.2.1';

/** Issues an RFC 3161 time-stamp over `data` at `at`: a DER TimeStampResp, as `openssl ts -verify` takes it. */
export function issueTimeStamp(
  identity: Pick<HubIdentity, 'timeStamp'>,
  data: Uint8Array,
  at: Date,
): Uint8Array {
  const serial = randomBytes(16);
  serial[0] = ((serial[0] ?? 0) & 0x7f) | 0x40;
  const info = new pkijs.TSTInfo({
    version: 1,
    policy: POLICY,
    messageImprint: new pkijs.MessageImprint({
      hashAlgorithm: new pkijs.AlgorithmIdentifier({ algorithmId: OID.sha256 }),
      hashedMessage: new asn1js.OctetString({ valueHex: bufferOf(sha256(data)) }),
    }),
    serialNumber: new asn1js.Integer({ valueHex: bufferOf(serial) }),
    genTime: at,
    accuracy: new pkijs.Accuracy({ seconds: 1 }),
  });
  const prepared = prepareCms({
    contentType: TST_INFO,
    content: new Uint8Array(info.toSchema().toBER()),
    detached: false,
    certificates: [identity.timeStamp.certificate],
    signingTime: at,
  });
  return granted(prepared.assemble(sign('sha256', prepared.toBeSigned, identity.timeStamp.key)));
}
