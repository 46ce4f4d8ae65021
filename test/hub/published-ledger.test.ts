/** The ledger as it is published: read by a stranger who knows RFC 6962 and tlog-tiles, and nothing of the program. */
import { createHash, createPublicKey, verify } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyTlogProof } from '#shared/ledger/tlog-proof.ts';
import { projectAt } from '#test/rehearsal/at-the-door.ts';
import { Centre } from '#test/rehearsal/centre.ts';

const P = projectAt('P', ['S1', 'S2']);
let centre: Centre;

beforeAll(async () => {
  centre = await Centre.open([P]);
  await centre.enterAndFreeze(P);
  // Enough entries for more than one full tile.
  const agency = await centre.as('agency');
  for (let n = 0; n < 280; n++) {
    const project = { ...P, id: `PAD-${n}` };
    await agency.send('POST', '/api/projects', { project });
  }
});

afterAll(() => centre?.close());

/** By a connection of its own: none is left over when the hub is started again. */
const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(`${centre.address}/ledger/${path}`, { headers: { connection: 'close', ...headers } });
const sha256 = (...parts: Uint8Array[]) => createHash('sha256').update(Buffer.concat(parts)).digest();

async function bytesOf(path: string): Promise<Buffer> {
  const response = await get(path);
  if (response.status !== 200) throw new Error(`${path}: ${response.status}`);
  return Buffer.from(await response.arrayBuffer());
}

async function checkpoint(): Promise<{ note: string; name: string; size: number; root: Buffer }> {
  const note = (await bytesOf('checkpoint')).toString();
  const [name = '', size = '', root = ''] = note.split('\n');
  return { note, name, size: Number(size), root: Buffer.from(root, 'base64') };
}

/** Tiles of one level of a tree of `count` hashes: full ones, then what is left over. */
function pathsOf(level: number | 'entries', count: number): string[] {
  const full = Math.floor(count / 256);
  const names = Array.from({ length: full }, (_, n) => String(n).padStart(3, '0'));
  if (count % 256 > 0) names.push(`${String(full).padStart(3, '0')}.p/${count % 256}`);
  return names.map((name) => `tile/${level}/${name}`);
}

async function leaves(size: number): Promise<Buffer[]> {
  const bundle = Buffer.concat(await Promise.all(pathsOf('entries', size).map(bytesOf)));
  const found: Buffer[] = [];
  for (let at = 0; at < bundle.length; ) {
    const length = bundle.readUInt16BE(at);
    found.push(bundle.subarray(at + 2, at + 2 + length));
    at += 2 + length;
  }
  return found;
}

/** RFC 6962 §2.1 */
function treeHash(hashes: readonly Buffer[]): Buffer {
  const [only] = hashes;
  if (hashes.length === 1 && only) return only;
  let split = 1;
  while (split * 2 < hashes.length) split *= 2;
  return sha256(Buffer.of(1), treeHash(hashes.slice(0, split)), treeHash(hashes.slice(split)));
}

describe('the published ledger', () => {
  it('is signed: the checkpoint by the key that stands beside it', async () => {
    const { note, name } = await checkpoint();
    const [keyName, id, key = ''] = (await bytesOf('key')).toString().trim().split(/\+/, 3);
    const whole = (await bytesOf('key')).toString().trim();
    const encoded = Buffer.from(whole.slice(whole.split('+', 2).join('+').length + 1), 'base64');
    expect([keyName, key.length > 0, encoded[0], encoded.length]).toEqual([name, true, 1, 33]);
    const expectedId = sha256(Buffer.from(`${name}\n`), encoded).subarray(0, 4);
    expect(id).toBe(expectedId.toString('hex'));
    const [text = '', signatures = ''] = note.split('\n\n');
    const [, signer, blob = ''] = /^— (\S+) (\S+)\n$/.exec(signatures) ?? [];
    const signature = Buffer.from(blob, 'base64');
    expect([signer, signature.subarray(0, 4).toString('hex')]).toEqual([name, id]);
    const x = encoded.subarray(1).toString('base64url');
    const publicKey = createPublicKey({ format: 'jwk', key: { kty: 'OKP', crv: 'Ed25519', x } });
    expect(verify(null, Buffer.from(`${text}\n`), publicKey, signature.subarray(4))).toBe(true);
  });

  it('gives its root from the leaves, and again from the tiles of each level', async () => {
    const { size, root } = await checkpoint();
    expect(size).toBeGreaterThan(300);
    const hashes = (await leaves(size)).map((leaf) => sha256(Buffer.of(0), leaf));
    expect(hashes).toHaveLength(size);
    expect(treeHash(hashes).equals(root)).toBe(true);
    const level0 = Buffer.concat(await Promise.all(pathsOf(0, size).map(bytesOf)));
    expect(level0.equals(Buffer.concat(hashes))).toBe(true);
    const level1 = Buffer.concat(await Promise.all(pathsOf(1, Math.floor(size / 256)).map(bytesOf)));
    expect(level1.equals(treeHash(hashes.slice(0, 256)))).toBe(true);
  });

  it('counts its entries from 0, in the order of the ledger, with no word of what happened', async () => {
    const { size } = await checkpoint();
    const told = (await leaves(size)).map((leaf) => JSON.parse(leaf.toString()) as Record<string, unknown>);
    expect(told.map(({ seq }) => seq)).toEqual(told.map((_, n) => n));
    for (const leaf of told) expect(Object.keys(leaf)).toEqual(['at', 'digest', 'seq', 'subject', 'type']);
    const everything = JSON.stringify(told);
    for (const person of centre.people) {
      expect(everything).not.toContain(person.name);
      expect(everything).not.toContain(person.badge);
    }
    for (const { name } of P.bidders) expect(everything).not.toContain(name);
  });

  it('lets what never changes be kept for ever, and nothing else', async () => {
    const { size } = await checkpoint();
    const control = async (path: string) => (await get(path)).headers.get('cache-control');
    expect(await control('checkpoint')).toBe('no-cache');
    for (const path of ['tile/0/000', 'tile/entries/000', `tile/0/001.p/${size % 256}`])
      expect([path, await control(path)]).toEqual([
        path,
        expect.stringMatching(/^public, max-age=\d+, immutable$/),
      ]);
    expect((await get('tile/0/000')).headers.get('content-type')).toBe('application/octet-stream');
  });

  it('sends entries compressed to whom it suits, and the same entries to everybody', async () => {
    const as = async (path: string, accepted: string) => {
      const response = await get(path, { 'accept-encoding': accepted });
      const { headers } = response;
      const told = [headers.get('content-encoding'), headers.get('vary'), headers.get('content-type')];
      return { told, length: Number(headers.get('content-length')), text: await response.text() };
    };
    const whole = await as('tile/entries/000', 'identity');
    expect(whole.told).toEqual([null, 'accept-encoding', 'application/octet-stream']);
    for (const accepted of ['gzip', 'gzip, deflate, br', 'br;q=1.0, gzip;q=0.8', 'identity;q=0.5,gzip']) {
      const small = await as('tile/entries/000', accepted);
      expect([accepted, ...small.told]).toEqual([accepted, 'gzip', ...whole.told.slice(1)]);
      expect(small.length).toBeLessThan(whole.length / 2);
      expect(small.text === whole.text).toBe(true);
    }
    for (const accepted of ['gzip;q=0', 'gzip;q=0.0, br', 'x-gzip', ''])
      expect(await as('tile/entries/000', accepted)).toEqual(whole);
    expect((await as('tile/0/000', 'gzip')).told[0]).toBe(null);
  });

  it('gives a narrower tile than it has, and refuses a wider one and every other writing of its place', async () => {
    expect(await bytesOf('tile/0/001.p/3')).toHaveLength(96);
    expect((await bytesOf('tile/0/000.p/5')).equals((await bytesOf('tile/0/000')).subarray(0, 160))).toBe(
      true,
    );
    const { size } = await checkpoint();
    for (const path of [
      'tile/0/001',
      `tile/0/001.p/${(size % 256) + 1}`,
      'tile/0/000.p/256',
      'tile/0/000.p/0',
      'tile/0/0',
      'tile/0/x000/000',
      'tile/0/-01',
      'tile/00/000',
      'tile/64/000',
      'tile/2/000',
      'tile/entries/002',
      'tile/0/000/extra',
    ]) {
      const response = await get(path);
      expect([path, response.status, response.headers.get('cache-control')]).toEqual([
        path,
        404,
        expect.not.stringContaining('immutable'),
      ]);
    }
  });

  it('proves any entry in one file, and no entry it does not have', async () => {
    const { size } = await checkpoint();
    const key = (await bytesOf('key')).toString().trim();
    for (const index of [0, 255, 256, size - 1]) {
      const checks = await verifyTlogProof((await bytesOf(`proof/${index}.tlog-proof`)).toString(), key);
      expect([index, checks.map(({ holds }) => holds)]).toEqual([index, [true, true]]);
    }
    for (const name of [`${size}.tlog-proof`, '-1.tlog-proof', '00.tlog-proof', '0', 'x.tlog-proof'])
      expect([name, (await get(`proof/${name}`)).status]).toEqual([name, 404]);
    expect((await bytesOf('ca.pem')).toString()).toContain('BEGIN CERTIFICATE');
  });

  it('grows with every command, by one signed checkpoint that the old one begins', async () => {
    const before = await checkpoint();
    await (await centre.as('agency')).send('POST', '/api/projects', { project: { ...P, id: 'ONE-MORE' } });
    const after = await checkpoint();
    expect(after.size).toBeGreaterThan(before.size);
    const hashes = (await leaves(after.size)).map((leaf) => sha256(Buffer.of(0), leaf));
    expect(treeHash(hashes.slice(0, before.size)).equals(before.root)).toBe(true);
    expect(treeHash(hashes).equals(after.root)).toBe(true);
  });

  it('is the same ledger after a restart, under the same key', async () => {
    const [before, key] = [await checkpoint(), await bytesOf('key')];
    await centre.restart();
    const after = await checkpoint();
    expect((await bytesOf('key')).equals(key)).toBe(true);
    const hashes = (await leaves(after.size)).map((leaf) => sha256(Buffer.of(0), leaf));
    expect(treeHash(hashes.slice(0, before.size)).equals(before.root)).toBe(true);
  });
});
