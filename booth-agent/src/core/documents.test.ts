/** The bids' documents in a booth: fetched through cuts, verified, read through outages, and gone with the session. */
import { existsSync, mkdirSync, readdirSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { Refusal } from '#shared/catalogue/refusal.ts';
import type { BidDocument } from '#shared/protocol/bid-documents.ts';
import { Authority } from '#test/simulators/authority/authority.ts';
import { Bench } from '#test/simulators/hub-line/bench.ts';
import { expertAt, keepMarks, openView, sessionView } from '#test/simulators/hub-line/views.ts';
import { SimulatedToken } from '#test/simulators/usb-key/key.ts';

const PATIENCE = 120_000;
const bytes = Buffer.alloc(300_000, '投标文件 ');
let issued: { p12: Uint8Array; certificate: Uint8Array };
let bench: Bench;
let document: BidDocument;

beforeAll(async () => {
  issued = await (await Authority.create('CA')).issue({ commonName: '李明', pin: '123456' });
});
beforeEach(async () => {
  bench = await Bench.open(openView, new SimulatedToken(issued));
  keepMarks(bench.hub);
  document = bench.hub.documents.file('B1', '技术标', bytes);
});
afterEach(() => bench.close());

const folder = () => join(bench.data, 'documents');
const files = () => (existsSync(folder()) ? readdirSync(folder()) : []);
const sitDown = (step: 'marking' | 'done' | 'pledge' = 'marking') =>
  bench.hub.change(sessionView(expertAt(step, step === 'pledge' ? { bidders: [] } : {})));
const shown = () => bench.page.screen.documents.all?.[0];
const ready = () => expect.poll(() => shown()?.ready, { timeout: PATIENCE }).toBe(true);
/** What the page is given of the document, as its own request. */
const read = (headers: Record<string, string> = { 'sec-fetch-site': 'same-origin' }) =>
  fetch(`${bench.booth.address}/documents/${document.digest}`, { headers });

test(
  'nothing is asked for before the bidders are known; then it comes, and the page alone reads it',
  async () => {
    sitDown('pledge');
    await bench.page.until(({ session }) => session?.step === 'pledge');
    expect(bench.page.screen.documents.all).toBeNull();
    sitDown();
    await ready();
    expect(shown()).toEqual({ ...document, got: bytes.length, ready: true });
    expect(Buffer.from(await (await read()).arrayBuffer()).equals(bytes)).toBe(true);
    const part = await read({ 'sec-fetch-site': 'same-origin', range: 'bytes=10-19' });
    expect([part.status, await part.text()]).toEqual([206, bytes.subarray(10, 20).toString()]);
    expect((await read({ 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await read({})).status).toBe(403);
  },
  PATIENCE,
);

test(
  'a file that breaks off goes on where it broke, and one with other bytes is fetched anew',
  async () => {
    bench.hub.documents.cutAfter = 200_000;
    bench.hub.documents.afterCut = new Refusal('SESSION_REQUIRED');
    sitDown();
    await expect.poll(() => shown()?.got, { timeout: PATIENCE }).toBe(200_000);
    bench.hub.documents.breakOff();
    expect((await read()).status).toBe(404);
    bench.hub.documents.refusal = null;
    await ready();
    bench.hub.documents.cutAfter = Number.POSITIVE_INFINITY;
    expect(bench.hub.documents.asked.map(({ from }) => from)).toEqual([0, 200_000]);
    expect(Buffer.from(await (await read()).arrayBuffer()).equals(bytes)).toBe(true);
    const second = bench.hub.documents.file('B2', '商务标', Buffer.alloc(5000, 'b'));
    const lost = { ...second, bidder: 'B0', digest: '0'.repeat(64) };
    bench.hub.documents.list.unshift(lost); // the hub has lost its file; the others come all the same
    bench.hub.documents.spoil = true;
    bench.hub.change(openView);
    await bench.page.until(({ session }) => session === null);
    sitDown();
    await expect
      .poll(() => bench.page.screen.documents.all?.filter((one) => !one.ready).map(({ digest }) => digest), {
        timeout: PATIENCE,
      })
      .toEqual([lost.digest]);
    const first = bench.hub.documents.asked.filter(({ digest }) => digest === document.digest);
    expect(first.map(({ from }) => from)).toEqual([0, 200_000, 0, 0]);
    expect(files().sort()).toEqual([document, second].map(({ digest }) => `${digest}.pdf`).sort());
  },
  PATIENCE,
);

test(
  'what is here is read with the hub away, over a restart; a file changed meanwhile is not',
  async () => {
    sitDown();
    await ready();
    await bench.cut();
    await bench.stop();
    await bench.start();
    await ready();
    expect(bench.page.screen.line).toBe('offline');
    expect(Buffer.from(await (await read()).arrayBuffer()).equals(bytes)).toBe(true);
    await bench.stop();
    writeFileSync(join(folder(), `${document.digest}.pdf`), 'changed');
    await bench.start();
    await expect.poll(() => files(), { timeout: PATIENCE }).toEqual([]);
    expect(shown()?.ready).toBe(false);
    await bench.reconnect();
    await ready();
  },
  PATIENCE,
);

test.each([
  ['the expert leaves', () => bench.page.act({ kind: 'leave' })],
  ['another is expected', async () => bench.hub.change(openView)],
  ['the evaluation is done', async () => sitDown('done')],
])(
  'when %s the files are deleted, and the page reads no more',
  async (_when, end) => {
    sitDown();
    await ready();
    await end();
    await expect.poll(() => files(), { timeout: PATIENCE }).toEqual([]);
    expect((await read()).status).toBe(404);
  },
  PATIENCE,
);

test(
  'a full disk is told and stops nothing else; with room again the document comes',
  async () => {
    mkdirSync(folder());
    const draft = join(folder(), `${document.digest}.part`);
    bench.hub.documents.refusal = new Refusal('BID_DOCUMENTS_BEFORE_PLEDGE'); // until the full disk is there
    sitDown();
    await bench.page.until(({ session }) => session?.step === 'marking');
    symlinkSync('/dev/full', draft);
    bench.hub.documents.refusal = null;
    await expect.poll(() => bench.page.screen.documents.trouble, { timeout: PATIENCE }).toBe('disk-full');
    expect(await bench.page.act({ kind: 'mark', bidder: 'B1', item: 'T1', mark: 10_000 })).toBeNull();
    await bench.page.until(({ pending }) => pending === 0);
    unlinkSync(draft);
    await ready();
    expect(bench.page.screen.documents.trouble).toBeNull();
  },
  PATIENCE,
);
