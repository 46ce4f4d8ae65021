/** A ledger's key on another log's checkpoint, which witnesses take for that log's: it proves nothing of the ledger. */
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { base64Of } from '../canonical/index.ts';
import { checkpointText } from '../ledger/checkpoint.ts';
import { COSIGNATURE, cosignatureBytes, cosignedMessage } from '../ledger/cosignature.ts';
import { leafHash } from '../ledger/leaf.ts';
import { ED25519, keyIdOf, signatureLine, verifierKeyText } from '../ledger/note.ts';
import { tlogProofText } from '../ledger/tlog-proof.ts';
import { verifyFiles } from './files.ts';

function keyPair() {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const raw = new Uint8Array(Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url'));
  return { privateKey, raw };
}

const ledger = { name: 'centre.example/ledger', ...keyPair() };
const witness = { name: 'witness.example/w', ...keyPair() };
const key = verifierKeyText(ledger.name, ledger.raw);
const witnesses = { keys: [verifierKeyText(witness.name, witness.raw, COSIGNATURE)], quorum: 1 };

const signed = (text: string, privateKey: KeyObject) =>
  new Uint8Array(sign(null, Buffer.from(text), privateKey));

/** One entry, under a log's name, signed by the ledger's key and cosigned. */
const leaf = new TextEncoder().encode('entry');
function noteOf(origin: string): string {
  const text = checkpointText({ origin, size: 1, root: leafHash(leaf) });
  const own = signatureLine(
    ledger.name,
    keyIdOf(ledger.name, ED25519, ledger.raw),
    signed(text, ledger.privateKey),
  );
  const cosignature = new Uint8Array(sign(null, cosignedMessage(text, 1), witness.privateKey));
  const id = keyIdOf(witness.name, COSIGNATURE, witness.raw);
  return `${text}\n${own}${signatureLine(witness.name, id, cosignatureBytes(1, cosignature))}`;
}

async function verified(files: Record<string, Uint8Array | string>): Promise<boolean[]> {
  const folder = {
    paths: Object.keys(files),
    read: (path: string) => {
      const file = files[path];
      return typeof file === 'string' ? new TextEncoder().encode(file) : (file ?? null);
    },
  };
  const beside = { anchors: async () => [], key: async () => null };
  return (await verifyFiles(folder, { key, witnesses, beside })).map(({ holds }) => holds);
}

const proof = (checkpoint: string) =>
  verified({ 'entry.tlog-proof': tlogProofText({ index: 0, leaf, proof: [], checkpoint }) });
const ledgerExport = (checkpoint: string) =>
  verified({
    checkpoint,
    key: `${key}\n`,
    'tile/0/000.p/1': leafHash(leaf),
    'tile/entries/000.p/1': Uint8Array.of(0, leaf.length, ...leaf),
  });
const certificate = (checkpoint: string) => {
  const entries = [{ index: 0, leaf: base64Of(leaf), proof: [] }];
  const issuedAt = '2026-11-24T01:02:03.000Z';
  const format = 'kawei/certificate@1';
  return verified({
    'c.json': JSON.stringify({ format, project: 'P', issuedAt, entries, checkpoint, key, timestamp: 'AAAA' }),
  });
};

describe('another log’s checkpoint under the key of a ledger', () => {
  const own = noteOf(ledger.name);
  const other = noteOf('elsewhere.example/log');

  it('proves no entry of the ledger', async () => {
    expect(await proof(own)).toEqual([true, true, true]);
    expect(await proof(other)).toEqual([false]);
  });

  it('is not the checkpoint of an export', async () => {
    expect(await ledgerExport(own)).toEqual([true, true, true]);
    expect(await ledgerExport(other)).toEqual([false]);
  });

  it('is not the checkpoint of a certificate', async () => {
    expect((await certificate(own))[0]).toBe(true);
    expect((await certificate(other))[0]).toBe(false);
  });
});
