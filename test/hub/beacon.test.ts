/** The public beacon of a panel draw at the hub's doors: named before anybody commits, known after everybody has revealed. */
import { createServer, type Server } from 'node:http';
import { afterEach, expect, it } from 'vitest';
import { digestOf } from '#shared/canonical/index.ts';
import { quicknet, timeOfRound } from '#shared/draw/beacon.ts';
import { replay, type Transcript } from '#shared/draw/transcript.ts';
import type { WatchedDraw } from '#shared/protocol/views.ts';
import { until } from '#test/demo/staff.ts';
import { codeOf, entriesOf, partOf, projectAt } from '#test/rehearsal/at-the-door.ts';
import { Centre } from '#test/rehearsal/centre.ts';

/** As drand's own nodes give it for round 1000 of quicknet. */
const SIGNATURE =
  'b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed5e39';
const times = { countersign: 60, commit: 60, reveal: 60 };
const project = projectAt('P1', ['S1']);
let centre: Centre;
let server: Server | null = null;
/** The hub's clock. */
let clock = Date.parse('2026-11-23T01:00:00.000Z');

afterEach(async () => {
  await centre.close();
  server?.close();
  server = null;
});

async function open(environment: Record<string, string> = {}): Promise<void> {
  centre = await Centre.open([project], environment, () => new Date(clock));
  await centre.enterAndFreeze(project);
}

const ask = async (beacon: object | undefined) =>
  (await centre.as('agency')).send<{ drawId: string }>('POST', '/api/projects/P1/panel', {
    ...{ excluded: [], times, beacon },
  });
const path = (drawId: string, what: string) => `/api/draws/${encodeURIComponent(drawId)}/${what}`;
const enter = async (drawId: string, value: string, user = 'supervisor') =>
  codeOf((await centre.as(user)).send('POST', path(drawId, 'beacon'), { value }));
const watch = async (drawId: string) =>
  (await centre.as('supervisor')).get<WatchedDraw>(path(drawId, 'watch'));
const made = (drawId: string) =>
  until('a result', async () => ((await watch(drawId)).draw.phase === 'completed' ? true : null));

/** Countersigns, commits and reveals for the one site. */
async function hold(drawId: string): Promise<void> {
  const part = await partOf(centre, 'S1', drawId);
  const digest = (await part.view())?.inputDigest ?? '';
  expect(await part.countersign(digest)).toBe('done');
  expect(await part.commit(digest)).toBe('done');
  expect(await part.reveal()).toBe('done');
}

async function expectBeacon(drawId: string, beacon: object): Promise<void> {
  const transcript = await (await centre.as('supervisor')).get<Transcript>(path(drawId, 'transcript'));
  expect(transcript.beacon).toEqual(beacon);
  expect(replay(transcript).filter(({ holds }) => !holds)).toEqual([]);
  // The frozen input names it, so that its digest and the countersignatures hold for it too.
  const { source, round } = transcript.beacon ?? {};
  expect(transcript.input).toMatchObject({ beacon: { source, round } });
  expect(transcript.inputDigest).toBe(digestOf(transcript.input));
}

it('a lottery’s numbers count when two people have entered the same, each by themselves', async () => {
  await open();
  const named = { source: '双色球', round: '2026131', published: '2026-11-23T02:00:00.000Z' };
  const early = { kind: 'other', ...named, published: '2026-11-23T01:02:00.000Z' };
  expect(await codeOf(ask(early))).toBe('DRAW_BEACON_EARLY');
  const { drawId } = await ask({ kind: 'other', ...named });
  expect((await watch(drawId)).draw.named).toEqual(named);
  expect(await enter(drawId, '1 2 3')).toBe('DRAW_BEACON_NOT_AWAITED');
  await hold(drawId);
  expect((await watch(drawId)).draw).toMatchObject({ phase: 'awaiting-beacon', seed: null });
  expect(await enter(drawId, '1 2 3')).toBe('DRAW_BEACON_NOT_YET');
  clock = Date.parse('2026-11-23T02:05:00.000Z');
  expect(await enter(drawId, '', 'supervisor')).toBe('INPUT_INVALID');
  expect(await enter(drawId, '1 2 3', 'agency')).toBe('ROLE_FORBIDDEN');
  expect(await enter('P9#1', '1 2 3')).toBe('DRAW_NOT_FOUND');
  expect(await enter(drawId, '1 2 3')).toBe('done');
  // The same person counts once, and the second is not told what the first has entered.
  expect(await enter(drawId, '1 2 3')).toBe('done');
  const waiting = await watch(drawId);
  expect(waiting.draw).toMatchObject({
    phase: 'awaiting-beacon',
    readings: [{ by: 'user:supervisor' }],
    readingsVoidedAt: null,
  });
  expect(JSON.stringify(waiting)).not.toContain('1 2 3');
  // Two that differ: neither counts, on record, so that one who agrees with either is not enough.
  expect(await enter(drawId, '1 2 4', 'discipline')).toBe('done');
  const voided = await watch(drawId);
  expect(voided.draw).toMatchObject({ phase: 'awaiting-beacon', readings: [] });
  expect(voided.draw.readingsVoidedAt).toBe(new Date(clock).toISOString());
  expect(voided.record.slice(-2).map(({ type }) => type)).toEqual(['draw.beacon-read', 'draw.beacon-voided']);
  expect(voided.record.at(-1)?.text.zh).toContain('均已作废');
  expect(JSON.stringify(voided)).not.toMatch(/1 2 [34]/);
  expect(await enter(drawId, '1 2 3', 'discipline')).toBe('done');
  expect((await watch(drawId)).draw).toMatchObject({
    phase: 'awaiting-beacon',
    readings: [{ by: 'user:discipline' }],
  });
  expect(await enter(drawId, ' 1  2 3 ')).toBe('done');
  await made(drawId);
  await expectBeacon(drawId, { source: '双色球', round: '2026131', value: '1 2 3' });
  expect(await enter(drawId, '1 2 3')).toBe('DRAW_BEACON_NOT_AWAITED');
});

it('what is published before the reveals close is no beacon, whatever is said of its time', async () => {
  clock = beforeRound1000();
  await open();
  const entries = await entriesOf(centre);
  const later = new Date(clock + 86_400_000).toISOString();
  for (const round of ['1', '979', '1e9', 'next']) {
    const early = { kind: 'other', source: 'drand quicknet', round, published: later };
    expect(await codeOf(ask(early)), round).toBe('DRAW_BEACON_EARLY');
  }
  expect(await entriesOf(centre)).toBe(entries);
  const { drawId } = await ask({ kind: 'other', source: 'drand quicknet', round: '1000', published: later });
  const published = new Date(timeOfRound(1000)).toISOString();
  expect((await watch(drawId)).draw.named).toEqual({ source: 'drand quicknet', round: '1000', published });
});

it('a draw without a beacon says so in its frozen input', async () => {
  await open();
  const { drawId } = await ask(undefined);
  expect((await watch(drawId)).draw.named).toBe(null);
  await hold(drawId);
  await made(drawId);
  const transcript = await (await centre.as('supervisor')).get<Transcript>(path(drawId, 'transcript'));
  expect(transcript.input).toMatchObject({ beacon: null });
  const named = replay(transcript).find(({ name }) => name === 'beacon-named');
  expect([named?.holds, named?.text.zh]).toEqual([true, expect.stringContaining('不用信标')]);
});

/** The clock at which a panel with these times is given round 1000. */
const beforeRound1000 = () => timeOfRound(999) + 1000 - 240_000;

it('a quicknet round is named after the reveals, and taken by its signature alone', async () => {
  clock = beforeRound1000();
  await open();
  const { drawId } = await ask({ kind: 'drand' });
  expect((await watch(drawId)).draw.named).toMatchObject({ source: 'drand quicknet', round: '1000' });
  await hold(drawId);
  clock = timeOfRound(1000) + 500;
  expect(await enter(drawId, 'not a signature')).toBe('DRAW_BEACON_WRONG');
  expect(await enter(drawId, SIGNATURE.replace(/^b4/, 'b5'))).toBe('DRAW_BEACON_WRONG');
  expect(await enter(drawId, SIGNATURE)).toBe('done');
  await made(drawId);
  const value = 'fe290beca10872ef2fb164d2aa4442de4566183ec51c56ff3cd603d930e54fdd';
  await expectBeacon(drawId, { source: 'drand quicknet', round: '1000', value, signature: SIGNATURE });
});

it('fetches the round from the node that is set, and takes nothing from it that is not signed', async () => {
  let answer: unknown = { round: 1000, signature: 'ab'.repeat(48) };
  const asked: string[] = [];
  server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  clock = beforeRound1000();
  await open({ KAWEI_DRAND_URL: `http://127.0.0.1:${port}/` });
  const { drawId } = await ask({ kind: 'drand' });
  await hold(drawId);
  expect(asked).toEqual([]);
  clock = timeOfRound(1000) + 500;
  await until('a request', async () => (asked.length > 0 ? true : null));
  expect(asked[0]).toBe(`/${quicknet.chainHash}/public/1000`);
  expect((await watch(drawId)).draw.phase).toBe('awaiting-beacon');
  answer = { round: 1000, signature: SIGNATURE };
  await made(drawId);
});

it('a beacon that does not come within a day fails the draw, on record', async () => {
  await open();
  const named = { source: '双色球', round: '2026132', published: new Date(clock + 600_000).toISOString() };
  const { drawId } = await ask({ kind: 'other', ...named });
  await hold(drawId);
  clock += 600_000 + 86_400_000 + 1000;
  await until('the end', async () => ((await watch(drawId)).draw.phase === 'failed' ? true : null));
  const { record } = await watch(drawId);
  expect(record.map(({ text }) => text.zh).join()).toContain('公共信标逾期未确定');
});
