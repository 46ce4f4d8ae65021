/** The notation of docs/draw.md: J, H and M. */
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js';

/** Canonical JSON (RFC 8785). JavaScript writes numbers and strings, and sorts keys, as that asks. */
export function J(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(J).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).filter(([, held]) => held !== undefined);
  const byName = fields.sort(([a], [b]) => before(a, b));
  return `{${byName.map(([name, held]) => `${JSON.stringify(name)}:${J(held)}`).join(',')}}`;
}

/** SHA-256 of a value's canonical JSON, in hex. */
export const H = (value: unknown): string => bytesToHex(sha256(utf8ToBytes(J(value))));

/** HMAC-SHA-256 of values' canonical JSON, under a seed in hex. */
export function M(seed: string): (value: unknown) => Uint8Array {
  const keyed = hmac.create(sha256, hexToBytes(seed));
  return (value) =>
    keyed
      .clone()
      .update(utf8ToBytes(J(value)))
      .digest();
}

export const hex = bytesToHex;

/** Order of texts: by UTF-16 code unit. */
export function before(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
