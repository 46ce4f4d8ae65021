/** Asks an authority for one time-stamp over HTTP (RFC 3161 §3.4), and believes nothing of its answer unverified. */
import { randomBytes } from 'node:crypto';
import * as asn1js from 'asn1js';
import * as pkijs from 'pkijs';
import { sha256 } from '#shared/canonical/index.ts';
import { Refusal } from '#shared/catalogue/refusal.ts';
import { OID } from '#shared/signature/cms.ts';
import * as DER from '#shared/signature/der.ts';
import { acceptTimeStamp, type VerifiedTimeStamp } from '#shared/signature/time-stamp.ts';
import { openToken, type Token } from '#shared/signature/time-stamp-token.ts';
import { bodyWithin } from '../gateway/bounded-answer.ts';
import type { TimeAuthority } from './authority.ts';

/** How long an authority has for its whole answer, in milliseconds, and how many bytes that may have. */
const PATIENCE = 15_000;
const ANSWER_BYTES = 65_536;
const NONCE_BYTES = 16;

export interface Obtained {
  /** A granted response, reduced to what is signed. */
  readonly tsr: Uint8Array;
  readonly stamp: VerifiedTimeStamp;
}

/** Has `data` time-stamped. Refuses with one of the codes TSA_…, and then nothing of the answer is used. */
export async function askForTimeStamp(
  authority: TimeAuthority,
  data: Uint8Array,
  { signal, patience = PATIENCE }: { signal?: AbortSignal; patience?: number } = {},
): Promise<Obtained> {
  const { url } = authority;
  const imprint = sha256(data);
  const nonce = positive(randomBytes(NONCE_BYTES));
  const answer = await post(url, requestOf(imprint, nonce), { signal, patience });
  const token = read(url, () => openToken(grantedToken(url, answer)));
  if (!isOver(token, imprint)) throw new Refusal('TSA_OTHER_DATA', { url });
  if (!DER.isSame(token.info.nonce ?? new Uint8Array(), nonce)) throw new Refusal('TSA_NONCE', { url });
  try {
    return await acceptTimeStamp(token, data, authority.anchors);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { zh, en } = error.toMessage().message;
    throw new Refusal('TSA_UNTRUSTED', { url, zh, en });
  }
}

/** TimeStampReq ::= version, what is to be stamped, nonce, and that the certificate is to be sent (RFC 3161 §2.4.1) */
function requestOf(imprint: Uint8Array, nonce: Uint8Array): Uint8Array {
  const { der, octets, oid, sequence, small, derNull, TAG } = DER;
  const what = sequence(sequence(oid(OID.sha256), derNull), octets(imprint));
  return sequence(small(1), what, der(TAG.integer, nonce), der(TAG.boolean, Uint8Array.of(0xff)));
}

/** Bytes of an integer above zero without a leading zero: it has this one encoding. */
function positive(bytes: Uint8Array): Uint8Array {
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return new Uint8Array(bytes);
}

async function post(
  url: string,
  body: Uint8Array,
  { signal, patience }: { signal: AbortSignal | undefined; patience: number },
): Promise<Uint8Array> {
  const limit = AbortSignal.timeout(patience);
  try {
    const response = await fetch(url, {
      method: 'POST',
      body: new Uint8Array(body),
      headers: { 'content-type': 'application/timestamp-query', accept: 'application/timestamp-reply' },
      // An authority that has moved is set anew: nobody else is asked in its place.
      redirect: 'manual',
      signal: signal ? AbortSignal.any([limit, signal]) : limit,
    });
    if (response.status !== 200) {
      await response.body?.cancel();
      throw new Refusal('TSA_HTTP', { url, http: response.status });
    }
    const answer = await bodyWithin(ANSWER_BYTES, response);
    if (!answer) throw new Refusal('TSA_TOO_LARGE', { url, limit: ANSWER_BYTES });
    return answer;
  } catch (error) {
    if (error instanceof Refusal) throw error;
    if (limit.aborted) throw new Refusal('TSA_SILENT', { url, seconds: Math.ceil(patience / 1000) });
    throw new Refusal('TSA_UNREACHABLE', { url, detail: reasonOf(error) });
  }
}

function reasonOf(error: unknown): string {
  const { cause, message } = error as Error & { cause?: NodeJS.ErrnoException };
  return cause?.code ?? cause?.message ?? message;
}

/** The token of an answer that grants it, with modifications or without (RFC 3161 §2.4.2). */
function grantedToken(url: string, answer: Uint8Array): Uint8Array {
  const { result, offset } = asn1js.fromBER(DER.bufferOf(answer));
  if (offset !== answer.length) throw new Error('not one DER value');
  const { status } = new pkijs.TimeStampResp({ schema: result });
  const { granted, grantedWithMods } = pkijs.PKIStatus;
  if (status.status !== granted && status.status !== grantedWithMods) throw rejected(url, status);
  const token = result instanceof asn1js.Sequence ? result.valueBlock.value[1] : undefined;
  if (!token) throw new Error('granted, and no token');
  return token.valueBeforeDecodeView.slice();
}

function rejected(url: string, { status, statusStrings, failInfo }: pkijs.PKIStatusInfo): Refusal {
  const said = (statusStrings ?? []).map((text) => String(text.valueBlock.value)).join(' ');
  const bits = failInfo ? Buffer.from(failInfo.valueBlock.valueHexView).toString('hex') : '';
  const detail = [said, bits && `failInfo ${bits}`].filter(Boolean).join(' · ').slice(0, 300) || '—';
  return new Refusal('TSA_REJECTED', { url, status, detail });
}

/** Runs a step that takes the answer apart: whatever it stumbles over makes the answer malformed. */
function read<T>(url: string, step: () => T): T {
  try {
    return step();
  } catch (error) {
    if (error instanceof Refusal && error.code === 'TSA_REJECTED') throw error;
    throw new Refusal('TSA_MALFORMED', { url, detail: (error as Error).message });
  }
}

function isOver({ info }: Token, imprint: Uint8Array): boolean {
  return info.imprint.hash === 'SHA-256' && DER.isSame(info.imprint.digest, imprint);
}
