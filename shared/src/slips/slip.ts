/**
 * The seat slip (座位单) as its QR code carries it, `kawei/slip@1`: the hub's word that whoever holds this badge and this
 * key has this seat, which a booth can check while the hub cannot be reached. It names no person and no project.
 *
 * Bytes, numbers big-endian: version 1 · code 3 · issue 6 · from 5 · seconds 3 · secret 16 · badge 16 · key 16 ·
 * length of seat 1 · seat · Ed25519 signature 64 (RFC 8032) over `kawei/slip@1`, a newline and all bytes before it. They
 * are written as decimal digits (digits.ts).
 */
import { type Static, Type } from 'typebox';
import { bytesOfHex, hexOf, hmacSha256, sha256Hex } from '../canonical/index.ts';
import { Refusal } from '../catalogue/refusal.ts';
import { verifyEd25519 } from '../ledger/note.ts';
import { fits } from '../protocol/parse.ts';
import { closed, Id, SlipCode } from '../protocol/primitives.ts';
import { bytesOfDigits, digitsOf } from './digits.ts';

const FORMAT = 'kawei/slip@1';
const VERSION = 1;
const SIGNATURE_BYTES = 64;
/** Bytes of secret, badge and key, in hex. */
const Hex16 = Type.String({ pattern: '^[0-9a-f]{32}$' });

export const SeatSlip = Type.Object(
  {
    format: Type.Literal(FORMAT),
    seat: Id,
    code: SlipCode,
    /** The ledger's entry by which this seat was drawn: of two slips for a seat the later one holds. */
    issue: Type.Integer({ minimum: 0, maximum: 256 ** 6 - 1 }),
    /** Good from this second of Unix time on, for so many seconds. */
    from: Type.Integer({ minimum: 0, maximum: 256 ** 5 - 1 }),
    seconds: Type.Integer({ minimum: 1, maximum: 256 ** 3 - 1 }),
    /** Opens the package that lies in the seat's booth. */
    secret: Hex16,
    /** `holderTag` of the holder's badge, and of their key's certificate (SHA-256, hex). */
    badge: Hex16,
    key: Hex16,
  },
  closed,
);
export type SeatSlip = Static<typeof SeatSlip>;

/** Fields of numbers, in their order, with their bytes; the code is a number here. */
const numbers = [
  ['code', 3],
  ['issue', 6],
  ['from', 5],
  ['seconds', 3],
] as const;

/** What tells that a badge or a key is the holder's, and nothing to who does not know it: 16 bytes in hex. */
export function holderTag(secret: string, what: 'badge' | 'key', value: string): string {
  const said = new TextEncoder().encode(`${FORMAT}\n${what}\n${value}`);
  return hexOf(hmacSha256(bytesOfHex(secret), said).slice(0, 16));
}

/** What the hub signs of a slip. */
export function slipSigningInput(slip: SeatSlip): Uint8Array {
  return signingInput(bodyOf(slip));
}

/** The digits of the QR code. */
export function slipText(slip: SeatSlip, signature: Uint8Array): string {
  return digitsOf(Uint8Array.of(...bodyOf(slip), ...signature));
}

/** Tells one slip from every other: SHA-256 of its digits. */
export function slipDigest(text: string): string {
  return sha256Hex(text);
}

/**
 * Reads what was scanned. Refuses SLIP_UNREADABLE for what is no slip or only a part of one, SLIP_FORGED for one that
 * this key (Ed25519, hex) has not signed as it stands.
 */
export function readSlip(text: string, hubKey: string): SeatSlip {
  const bytes = bytesOfDigits(text);
  const body = bytes?.slice(0, -SIGNATURE_BYTES);
  const slip = bytes && body && bytes.length > SIGNATURE_BYTES ? slipOfBody(body) : null;
  if (!bytes || !body || !slip) throw new Refusal('SLIP_UNREADABLE');
  const signature = bytes.slice(-SIGNATURE_BYTES);
  if (!verifyEd25519(signature, signingInput(body), bytesOfHex(hubKey))) throw new Refusal('SLIP_FORGED');
  return slip;
}

function signingInput(body: Uint8Array): Uint8Array {
  return Uint8Array.of(...new TextEncoder().encode(`${FORMAT}\n`), ...body);
}

function bodyOf(slip: SeatSlip): Uint8Array {
  const seat = new TextEncoder().encode(slip.seat);
  return Uint8Array.of(
    VERSION,
    ...numbers.flatMap(([field, length]) => bigEndian(Number(slip[field]), length)),
    ...[slip.secret, slip.badge, slip.key].flatMap((hex) => [...bytesOfHex(hex)]),
    seat.length,
    ...seat,
  );
}

/** The slip of these bytes; null where they are not exactly the bytes of one. */
function slipOfBody(body: Uint8Array): SeatSlip | null {
  let at = 1;
  const take = (length: number) => {
    at += length;
    return body.slice(at - length, at);
  };
  const [code, issue, from, seconds] = numbers.map(([, length]) =>
    take(length).reduce((sum, byte) => sum * 256 + byte, 0),
  );
  const [secret, badge, key] = [hexOf(take(16)), hexOf(take(16)), hexOf(take(16))];
  const [length = 0] = take(1);
  const seat = String.fromCharCode(...take(length));
  const slip = {
    ...{ format: FORMAT, seat, code: String(code).padStart(6, '0') },
    ...{ issue, from, seconds, secret, badge, key },
  };
  if (body[0] !== VERSION || at !== body.length || !fits(SeatSlip, slip)) return null;
  return slip as SeatSlip;
}

function bigEndian(value: number, length: number): number[] {
  return Array.from({ length }, (_, place) => Math.floor(value / 256 ** (length - 1 - place)) % 256);
}
