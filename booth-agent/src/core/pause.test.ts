/** A pause covers everything; notes to oneself stay in the booth and end with their expert. */
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { Authority } from '#test/simulators/authority/authority.ts';
import { Bench } from '#test/simulators/hub-line/bench.ts';
import { expertAt, keepMarks, openView, sessionView } from '#test/simulators/hub-line/views.ts';
import { SimulatedToken } from '#test/simulators/usb-key/key.ts';

let token: SimulatedToken;
let bench: Bench;
beforeAll(async () => {
  token = new SimulatedToken(
    await (await Authority.create('CA')).issue({ commonName: '李明', pin: '123456' }),
  );
});
beforeEach(async () => {
  bench = await Bench.open(sessionView(expertAt('marking')), token);
  keepMarks(bench.hub);
});
afterEach(() => bench.close());

const kinds = () => bench.hub.stored.map(({ act }) => act.kind);
const codeOf = async (kind: 'pause' | 'resume' | 'ready' | 'help') => (await bench.page.act({ kind }))?.code;
const note = (text: string, bidder: string | null = 'B1', item: string | null = 'T1') =>
  bench.page.act({ kind: 'note', bidder, item, text });

test('a pause hides all, takes nothing but help, and ends with the own key; without the hub and over a restart too', async () => {
  await note('工期偏紧');
  await bench.cut();
  expect(await codeOf('pause')).toBeUndefined();
  const covered = await bench.page.until(({ screen }) => screen === 'paused');
  expect(covered).toMatchObject({ session: null, notes: [], amendment: {}, sheetFaults: [] });
  expect(covered.pausedAt).not.toBeNull();
  expect(JSON.stringify(covered)).not.toMatch(/工期偏紧|专家/);
  expect((await bench.page.act({ kind: 'mark', bidder: 'B1', item: 'T1', mark: 500 }))?.code).toBe(
    'BOOTH_PAUSED',
  );
  expect(await codeOf('pause')).toBe('BOOTH_PAUSED');
  await bench.stop();
  await bench.start();
  await bench.page.until(({ screen }) => screen === 'paused');
  bench.devices.key.remove();
  await bench.page.until(({ screen }) => screen === 'key-removed');
  expect(await codeOf('resume')).toBe('KEY_ABSENT');
  bench.devices.key.insert(token);
  await bench.page.until(({ screen }) => screen === 'paused');
  expect(await codeOf('help')).toBeUndefined();
  expect(await codeOf('resume')).toBeUndefined();
  const back = await bench.page.until(({ screen }) => screen === 'session');
  expect(back).toMatchObject({ pausedAt: null, notes: [{ bidder: 'B1', item: 'T1', text: '工期偏紧' }] });
  await bench.reconnect();
  await expect.poll(() => kinds().filter((kind) => kind !== 'trouble')).toEqual(['pause', 'resume']);
});

test('a note is kept on the disk, is in no act, and is gone with its expert', async () => {
  const written = '机密笔记一二三';
  expect(await note(written)).toBeNull();
  expect(await note('整体印象', null, null)).toBeNull();
  expect((await note('x', 'B9'))?.code).toBe('MARK_BIDDER');
  expect((await note('x', 'B1', 'T9'))?.code).toBe('MARK_ITEM');
  await bench.stop();
  await bench.start();
  const shown = await bench.page.until(({ notes }) => notes.length === 2);
  expect(shown.notes[0]?.text).toBe(written);
  expect(await note('')).toBeNull();
  await bench.page.until(({ notes }) => notes.length === 1);
  await bench.page.act({ kind: 'mark', bidder: 'B1', item: 'T1', mark: 500 });
  await bench.page.until(({ pending }) => pending === 0);
  expect(kinds()).toEqual(['mark']);
  bench.hub.change(openView);
  await bench.page.until(({ screen }) => screen === 'badge');
  bench.hub.change(sessionView(expertAt('marking')));
  expect((await bench.page.until(({ screen }) => screen === 'session')).notes).toEqual([]);
});

test('notes end with the evaluation, also where nobody has left', async () => {
  await note('还要再看');
  await bench.page.until(({ notes }) => notes.length === 1);
  bench.hub.change(sessionView({ ...expertAt('done'), step: 'done' }));
  await bench.page.until(({ session, notes }) => session?.step === 'done' && notes.length === 0);
});
