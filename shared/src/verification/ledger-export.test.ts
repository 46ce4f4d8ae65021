import { generateKeyPairSync, sign } from 'node:crypto';
import { expect, it } from 'vitest';
import { checkpointText } from '../ledger/checkpoint.ts';
import { leafHash } from '../ledger/leaf.ts';
import { ED25519, keyIdOf, signatureLine, verifierKeyText } from '../ledger/note.ts';
import { verifyLedgerExport } from './ledger-export.ts';

const name = 'export.invalid/ledger';
const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const raw = new Uint8Array(Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url'));
const key = verifierKeyText(name, raw);
const leaf = new TextEncoder().encode('a');

/** A ledger of one entry; its checkpoint names `origin`. */
function exported(origin = name, changes: Record<string, string | Uint8Array> = {}) {
  const text = checkpointText({ origin, size: 1, root: leafHash(leaf) });
  const signature = sign(null, Buffer.from(text), privateKey);
  const files: Record<string, string | Uint8Array> = {
    checkpoint: `${text}\n${signatureLine(name, keyIdOf(name, ED25519, raw), signature)}`,
    key: `${key}\n`,
    'tile/0/000.p/1': leafHash(leaf),
    'tile/entries/000.p/1': Uint8Array.of(0, 1, ...leaf),
    ...changes,
  };
  const read = (path: string) => {
    const file = files[path] ?? null;
    return typeof file === 'string' ? new TextEncoder().encode(file) : file;
  };
  return { paths: Object.keys(files), read };
}

const failing = async (folder: ReturnType<typeof exported>, trust = {}) =>
  (await verifyLedgerExport(folder, trust)).filter(({ holds }) => !holds).map(({ place }) => place);

it('takes a ledger as its key has signed it', async () => {
  expect(await failing(exported())).toEqual([]);
  expect(await failing(exported(), { key })).toEqual([]);
});

it('takes no checkpoint of another ledger under the same key', async () => {
  expect(await failing(exported('another.invalid/ledger'))).toEqual(['checkpoint']);
});

it.each([`${key}`, `${key}\n\n`, `${key} \n`, `\uFEFF${key}\n`, `${key}\0\n`])(
  'takes no key in another writing (%j)',
  async (text) => {
    expect(await failing(exported(name, { key: text }))).toEqual(['checkpoint']);
  },
);

it('takes no tile beside those that the tree has', async () => {
  expect(await failing(exported(name, { 'tile/0/000': leafHash(leaf) }))).toEqual(['tile/0/000']);
  const longer = { 'tile/entries/000.p/1': Uint8Array.of(0, 1, ...leaf, 0) };
  expect(await failing(exported(name, longer))).toEqual(['tile']);
});
