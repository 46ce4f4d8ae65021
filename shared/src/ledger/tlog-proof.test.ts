import { generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { checkpointText } from './checkpoint.ts';
import { COSIGNATURE, cosignatureBytes, cosignedMessage } from './cosignature.ts';
import { leafHash } from './leaf.ts';
import { ED25519, keyIdOf, signatureLine, verifierKeyText } from './note.ts';
import { nodeHash } from './proofs.ts';
import { parseTlogProof, tlogProofText, verifyTlogProof } from './tlog-proof.ts';

const origin = 'example.org/log';
const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const raw = new Uint8Array(Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url'));
const key = verifierKeyText(origin, raw);

/** A log of three entries, its checkpoint signed. */
const leaves = ['a', 'b', 'c'].map((text) => new TextEncoder().encode(text));
const [a, b, c] = leaves.map(leafHash) as [Uint8Array, Uint8Array, Uint8Array];
const text = checkpointText({ origin, size: 3, root: nodeHash(nodeHash(a, b), c) });
const signature = Buffer.concat([keyIdOf(origin, ED25519, raw), sign(null, Buffer.from(text), privateKey)]);
const checkpoint = `${text}\n— ${origin} ${signature.toString('base64')}\n`;
const proof = tlogProofText({ index: 1, leaf: leaves[1] ?? new Uint8Array(), proof: [a, c], checkpoint });

const holds = async (proof: string, by = key) =>
  (await verifyTlogProof(proof, by)).map((check) => check.holds);

describe('a .tlog-proof', () => {
  it('is the lines that C2SP tlog-proof writes', () => {
    expect(proof.split('\n').slice(0, 3)).toEqual([
      'c2sp.org/tlog-proof@v1',
      `extra ${btoa('b')}`,
      'index 1',
    ]);
    expect(proof.endsWith(`\n\n${checkpoint}`)).toBe(true);
    expect(parseTlogProof(proof)).toMatchObject({ index: 1, checkpoint, proof: [a, c] });
  });

  it('proves its entry by itself and the key of the ledger', async () => {
    expect(await holds(proof)).toEqual([true, true]);
  });

  it('proves nothing else: another entry, another place, another key', async () => {
    expect(await holds(proof.replace(btoa('b'), btoa('x')))).toEqual([true, false]);
    expect(await holds(proof.replace('index 1', 'index 0'))).toEqual([true, false]);
    expect(await holds(proof.replace('index 1', 'index 3'))).toEqual([true, false]);
    const other = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' }).x ?? '';
    const otherKey = verifierKeyText(origin, new Uint8Array(Buffer.from(other, 'base64url')));
    expect(await holds(proof, otherKey)).toEqual([false]);
  });

  it.each([
    '',
    proof.replace('@v1', '@v2'),
    proof.replace('index 1', 'index 01'),
    proof.replace('extra ', 'extra  '),
    proof.replace(`${btoa('b')}\n`, 'Yj==\n'),
    proof.replace('\n\n', '\n'),
    proof.replaceAll('\n', '\r\n'),
  ])('is refused in any other writing (%#)', async (text) => {
    expect(await holds(text)).toEqual([false]);
  });
});

describe('the witnesses a reader trusts', () => {
  const witness = (name: string, pair = generateKeyPairSync('ed25519')) => {
    const own = new Uint8Array(Buffer.from(pair.publicKey.export({ format: 'jwk' }).x ?? '', 'base64url'));
    const line = (seconds: number, message = cosignedMessage(text, seconds)) => {
      const bytes = cosignatureBytes(seconds, new Uint8Array(sign(null, message, pair.privateKey)));
      return signatureLine(name, keyIdOf(name, COSIGNATURE, own), bytes);
    };
    return { key: verifierKeyText(name, own, COSIGNATURE), line };
  };
  const pair = generateKeyPairSync('ed25519');
  const [one, alias, other] = [
    witness('example.org/one', pair),
    witness('example.org/alias', pair),
    witness('example.org/other'),
  ];
  const isCosigned = async (lines: string, keys: readonly string[], quorum: number) => {
    const checks = await verifyTlogProof(proof + lines, key, { witnesses: { keys, quorum } });
    return checks.at(-1)?.holds;
  };

  it('count once each, however often they have cosigned', async () => {
    const twice = one.line(1000) + one.line(2000);
    expect(await isCosigned(twice, [one.key], 1)).toBe(true);
    expect(await isCosigned(twice, [one.key, other.key], 2)).toBe(false);
    expect(await isCosigned(twice + other.line(1500), [one.key, other.key], 2)).toBe(true);
  });

  it('spoil the note by one cosignature that does not hold, which those of strangers never do', async () => {
    const wrong = one.line(3000, cosignedMessage(text, 3001));
    expect(await isCosigned(wrong + other.line(1), [other.key], 1)).toBe(true);
    expect(await isCosigned(wrong + other.line(1), [one.key, other.key], 1)).toBe(false);
    expect(await isCosigned(one.line(1) + wrong, [one.key], 1)).toBe(false);
    expect(await isCosigned(wrong + one.line(1), [one.key], 1)).toBe(false);
  });

  it('have a key each: one under two names cannot count twice', async () => {
    const lines = one.line(1) + alias.line(1);
    expect(await isCosigned(lines, [one.key, alias.key], 2)).toBe(false);
    expect(await isCosigned(lines, [one.key], 1)).toBe(true);
  });
});
