/** A witness through its own door, by the words of C2SP tlog-witness. */
import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Refusal } from '#shared/catalogue/refusal.ts';
import { checkpointText } from '#shared/ledger/checkpoint.ts';
import { cosignedAt, parseWitnessKey } from '#shared/ledger/cosignature.ts';
import { ED25519, keyIdOf, parseNote, signatureLine, verifierKeyText } from '#shared/ledger/note.ts';
import { witnessRequestText } from '#shared/ledger/witness-request.ts';
import { type RunningWitness, startWitness } from './witness.ts';

const origin = 'example.org/log';
const at = new Date('2026-11-24T01:02:03.456Z');

function logKey(name = origin) {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const raw = new Uint8Array(Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url'));
  const keyId = keyIdOf(name, ED25519, raw);
  return {
    verifierKey: verifierKeyText(name, raw),
    note: (text: string) =>
      `${text}\n${signatureLine(name, keyId, sign(null, Buffer.from(text), privateKey))}`,
  };
}

const sha256 = (...parts: Uint8Array[]) => createHash('sha256').update(Buffer.concat(parts)).digest();
const leaf = (text: string) => sha256(Buffer.of(0), Buffer.from(text));
const node = (left: Uint8Array, right: Uint8Array) => sha256(Buffer.of(1), left, right);
const [a, b, c, d] = ['a', 'b', 'c', 'd'].map(leaf) as [Buffer, Buffer, Buffer, Buffer];
const ab = node(a, b);
/** Trees of one history, and one of another. */
const trees = {
  one: { size: 1, root: a },
  two: { size: 2, root: ab },
  three: { size: 3, root: node(ab, c) },
  four: { size: 4, root: node(ab, node(c, d)) },
  other: { size: 2, root: node(a, c) },
};

const log = logKey();
const noteOf = (tree: { size: number; root: Uint8Array }, by = log) =>
  by.note(checkpointText({ origin, ...tree }));

let directory: string;
let witness: RunningWitness;
let warned: string[];

async function start(): Promise<void> {
  const settings = { host: '127.0.0.1', port: 0, data: join(directory, 'w'), name: 'example.org/witness' };
  const warn = (_zh: string, en: string) => warned.push(en);
  witness = await startWitness({ settings, logs: [log.verifierKey], now: () => at, warn });
}

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'kawei-witness-'));
  warned = [];
  await start();
});
afterEach(async () => {
  await witness.close();
  rmSync(directory, { recursive: true, force: true });
});

async function send(body: string) {
  const response = await fetch(`${witness.address}/add-checkpoint`, { method: 'POST', body });
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    text: await response.text(),
  };
}

const offer = (oldSize: number, checkpoint: string, ...proof: Uint8Array[]) =>
  send(witnessRequestText({ oldSize, proof, checkpoint }));
const state = async () => (await (await fetch(witness.address)).json()) as Record<string, unknown>;

describe('a witness', () => {
  it('cosigns the first checkpoint it sees, and each that continues it', async () => {
    for (const [oldSize, tree, ...proof] of [
      [0, trees.one],
      [1, trees.three, b, c],
      [3, trees.four, c, d, ab],
    ] as const) {
      const note = noteOf(tree);
      const { status, text } = await offer(oldSize, note, ...proof);
      expect([tree.size, status]).toEqual([tree.size, 200]);
      expect(text).toMatch(/^— example\.org\/witness \S+\n$/);
      const when = cosignedAt(parseNote(note + text), parseWitnessKey(witness.verifierKey));
      expect(when?.toISOString()).toBe('2026-11-24T01:02:03.000Z');
      expect(cosignedAt(parseNote(noteOf(trees.other) + text), parseWitnessKey(witness.verifierKey))).toBe(
        null,
      );
    }
    expect(await state()).toMatchObject({ logs: [{ origin, size: 4 }], forks: [] });
  });

  it('cosigns the same checkpoint again, as after an answer that was lost', async () => {
    await offer(0, noteOf(trees.two));
    expect((await offer(2, noteOf(trees.two))).status).toBe(200);
  });

  it('cosigns extension lines of another log with the rest, and judges by what stands before them', async () => {
    const extended = (tree: { size: number; root: Uint8Array }, extension: string) =>
      log.note(`${checkpointText({ origin, ...tree })}${extension}`);
    const note = extended(trees.one, 'one more thing\n再一行\n');
    const { status, text } = await offer(0, note);
    expect(status).toBe(200);
    const key = parseWitnessKey(witness.verifierKey);
    expect(cosignedAt(parseNote(note + text), key)).not.toBe(null);
    expect(cosignedAt(parseNote(noteOf(trees.one) + text), key)).toBe(null);
    expect((await offer(1, extended(trees.one, 'another\n'))).status).toBe(200);
    expect((await offer(1, extended(trees.three, 'x\n'), b, c)).status).toBe(200);
    expect((await offer(3, extended(trees.four, '\n'), c, d, ab)).status).toBe(400);
  });

  it('says which head it has to who supposes another, and remembers it over a restart', async () => {
    await offer(0, noteOf(trees.two));
    const conflict = { status: 409, type: 'text/x.tlog.size', text: '2\n' };
    expect(await offer(0, noteOf(trees.three))).toEqual(conflict);
    const key = witness.verifierKey;
    await witness.close();
    await start();
    expect(witness.verifierKey).toBe(key);
    expect(await offer(1, noteOf(trees.three), b, c)).toEqual(conflict);
    expect((await offer(2, noteOf(trees.three), c)).status).toBe(200);
  });

  it('shows monitors what it cosigned last of each log, with the cosignature it gave, also after a restart', async () => {
    const shown = async (name = origin) => {
      const response = await fetch(
        `${witness.address}/${sha256(Buffer.from(name)).toString('hex')}/checkpoint`,
      );
      return { status: response.status, text: await response.text() };
    };
    const stranger = logKey('example.org/stranger');
    expect((await shown()).status).toBe(404);
    for (const [oldSize, tree, ...proof] of [
      [0, trees.two],
      [2, trees.three, c],
    ] as const) {
      const note = noteOf(tree);
      const foreign = stranger.note(checkpointText({ origin, ...tree })).split('\n\n')[1] ?? '';
      const { text } = await offer(oldSize, note + foreign, ...proof);
      expect(await shown()).toEqual({ status: 200, text: note + text });
    }
    const before = await shown();
    expect((await offer(3, noteOf(trees.four), a)).status).toBe(422);
    await witness.close();
    await start();
    expect(await shown()).toEqual(before);
    expect((await shown('example.org/other')).status).toBe(404);
  });

  it('refuses a fork, keeps both histories as evidence, and warns once', async () => {
    const [seen, forged] = [noteOf(trees.two), noteOf(trees.other)];
    await offer(0, seen);
    // Two signatures tell it, whatever the proof and whatever the caller supposes.
    expect((await offer(2, forged, c)).status).toBe(422);
    expect((await offer(2, forged)).status).toBe(422);
    expect(await offer(0, forged)).toEqual({ status: 409, type: 'text/x.tlog.size', text: '2\n' });
    expect(await state()).toMatchObject({
      forks: [{ origin, at: at.toISOString(), seen, offered: forged }],
      unproved: [],
    });
    expect(warned).toEqual([expect.stringContaining('two different checkpoints of 2 entries')]);
    // Nothing of it is adopted.
    expect((await offer(2, noteOf(trees.three), c)).status).toBe(200);
  });

  it('accuses no log of a proof that fails, which anybody can send: the last of them is kept as unproved', async () => {
    const seen = noteOf(trees.two);
    await offer(0, seen);
    for (const tree of [trees.three, trees.four])
      for (let n = 0; n < 20; n++)
        expect((await offer(2, noteOf(tree), sha256(Buffer.of(n)))).status).toBe(422);
    const offered = noteOf(trees.four);
    expect(await state()).toMatchObject({ forks: [], unproved: [{ origin, seen, offered }] });
    expect(warned).toEqual([expect.stringContaining('this alone accuses nobody')]);
    // What is cosigned already needs no proof, and none that is wrong.
    expect((await offer(2, seen, c)).status).toBe(422);
    // The log proves it.
    expect((await offer(2, noteOf(trees.four), node(c, d))).status).toBe(200);
    expect(await state()).toMatchObject({ forks: [], unproved: [] });
    expect(warned).toHaveLength(1);
  });

  it('has the evidence once the log goes on otherwise than in what it did not prove', async () => {
    await offer(0, noteOf(trees.two));
    const forged = noteOf({ size: 3, root: node(node(a, c), b) });
    expect((await offer(2, forged, b)).status).toBe(422);
    await witness.close();
    await start();
    const seen = noteOf(trees.three);
    expect((await offer(2, seen, c)).status).toBe(200);
    expect(await state()).toMatchObject({ forks: [{ origin, seen, offered: forged }], unproved: [] });
    expect(warned).toHaveLength(2);
  });

  it('keeps a few forks of a log, and of each note the log’s own signature alone', async () => {
    const stranger = logKey('example.org/stranger');
    const withForeign = (tree: { size: number; root: Uint8Array }) => {
      const text = checkpointText({ origin, ...tree });
      return noteOf(tree) + stranger.note(text).slice(text.length + 1);
    };
    expect((await offer(0, withForeign(trees.two))).status).toBe(200);
    for (let n = 0; n < 40; n++)
      expect((await offer(2, withForeign({ size: 2, root: leaf(`${n}`) }))).status).toBe(422);
    expect((await offer(2, withForeign(trees.three), a)).status).toBe(422);
    const { forks } = (await state()) as { forks: unknown[] };
    expect(forks).toHaveLength(16);
    expect(JSON.stringify(await state())).not.toContain('stranger');
    expect(await state()).toMatchObject({ logs: [{ note: noteOf(trees.two) }] });
  });

  it('takes the empty tree by its own root alone', async () => {
    expect((await offer(0, noteOf({ size: 0, root: a }))).status).toBe(422);
    expect((await offer(0, noteOf({ size: 0, root: sha256() }))).status).toBe(200);
    expect((await offer(0, noteOf({ size: 0, root: a }))).status).toBe(422);
    expect((await offer(0, noteOf(trees.two))).status).toBe(200);
    expect(await state()).toMatchObject({ forks: [], unproved: [] });
  });

  it('verifies a log’s signature once, however often it stands there, and takes no second one beside it', async () => {
    const note = noteOf(trees.one);
    const line = note.slice(note.indexOf('—'));
    const wrong = noteOf(trees.two).slice(noteOf(trees.two).indexOf('—'));
    expect((await offer(0, note + wrong)).status).toBe(403);
    expect((await offer(0, note + line.repeat(200))).status).toBe(400);
    expect((await offer(0, note + line.repeat(100))).status).toBe(200);
    expect(await state()).toMatchObject({ logs: [{ note }] });
  });

  it('passes over signatures of keys it does not know: sixteen in all, as long as they come', async () => {
    const unknown = Array.from({ length: 15 }, (_, n) =>
      signatureLine(`example.org/later/${n}`, Buffer.of(1, 2, 3, n), new Uint8Array(5000).fill(n)),
    );
    const note = noteOf(trees.one);
    const [text = '', own = ''] = note.split('\n\n');
    expect((await offer(0, `${text}\n\n${unknown.join('')}${own}`)).status).toBe(200);
    expect(await state()).toMatchObject({ logs: [{ note }] });
  });

  it('refuses unknown logs, other people’s signatures, and what is not written as it must be', async () => {
    const other = logKey('example.org/other');
    const foreign = other.note(checkpointText({ origin: 'example.org/other', ...trees.one }));
    expect((await offer(0, foreign)).status).toBe(404);
    expect((await offer(0, noteOf(trees.one, logKey()))).status).toBe(403);
    expect((await offer(2, noteOf(trees.one))).status).toBe(400);
    expect((await offer(0, noteOf(trees.three), c)).status).toBe(422);
    const good = witnessRequestText({ oldSize: 0, proof: [], checkpoint: noteOf(trees.one) });
    for (const bad of [
      '',
      good.replace('old 0', 'old 00'),
      good.replace('old 0', 'old -1'),
      good.replace('old 0\n', 'old 0\nnot base64\n'),
      good.replace('old 0\n\n', 'old 0\n'),
      good.replaceAll('\n', '\r\n'),
      good.slice(0, -1),
      `old 1\n${`${a.toString('base64')}\n`.repeat(64)}\n${noteOf(trees.two)}`,
    ])
      expect([bad.slice(0, 20), (await send(bad)).status]).toEqual([bad.slice(0, 20), 400]);
    expect(await state()).toMatchObject({ logs: [{ size: 0 }] });
  });

  it('judges requests that come at once one after the other: no head is ever rolled back', async () => {
    await offer(0, noteOf(trees.one));
    const answers = await Promise.all([
      offer(1, noteOf(trees.four), b, node(c, d)),
      offer(1, noteOf(trees.three), b, c),
      offer(1, noteOf(trees.two), b),
    ]);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(2);
  });

  it('keeps its key from other users, and its memory from a second process', async () => {
    expect(statSync(join(directory, 'w', 'witness.db')).mode & 0o077).toBe(0);
    await expect(start()).rejects.toMatchObject({ code: 'STORE_IN_USE' } satisfies Partial<Refusal>);
  });
});
