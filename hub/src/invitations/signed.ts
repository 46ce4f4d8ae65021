/** Signed messages between hub and gateway: HMAC-SHA-256 over the time and the body (docs/messages.md). */
import { createHmac, timingSafeEqual } from 'node:crypto';

/** How far the time of a message may lie from ours, in seconds. */
const APART = 300;

const TIME = 'kawei-time';
const SIGNATURE = 'kawei-signature';

/** What a signed message carries beside its body. */
export function signedHeaders(key: string, body: string, now: Date): Record<string, string> {
  const time = String(Math.floor(now.getTime() / 1000));
  return { [TIME]: time, [SIGNATURE]: macOf(key, time, body).toString('hex') };
}

/** Whether whoever sent this has the key, and sent it about now. Without a key nothing is signed. */
export function isSigned(
  key: string,
  body: Uint8Array,
  headers: Readonly<Record<string, string | string[] | undefined>>,
  now: Date,
): boolean {
  const [time, signature] = [headers[TIME], headers[SIGNATURE]];
  if (key === '' || typeof time !== 'string' || !/^\d{1,12}$/.test(time)) return false;
  if (typeof signature !== 'string' || !/^[0-9a-f]{64}$/.test(signature)) return false;
  if (Math.abs(now.getTime() / 1000 - Number(time)) > APART) return false;
  return timingSafeEqual(Buffer.from(signature, 'hex'), macOf(key, time, body));
}

function macOf(key: string, time: string, body: string | Uint8Array): Buffer {
  return createHmac('sha256', key).update(`${time}.`).update(body).digest();
}
