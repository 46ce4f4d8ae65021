/** A line that doubles, reorders and cuts frames and loses answers; and a clock that is put back a day. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningHub, startHub } from '#hub/hub.ts';
import { readSettings } from '#hub/settings.ts';
import type { Act } from '#shared/protocol/booth-frames.ts';
import { RawBooth } from '../rehearsal/raw-booth.ts';
import { entriesOf, faultsOf, withStore } from './aftermath.ts';
import { Morning } from './morning.ts';

const HELP: Act = { kind: 'trouble', what: 'help' };
const DAY = 86_400_000;
let morning: Morning;
let hub: RunningHub;
let data: string;
let offset = 0;

beforeAll(async () => {
  morning = await Morning.prepare();
  const copy = morning.copy();
  data = copy.data;
  const now = () => new Date(Date.now() + offset);
  hub = await startHub(readSettings({ ...copy.environment, KAWEI_BEAT_MS: '100' }), now);
});
afterAll(async () => {
  await hub.close();
  await withStore(data, async (store) => expect(await faultsOf(store, [])).toEqual([]));
  morning.end();
});

const { booth, token } = { booth: 'booth-E1', token: 'token of booth-E1' };
const checkpoints = async () =>
  (await hub.hub.store.selectFrom('checkpoints').select('size').execute()).length;
const helped = () => entriesOf(hub.hub.store, 'booth.trouble', `booth:${booth}`);
const frame = (n: number, ...acts: Act[]) => ({
  type: 'acts',
  acts: (acts.length > 0 ? acts : [HELP]).map((act, place) => ({
    ...{ n: n + place, at: new Date().toISOString(), act },
  })),
});

/** A line greeted anew; the one before is gone first. */
async function line(): Promise<RawBooth> {
  await expect.poll(() => hub.hub.presence.of(booth).presence).not.toBe('present');
  return RawBooth.greet(hub.address, booth, token);
}

async function gone(raw: RawBooth): Promise<void> {
  raw.close();
  await raw.when(() => raw.closed !== null);
}

describe('a booth’s line', () => {
  test('each act of a line that doubles every frame is done once and gets the same answer', async () => {
    const raw = await RawBooth.greet(hub.address, booth, token);
    const first = raw.lastN + 1;
    const before = await helped();
    for (let n = first; n < first + 5; n++) for (let times = 0; times < 3; times++) raw.send(frame(n));
    await raw.when(() => raw.acks.length === 15);
    expect(await helped()).toBe(before + 5);
    await gone(raw);
  });

  test('acts of one frame are done in order, in one commit, and answered in one frame', async () => {
    const raw = await line();
    const first = raw.lastN + 1;
    const [before, commits] = [await helped(), await checkpoints()];
    // Whoever has left cannot leave again: each act finds what the one before it has done.
    const leave = { kind: 'leave' } as const;
    const acts = [HELP, leave, leave, ...Array<Act>(47).fill(HELP)];
    for (let times = 0; times < 2; times++) raw.send(frame(first, ...acts));
    await raw.when(() => raw.frames.filter(({ type }) => type === 'acks').length === 2);
    const codes = raw.acks.map(({ n, refusal }) => [n, refusal?.code ?? null]);
    const answers = acts.map((_, place) => [first + place, place === 2 ? 'SESSION_REQUIRED' : null]);
    expect(codes.slice(0, 50)).toEqual(answers);
    expect(codes.slice(50)).toEqual(codes.slice(0, 50));
    expect(await helped()).toBe(before + acts.filter(({ kind }) => kind === 'trouble').length);
    expect(await checkpoints()).toBe(commits + 1);
    await gone(raw);
  });

  test('a frame with more acts than a frame may have is refused with its line', async () => {
    const raw = await line();
    const before = await helped();
    raw.send(frame(raw.lastN + 1, ...Array<Act>(51).fill(HELP)));
    expect((await raw.got('refused')).refusal.code).toBe('FRAME_INVALID');
    await raw.when(() => raw.closed !== null);
    expect(await helped()).toBe(before);
  });

  test('a frame with a gap between its acts is refused whole', async () => {
    const raw = await line();
    const before = await helped();
    const n = raw.lastN + 1;
    raw.send({ type: 'acts', acts: [...frame(n).acts, ...frame(n + 2).acts] });
    expect((await raw.got('refused')).refusal.code).toBe('FRAME_INVALID');
    await raw.when(() => raw.closed !== null);
    expect(await helped()).toBe(before);
  });

  test('a frame that overlaps what is stored does the rest, and answers all of it', async () => {
    const raw = await line();
    const first = raw.lastN + 1;
    const before = await helped();
    raw.send(frame(first, HELP, HELP));
    raw.send(frame(first + 1, HELP, HELP));
    await raw.when(() => raw.acks.length === 4);
    expect(raw.acks.map(({ n }) => n)).toEqual([first, first + 1, first + 1, first + 2]);
    expect(await helped()).toBe(before + 3);
    await gone(raw);
  });

  test('an act before its turn is refused with its line; nothing of it is kept', async () => {
    const raw = await line();
    const first = raw.lastN + 1;
    const before = await helped();
    raw.send(frame(first + 1));
    raw.send(frame(first));
    expect((await raw.got('refused')).refusal.code).toBe('FRAME_INVALID');
    await raw.when(() => raw.closed !== null);
    const stored = await helped();
    expect(stored - before).toBeLessThanOrEqual(1);
    const again = await line();
    expect(again.lastN).toBe(first - 1 + (stored - before));
    await gone(again);
  });

  test('a frame cut anywhere closes the line; what was acknowledged before stands', async () => {
    const text = JSON.stringify(frame(1_000_000, HELP, HELP));
    for (const length of [1, 20, Math.floor(text.length / 2), text.length - 1]) {
      const raw = await line();
      await raw.act(HELP);
      const before = await helped();
      raw.send(text.slice(0, length));
      expect((await raw.got('refused')).refusal.code).toBe('FRAME_INVALID');
      await raw.when(() => raw.closed !== null);
      expect(await helped()).toBe(before);
    }
  });

  test('answers that never arrive: sent again, each act gets its first answer', async () => {
    const before = await helped();
    const raw = await line();
    const first = raw.lastN + 1;
    for (const [place, act] of [HELP, { kind: 'leave' } as const, HELP].entries())
      raw.send(frame(first + place, act));
    // The line goes down with the answers on it.
    await expect.poll(helped).toBe(before + 2);
    await gone(raw);
    const again = await line();
    const answers: (string | null)[] = [];
    for (let n = first; n < first + 3; n++) answers.push((await again.actAs(n, HELP)).refusal?.code ?? null);
    expect(answers.length).toBe(3);
    expect(await helped()).toBe(before + 2);
    await gone(again);
  });
});

describe('a clock put back a day', () => {
  test('the order is the ledger’s; booths are missed as before; a session ends with its own day', async () => {
    const raw = await line();
    await raw.act(HELP);
    const before = await hub.hub.store
      .selectFrom('ledger')
      .select('at')
      .orderBy('seq', 'desc')
      .limit(1)
      .executeTakeFirst();
    offset = -DAY;
    expect((await raw.act(HELP)).refusal).toBeNull();
    const rows = await hub.hub.store.selectFrom('ledger').select(['seq', 'at']).orderBy('seq').execute();
    expect(rows.map(({ seq }) => seq)).toEqual(rows.map((_, place) => place));
    expect((rows.at(-1)?.at ?? '') < (before?.at ?? '')).toBe(true);
    await gone(raw);
    // It was last heard in what is now the future, and is missed all the same.
    await expect.poll(() => hub.hub.presence.of(booth).presence).toBe('missing');
    const [admin] = hub.firstUsers;
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ user: admin?.user, password: admin?.password });
    const signedIn = await fetch(`${hub.address}/api/session`, { method: 'POST', headers, body });
    const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? '';
    offset = 0;
    // A session opened in the wrong day is over with it, and not open for ever.
    const answer = (await (await fetch(`${hub.address}/api/session`, { headers: { cookie } })).json()) as {
      session: unknown;
    };
    expect(answer.session).toBeNull();
  });
});
