import { expect, test } from 'vitest';
import {
  base64Of,
  bytesOfBase64,
  bytesOfHex,
  canonicalText,
  digestOf,
  hexOf,
  hmacSha256,
  sha256Hex,
} from './index.ts';

test('the RFC 8785 example sorts by UTF-16 code unit and writes numbers as ECMAScript does', () => {
  const value = {
    '\u20ac': 'Euro',
    '\r': 'CR',
    '1': 'One',
    '\ud83d\ude02': 'Smiley',
    // biome-ignore lint/correctness/noPrecisionLoss: the RFC's own example of a number that is not exact
    numbers: [333333333.33333329, 1e30, 4.5, 2e-3],
  };
  expect(canonicalText(value)).toBe(
    '{"\\r":"CR","1":"One","numbers":[333333333.3333333,1e+30,4.5,0.002],"€":"Euro","😂":"Smiley"}',
  );
});

test('what JSON cannot hold is an error, not an empty text', () => {
  expect(() => canonicalText(undefined)).toThrow();
  expect(() => canonicalText(Number.NaN)).toThrow();
});

test('SHA-256 of "abc" (FIPS 180-4) and HMAC test case 2 (RFC 4231)', () => {
  expect(sha256Hex('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  const mac = hmacSha256(
    new TextEncoder().encode('Jefe'),
    new TextEncoder().encode('what do ya want for nothing?'),
  );
  expect(hexOf(mac)).toBe('5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843');
});

test('a digest is that of the canonical text, whatever the order of fields', () => {
  expect(digestOf({ b: 1, a: '卡位' })).toBe(digestOf({ a: '卡位', b: 1 }));
  expect(digestOf({ a: 1 })).toBe(sha256Hex('{"a":1}'));
});

test('hex and base64 go both ways', () => {
  const bytes = bytesOfHex('00ff10');
  expect(hexOf(bytes)).toBe('00ff10');
  expect(bytesOfBase64(base64Of(bytes))).toEqual(bytes);
});
