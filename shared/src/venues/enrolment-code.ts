/**
 * One-time enrolment codes, as people read them aloud and type them: 32 characters in eight groups. The first twelve
 * (60 bits) are the secret that the hub knows by its digest alone; the next sixteen (80 bits) begin the SHA-256 digest of
 * the booths' authority, by which the terminal knows the hub before it sends anything; the last four (20 bits) begin
 * the SHA-256 digest of the others and tell a slip of the hand. The digits are Crockford's base 32: no I, L, O, U.
 */
import { sha256 } from '../canonical/index.ts';
import { Refusal } from '../catalogue/refusal.ts';

const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const SECRET = 12;
const AUTHORITY = 16;
const CHECK = 4;

export interface EnrolmentCode {
  /** Shown to the hub, and to nobody else. */
  readonly secret: string;
  /** How the digest of the booths' authority begins. */
  readonly authority: string;
}

/** The code of a secret (8 random bytes or more) for the booths of this authority, given by the digest of its DER. */
export function enrolmentCode(
  secret: Uint8Array,
  authorityDigest: Uint8Array,
): EnrolmentCode & { text: string } {
  const code = { secret: digits(secret, SECRET), authority: authorityOf(authorityDigest) };
  const body = code.secret + code.authority;
  const text = (body + checkOf(body)).replace(/.{4}(?=.)/g, '$&-');
  return { ...code, text };
}

/** Reads what somebody has typed: in any case, with any blanks and dashes. Refuses ENROLMENT_CODE_MISTYPED. */
export function readEnrolmentCode(typed: string): EnrolmentCode {
  const text = typed
    .toUpperCase()
    .replace(/[\s\-‐–—]/g, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
  const body = text.slice(0, SECRET + AUTHORITY);
  const whole =
    [...text].every((digit) => DIGITS.includes(digit)) && text.length === SECRET + AUTHORITY + CHECK;
  if (!whole || text.slice(SECRET + AUTHORITY) !== checkOf(body))
    throw new Refusal('ENROLMENT_CODE_MISTYPED');
  return { secret: body.slice(0, SECRET), authority: body.slice(SECRET) };
}

/** How the digest of an authority begins, as a code has it. */
export function authorityOf(digest: Uint8Array): string {
  return digits(digest, AUTHORITY);
}

const checkOf = (body: string): string => digits(sha256(body), CHECK);

/** The first `count` digits of bytes, five bits each. */
function digits(bytes: Uint8Array, count: number): string {
  if (bytes.length * 8 < count * 5) throw new Error('too few bytes');
  let text = '';
  for (let at = 0; at < count * 5; at += 5) {
    const [high = 0, low = 0] = bytes.subarray(at >> 3, (at >> 3) + 2);
    text += DIGITS[(((high << 8) | low) >> (11 - (at & 7))) & 31];
  }
  return text;
}
