import { createHmac, createPrivateKey, createPublicKey, diffieHellman } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { idKeyOf, idProofHolds, proveId } from './id-proof.ts';

const secret = new Uint8Array(32).fill(7);
const once = new Uint8Array(32).fill(9);
const read = { badge: 'ZJ-01021', idNumber: '11010519491231002X' };

test('a proof holds for the badge and number it was made with, at this hub, and for nothing else', () => {
  const bytes = fc.uint8Array({ minLength: 32, maxLength: 32 });
  const digits = fc.stringMatching(/^\d{17}[\dX]$/);
  fc.assert(
    fc.property(bytes, bytes, digits, digits, (hub, made, mine, other) => {
      const proof = proveId(idKeyOf(hub), { badge: 'ZJ-1', idNumber: mine }, made);
      expect(idProofHolds(hub, proof, { badge: 'ZJ-1', idNumber: mine })).toBe(true);
      expect(idProofHolds(hub, proof, { badge: 'ZJ-2', idNumber: mine })).toBe(false);
      if (other !== mine) expect(idProofHolds(hub, proof, { badge: 'ZJ-1', idNumber: other })).toBe(false);
    }),
    { numRuns: 20 },
  );
  const elsewhere = proveId(idKeyOf(new Uint8Array(32).fill(8)), read, once);
  expect(idProofHolds(secret, elsewhere, read)).toBe(false);
});

test('is X25519 (RFC 7748) and HMAC-SHA-256, as Node has them', () => {
  const proof = proveId(idKeyOf(secret), read, once);
  const pkcs8 = Buffer.concat([Buffer.from('302e020100300506032b656e04220420', 'hex'), secret]);
  const privateKey = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' });
  const spki = Buffer.concat([Buffer.from('302a300506032b656e032100', 'hex'), Buffer.from(proof.key, 'hex')]);
  const publicKey = createPublicKey({ key: spki, format: 'der', type: 'spki' });
  const shared = diffieHellman({ privateKey, publicKey });
  const said = `kawei/id-proof@1\n${proof.key}\n${idKeyOf(secret)}\n${read.badge}\n${read.idNumber}`;
  expect(createHmac('sha256', shared).update(said).digest('hex')).toBe(proof.tag);
});

test('a key from which the same secret follows for everybody proves nothing', () => {
  expect(idProofHolds(secret, { key: '0'.repeat(64), tag: '0'.repeat(64) }, read)).toBe(false);
});
