import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { hexOf } from '../canonical/index.ts';
import { leafBytes, leafHash, payloadDigest } from './leaf.ts';

test('the leaf hash of nothing is that of RFC 6962', () => {
  expect(hexOf(leafHash(new Uint8Array()))).toBe(
    '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  );
});

test('a payload is hidden by its salt and checked with it', () => {
  const salt = Uint8Array.from({ length: 16 }, (_, index) => index);
  const byHand = createHash('sha256').update(salt).update('{"mark":12500}').digest('hex');
  expect(payloadDigest(salt, { mark: 12500 })).toBe(byHand);
  expect(payloadDigest(Uint8Array.of(1), { mark: 12500 })).not.toBe(byHand);
});

test('a leaf is the canonical JSON of its five fields', () => {
  const leaf = {
    type: 'sheet.signed',
    subject: 'project/P1',
    seq: 7,
    digest: 'd',
    at: '2026-11-23T01:00:00.000Z',
  };
  expect(new TextDecoder().decode(leafBytes(leaf))).toBe(
    '{"at":"2026-11-23T01:00:00.000Z","digest":"d","seq":7,"subject":"project/P1","type":"sheet.signed"}',
  );
});
