/** RFC 3161 time-stamps, verify side. */
import * as pkijs from 'pkijs';
import { sha256 } from '../canonical/index.ts';
import { Refusal } from '../catalogue/refusal.ts';
import { commonName, requireTrusted } from './certificates.ts';
import { bufferOf } from './cms.ts';
import * as DER from './der.ts';
import { checkCms, openCms } from './verify.ts';

export const TST_INFO = '1.2.840.113549.1.9.16.1.4';

export interface VerifiedTimeStamp {
  readonly time: Date;
  readonly serial: string;
  /** Common name of the time-stamping authority. */
  readonly authority: string;
}

/** Verifies a time-stamp response over `data` and says when the data existed. */
export async function verifyTimeStamp(input: {
  tsr: Uint8Array;
  data: Uint8Array;
  anchors: readonly Uint8Array[];
}): Promise<VerifiedTimeStamp> {
  const token = tokenOf(input.tsr);
  const opened = openCms(token);
  const { content } = opened;
  if (!content) throw invalid('no content');
  const info = tstInfo(content);
  if (info.messageImprint.hashAlgorithm.algorithmId !== '2.16.840.1.101.3.4.2.1') throw invalid('hash');
  const imprint = new Uint8Array(info.messageImprint.hashedMessage.getValue());
  if (DER.compareBytes(imprint, sha256(input.data)) !== 0) throw invalid('other data');
  await checkCms(opened, { contentType: TST_INFO, content, detached: false }, token);
  await requireTrusted(opened.signer, opened.others, input.anchors, info.genTime);
  requireTimeStampingKey(opened.signer.parsed);
  return {
    time: info.genTime,
    serial: [...info.serialNumber.valueBlock.valueHexView]
      .map((byte) => byte.toString(16).padStart(2, '0'))
      .join(''),
    authority: commonName(opened.signer.parsed),
  };
}

/** The token of a granted response; the response has one encoding only. */
function tokenOf(tsr: Uint8Array): Uint8Array {
  try {
    const response = pkijs.TimeStampResp.fromBER(bufferOf(tsr));
    if (response.status.status !== pkijs.PKIStatus.granted || !response.timeStampToken)
      throw new Error('not granted');
    const token = new Uint8Array(response.timeStampToken.toSchema().toBER());
    if (DER.compareBytes(responseOf(token), tsr) !== 0) throw new Error('not the canonical encoding');
    return token;
  } catch (error) {
    throw invalid(error instanceof Error ? error.message : String(error));
  }
}

/** A granted response around a token: status 0 and nothing else. */
export function responseOf(token: Uint8Array): Uint8Array {
  return DER.sequence(DER.sequence(DER.small(0)), token);
}

function tstInfo(content: Uint8Array): pkijs.TSTInfo {
  try {
    return pkijs.TSTInfo.fromBER(bufferOf(content));
  } catch (error) {
    throw invalid(error instanceof Error ? error.message : String(error));
  }
}

/** RFC 3161 §2.3: the key is for time-stamping and for nothing else, and says so critically. */
function requireTimeStampingKey(certificate: pkijs.Certificate): void {
  const usage = certificate.extensions?.find((extension) => extension.extnID === '2.5.29.37');
  const purposes = (usage?.parsedValue as pkijs.ExtKeyUsage | undefined)?.keyPurposes ?? [];
  if (!usage?.critical || purposes.join() !== '1.3.6.1.5.5.7.3.8') throw invalid('certificate');
}

function invalid(detail: string): Refusal {
  return new Refusal('TIME_STAMP_INVALID', { detail });
}
