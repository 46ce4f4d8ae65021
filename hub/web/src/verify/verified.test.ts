/** What the page says of files beyond the checks, which are those of `kawei verify`. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Zip, ZipPassThrough } from 'fflate';
import { afterAll, afterEach, expect, it, vi } from 'vitest';
import { openLogKey } from '#hub/ledger/log-key.ts';
import { Refusal } from '#shared/catalogue/refusal.ts';
import { checkpointText } from '#shared/ledger/checkpoint.ts';
import { leafHash } from '#shared/ledger/leaf.ts';
import { verifyChosen } from './verified.ts';

const directory = mkdtempSync(join(tmpdir(), 'kawei-page-'));
const { verifierKey, signNote } = openLogKey(directory, 'page.invalid/ledger');
afterAll(() => rmSync(directory, { recursive: true }));
afterEach(() => vi.unstubAllGlobals());

/** A ledger of one entry. */
const leaf = new TextEncoder().encode('a');
const root = leafHash(leaf);
const files: [string, string | Uint8Array][] = [
  ['L/checkpoint', signNote(checkpointText({ origin: 'page.invalid/ledger', size: 1, root }))],
  ['L/key', `${verifierKey}\n`],
  ['L/tile/0/000.p/1', root],
  ['L/tile/entries/000.p/1', Uint8Array.of(0, 1, ...leaf)],
];

function zipOf(entries: readonly [string, string | Uint8Array][]): File {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const zip = new Zip((_error, part) => parts.push(new Uint8Array(part)));
  for (const [name, content] of entries) {
    const file = new ZipPassThrough(name);
    zip.add(file);
    file.push(typeof content === 'string' ? new TextEncoder().encode(content) : content, true);
  }
  zip.end();
  return new File(parts, 'ledger.zip');
}

const published = (text: string | null) =>
  vi.stubGlobal('fetch', async () => new Response(text, { status: text === null ? 404 : 200 }));

it.each([
  [`${verifierKey}\n`, 'centre'],
  ['another.invalid/ledger+00000000+AAAA\n', 'stranger'],
  [null, 'ledger'],
])('tells whose key the ledger has: this centre publishes %s', async (text, trust) => {
  published(text);
  const verified = await verifyChosen([zipOf(files)]);
  expect(verified).toMatchObject({ kind: 'ledger', trust });
  expect(verified.checks.filter(({ holds }) => !holds)).toEqual([]);
});

it('takes no ZIP in which a file stands twice', async () => {
  published(null);
  const twice = zipOf([['L/key', 'another'], ...files]);
  await expect(verifyChosen([twice])).rejects.toThrow(new Refusal('ZIP_INVALID'));
});
