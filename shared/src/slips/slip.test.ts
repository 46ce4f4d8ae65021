import { createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hexOf } from '../canonical/index.ts';
import { Refusal } from '../catalogue/refusal.ts';
import { bytesOfDigits, digitsOf } from './digits.ts';
import { holderTag, readSlip, type SeatSlip, slipDigest, slipSigningInput, slipText } from './slip.ts';

/** Keys and signatures by Node, not by the library under test. */
function keyOf(seed: Uint8Array) {
  const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]);
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  const { x = '' } = createPublicKey(key).export({ format: 'jwk' });
  return { key, hex: Buffer.from(x, 'base64url').toString('hex') };
}

const hub = keyOf(new Uint8Array(32).fill(7));
const other = keyOf(new Uint8Array(32).fill(8));
const issue = (slip: SeatSlip, { key } = hub) => slipText(slip, sign(null, slipSigningInput(slip), key));
const codeOf = (work: () => unknown) => {
  try {
    work();
    return null;
  } catch (error) {
    return error instanceof Refusal ? error.code : error;
  }
};

const vectors = JSON.parse(
  readFileSync(new URL('./vectors/slips.json', import.meta.url), 'utf8'),
) as readonly {
  readonly slip: SeatSlip;
  readonly key: string;
  readonly text: string;
  readonly digest: string;
}[];
const [first] = vectors;
if (!first) throw new Error('no vectors');

test.each(vectors.map((vector) => [vector.slip.seat, vector] as const))('vector: %s', (_seat, vector) => {
  expect(readSlip(vector.text, vector.key)).toEqual(vector.slip);
  expect(slipDigest(vector.text)).toBe(vector.digest);
  // The bytes of 7s signed them, so that they can be made again by any Ed25519 (RFC 8032: signatures have no chance).
  expect(vector.key).toBe(hub.hex);
  expect(issue(vector.slip)).toBe(vector.text);
});

const hex16 = fc.uint8Array({ minLength: 16, maxLength: 16 }).map(hexOf);
const slips: fc.Arbitrary<SeatSlip> = fc.record({
  format: fc.constant('kawei/slip@1' as const),
  seat: fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/),
  code: fc.stringMatching(/^[0-9]{6}$/),
  issue: fc.nat({ max: 256 ** 6 - 1 }),
  from: fc.nat({ max: 256 ** 5 - 1 }),
  seconds: fc.integer({ min: 1, max: 256 ** 3 - 1 }),
  secret: hex16,
  badge: hex16,
  key: hex16,
});

test('what is written is read, by the key that signed alone', () => {
  fc.assert(
    fc.property(slips, (slip) => {
      const text = issue(slip);
      expect(readSlip(text, hub.hex)).toEqual(slip);
      expect(codeOf(() => readSlip(text, other.hex))).toBe('SLIP_FORGED');
    }),
    { numRuns: 40 },
  );
});

test('a slip with any field changed, and the old signature, is refused', () => {
  const signature = sign(null, slipSigningInput(first.slip), hub.key);
  const changes: Partial<SeatSlip>[] = [
    { seat: 'H1-0102' },
    { code: '000001' },
    { issue: first.slip.issue + 1 },
    { from: first.slip.from + 1 },
    { seconds: first.slip.seconds + 1 },
    { secret: 'ff'.repeat(16) },
    { badge: 'ff'.repeat(16) },
    { key: 'ff'.repeat(16) },
  ];
  for (const change of changes)
    expect(codeOf(() => readSlip(slipText({ ...first.slip, ...change }, signature), hub.hex))).toBe(
      'SLIP_FORGED',
    );
});

test('any one digit changed, left out or too many is refused, never read otherwise', () => {
  const { text, key } = first;
  for (let at = 0; at < text.length; at++) {
    const turned = text.slice(0, at) + ((Number(text[at]) + 1) % 10) + text.slice(at + 1);
    const lacking = text.slice(0, at) + text.slice(at + 1);
    for (const wrong of [turned, lacking, `${text.slice(0, at)}0${text.slice(at)}`])
      expect(codeOf(() => readSlip(wrong, key))).toMatch(/^SLIP_(FORGED|UNREADABLE)$/);
  }
});

test.each(['', '204680', '1'.repeat(348), '9'.repeat(348), '座位单', 'A'.repeat(348), '0'.repeat(700)])(
  'what is no slip is not read: %s',
  (text) => expect(codeOf(() => readSlip(text, hub.hex))).toBe('SLIP_UNREADABLE'),
);

test('the tags tell badge from key, and one slip’s from another’s', () => {
  const tags = [
    holderTag('00'.repeat(16), 'badge', 'ZJ-1'),
    holderTag('00'.repeat(16), 'key', 'ZJ-1'),
    holderTag('01'.repeat(16), 'badge', 'ZJ-1'),
    holderTag('00'.repeat(16), 'badge', 'ZJ-2'),
  ];
  expect(new Set(tags).size).toBe(4);
});

test('bytes have one writing in digits, and every other is refused', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      const text = digitsOf(bytes);
      expect(text).toMatch(/^[0-9]*$/);
      expect(bytesOfDigits(text)).toEqual(bytes);
    }),
  );
  fc.assert(
    fc.property(fc.stringMatching(/^[0-9]{0,40}$/), (text) => {
      const bytes = bytesOfDigits(text);
      if (bytes) expect(digitsOf(bytes)).toBe(text);
    }),
  );
  expect(bytesOfDigits('256')).toBe(null);
  expect(bytesOfDigits('999999999999999')).toBe(null);
});
