/** A line that doubles, reorders and cuts frames and loses answers; and a clock that is put back a day. */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type RunningHub, startHub } from '#hub/hub.ts';
import { readSettings } from '#hub/settings.ts';
import { ACTS_LIMIT, type Act } from '#shared/protocol/booth-frames.ts';
import { actsFrame, answersIn, RawBooth } from '../rehearsal/raw-booth.ts';
import { entriesOf, faultsOf, withStore } from './aftermath.ts';
import { Morning } from './morning.ts';

const HELP: Act = { kind: 'trouble', what: 'help' };
/** Long past, and no event of anything. */
const REFUSED: Act = { kind: 'chair-vote', alias: '专家甲' };
const DAY = 86_400_000;
let morning: Morning;
let hub: RunningHub;
let place: string;
let offset = 0;

beforeAll(async () => {
  morning = await Morning.prepare();
  const copy = await morning.copy();
  place = copy.place;
  const now = () => new Date(Date.now() + offset);
  // Soon gone when it is closed; and not taken for gone, since it never beats, while a hundred acts are done.
  hub = await startHub(readSettings({ ...copy.environment, KAWEI_BEAT_MS: '500' }), now);
  // The hub's own commits are not to be counted among the booth's.
  await vi.waitFor(async () => expect(await entriesOf(hub.hub.store, 'member.invited')).toBe(5), 20_000);
  await hub.hub.spine.idle();
});
afterAll(async () => {
  await hub.close();
  await withStore(place, async (store) => expect(await faultsOf(store, [])).toEqual([]));
  morning.end();
});

const { booth, token } = { booth: 'booth-E1', token: 'token of booth-E1' };
const helped = () => entriesOf(hub.hub.store, 'booth.trouble', `booth:${booth}`);
/** When everything is done that is sent twice: another time would be another act. */
const AT = new Date().toISOString();
const frame = (n: number, ...acts: Act[]) => actsFrame(n, acts.length > 0 ? acts : [HELP], AT);

/** How many commits end between the first and the last of so many latest calls for help. */
async function commitsWithin(calls: number): Promise<number> {
  const rows = await hub.hub.store
    .selectFrom('ledger')
    .select('seq')
    .where('type', '=', 'booth.trouble')
    .orderBy('seq', 'desc')
    .limit(calls)
    .execute();
  const found = await hub.hub.store
    .selectFrom('checkpoints')
    .select('size')
    .where('size', '>', Number(rows.at(-1)?.seq))
    .where('size', '<=', Number(rows[0]?.seq))
    .execute();
  return found.length;
}

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
    for (let n = first; n < first + 10; n += 2)
      for (let times = 0; times < 3; times++) raw.send(frame(n, HELP, REFUSED));
    await raw.when(() => answersIn(raw.frames).length === 30);
    expect(await helped()).toBe(before + 5);
    expect(await commitsWithin(5)).toBe(4);
    for (const { n, refusal } of answersIn(raw.frames))
      expect([n, refusal?.code ?? null]).toEqual([n, (n - first) % 2 === 0 ? null : 'CHAIR_NOT_NOW']);
    await gone(raw);
  });

  test('the acts of a frame share one transaction and one answer; a refused one takes nothing of its neighbours', async () => {
    const raw = await line();
    const first = raw.lastN + 1;
    const before = await helped();
    const acts = Array.from({ length: ACTS_LIMIT }, (_, place) => (place % 7 === 3 ? REFUSED : HELP));
    const answers = await raw.acts(first, acts);
    expect(answers.map(({ refusal }) => refusal?.code ?? null)).toEqual(
      acts.map((act) => (act === HELP ? null : 'CHAIR_NOT_NOW')),
    );
    expect(raw.frames.filter(({ type }) => type === 'ack').length).toBe(1);
    const done = acts.filter((act) => act === HELP).length;
    expect(await helped()).toBe(before + done);
    expect(await commitsWithin(done)).toBe(0);
    await gone(raw);
  });

  test('a frame that begins with acts that are stored goes on where they end', async () => {
    const raw = await line();
    const first = raw.lastN + 1;
    const before = await helped();
    await raw.acts(first, [HELP, REFUSED, HELP], AT);
    const answers = await raw.acts(first + 1, [REFUSED, HELP, REFUSED, HELP], AT);
    expect(answers.map(({ refusal }) => refusal?.code ?? null)).toEqual([
      'CHAIR_NOT_NOW',
      null,
      'CHAIR_NOT_NOW',
      null,
    ]);
    expect(await helped()).toBe(before + 3);
    await gone(raw);
  });

  test('fifty-one acts are too many for a frame; nothing of them is kept', async () => {
    const raw = await line();
    const before = await helped();
    raw.send(frame(raw.lastN + 1, ...Array<Act>(ACTS_LIMIT + 1).fill(HELP)));
    expect((await raw.got('refused')).refusal.code).toBe('FRAME_INVALID');
    await raw.when(() => raw.closed !== null);
    expect(await helped()).toBe(before);
  });

  test('what is signed is judged by what stands after the acts before it in its frame', async () => {
    const { booth: other, token: itsToken } = morning.signing;
    const raw = await RawBooth.greet(hub.address, other, itsToken);
    const answers = await raw.acts(raw.lastN + 1, [HELP, { kind: 'leave' }, morning.consent, HELP]);
    // The expert's own key, who has left by then: as if each had come in a frame of its own.
    expect(answers.map(({ refusal }) => refusal?.code ?? null)).toEqual([
      null,
      null,
      'SESSION_REQUIRED',
      null,
    ]);
    await gone(raw);
  });

  test('an act before its turn is refused with its line; nothing of it is kept', async () => {
    const raw = await line();
    const first = raw.lastN + 1;
    const before = await helped();
    raw.send(frame(first + 1, HELP, HELP));
    raw.send(frame(first));
    expect((await raw.got('refused')).refusal.code).toBe('FRAME_INVALID');
    await raw.when(() => raw.closed !== null);
    // What of it was under way when the line was closed is done before the next line is taken.
    const again = await line();
    const stored = await helped();
    expect(stored - before).toBeLessThanOrEqual(1);
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
    raw.send(frame(first, HELP, REFUSED));
    raw.send(frame(first + 2, HELP));
    // The line goes down with the answers on it.
    await expect.poll(helped).toBe(before + 2);
    await gone(raw);
    const again = await line();
    const answers: (string | null)[] = [];
    for (const [place, act] of [HELP, REFUSED, HELP].entries())
      answers.push((await again.actAs(first + place, act, AT)).refusal?.code ?? null);
    expect(answers).toEqual([null, 'CHAIR_NOT_NOW', null]);
    expect(await helped()).toBe(before + 2);
    await gone(again);
  });

  test('another act under a number that has its answer is not lost by it: the booth is told, and nothing after it is kept', async () => {
    const raw = await line();
    const first = raw.lastN + 1;
    await raw.acts(first, [HELP, HELP], AT);
    const before = await helped();
    const later = new Date(Date.parse(AT) + 1).toISOString();
    raw.send({
      type: 'acts',
      first,
      acts: [
        { at: AT, act: HELP },
        { at: later, act: HELP },
        { at: later, act: HELP },
      ],
    });
    expect((await raw.got('refused')).refusal.code).toBe('ACT_NUMBER_USED');
    await raw.when(() => raw.closed !== null);
    expect(answersIn(raw.frames).map(({ n }) => n)).toEqual([first, first + 1, first]);
    const again = await line();
    expect([await helped(), again.lastN]).toEqual([before, first + 1]);
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
