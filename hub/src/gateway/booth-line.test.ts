/** What becomes of the acts of one frame: how they are planned, what they share, what one that fails leaves standing. */
import { EventEmitter } from 'node:events';
import { expect, it } from 'vitest';
import type { WebSocket } from 'ws';
import { Refusal } from '#shared/catalogue/refusal.ts';
import type { Act, HubFrame } from '#shared/protocol/booth-frames.ts';
import { AT, bareSpine, creates, throws } from '#test/rehearsal/bare-spine.ts';
import { answersIn } from '#test/rehearsal/raw-booth.ts';
import { lastActOf } from '../ledger/booth-acts.ts';
import type { Planned } from '../ledger/command.ts';
import type { ActHandlers } from './acts.ts';
import { BoothLine } from './booth-line.ts';
import { byToken } from './comers.ts';
import type { Hub } from './hub.ts';

const bench = bareSpine();

/** The hub's end of a line, with what was said on it. */
class End extends EventEmitter {
  readonly OPEN = 1;
  readyState = 1;
  readonly said: HubFrame[] = [];
  closed: number | null = null;

  send(text: string): void {
    this.said.push(JSON.parse(text) as HubFrame);
  }

  close(code: number): void {
    this.closed = code;
  }

  get answers(): (string | null)[] {
    return answersIn(this.said).map(({ refusal }) => refusal?.code ?? null);
  }
}

type Handle = (call: { act: Act }) => Promise<Planned>;

async function line(handlers: Partial<Record<Act['kind'], Handle>>, acceptedAsLost = 0) {
  const { spine, store } = bench();
  const commits: string[][] = [];
  spine.onCommitted((events) => commits.push(events.map(({ subject }) => subject)));
  const world = { now: () => new Date(AT), presence: { heard: () => {} }, behind: { missing: null } };
  const hub = { spine, store, ...world } as unknown as Hub;
  const end = new End();
  const last = Math.max(await lastActOf(store, 'T1'), acceptedAsLost);
  const acts = handlers as unknown as ActHandlers;
  const socket = end as unknown as WebSocket;
  const home = { booth: 'T1', seat: 'H-0101', hall: 'H', hallName: '一号厅', siteName: '主场' };
  const wire = { cork: () => {}, uncork: () => {} };
  const booth = new BoothLine({
    ...{ hub, acts, socket, wire, home, comer: byToken },
    ...{ challenge: '', last, placed: () => {} },
  });
  const take = (first: number, ...all: Act[]) =>
    booth.take({ type: 'acts', first, acts: all.map((act) => ({ at: AT, act })) });
  return { end, take, commits };
}

const say = (text: string): Act => ({ kind: 'say', text });
const says: Handle = async ({ act }) => {
  const { text } = act as Extract<Act, { kind: 'say' }>;
  if (text === 'refused') throw new Refusal('SITE_UNKNOWN');
  if (text === 'unplanned') throw new Error('a bug of a plan');
  return text === 'failing' ? throws : creates(text);
};

it('the acts of a frame are verified side by side, and done in their order', async () => {
  const begun: string[] = [];
  let go = () => {};
  const all = new Promise<void>((resolve) => {
    go = resolve;
  });
  const waits: Handle = async ({ act }) => {
    const { text } = act as Extract<Act, { kind: 'say' }>;
    begun.push(text);
    if (begun.length === 3) go();
    await all;
    for (let turns = 0; turns < (text === 'A' ? 9 : 0); turns++) await new Promise(setImmediate);
    return creates(text);
  };
  const { end, take, commits } = await line({ say: waits });
  take(1, say('A'), say('B'), say('C'));
  await expect.poll(() => end.answers).toEqual([null, null, null]);
  expect(commits).toEqual([['site/A', 'site/B', 'site/C']]);
  expect(end.said.length).toBe(1);
});

it('an act that is refused before the transaction has its place among the answers', async () => {
  const { end, take, commits } = await line({ say: says });
  take(1, say('A'), say('refused'), say('B'));
  await expect.poll(() => end.answers).toEqual([null, 'SITE_UNKNOWN', null]);
  expect(commits).toEqual([['site/A', 'site/B']]);
});

it.each(['failing', 'unplanned'])(
  'of a frame with one that is %s those before it stand, and all can come again',
  async (how) => {
    const first = await line({ say: says });
    first.take(1, say('A'), say(how), say('B'));
    first.take(4, say('C'));
    await expect.poll(() => first.end.closed).not.toBeNull();
    expect(first.end.answers).toEqual([null]);
    const second = await line({ say: says });
    second.take(1, say('X'), say('Y'), say('B'), say('C'));
    await expect.poll(() => second.end.answers).toEqual([null, null, null, null]);
    expect(second.commits).toEqual([['site/Y', 'site/B', 'site/C']]);
  },
);

it('a frame that leaves out a number is refused with its line', async () => {
  const { end, take } = await line({ say: says });
  take(2, say('A'));
  await expect.poll(() => end.closed).toBe(1008);
  expect(end.said).toEqual([
    { type: 'refused', refusal: expect.objectContaining({ code: 'FRAME_INVALID' }) },
  ]);
  expect(await bench().sites()).toEqual([]);
});

it('an act that comes only after it was accepted as lost is refused, and so answered on every line', async () => {
  const first = await line({ say: says }, 2);
  first.take(1, say('A'), say('B'), say('C'));
  await expect.poll(() => first.end.answers).toEqual(['ACT_LOST', 'ACT_LOST', null]);
  expect(first.commits).toEqual([['site/C']]);
  const second = await line({ say: says });
  second.take(1, say('A'), say('B'), say('C'));
  await expect.poll(() => second.end.answers).toEqual(['ACT_LOST', 'ACT_LOST', null]);
  expect([first.end.closed, second.end.closed]).toEqual([null, null]);
  expect(second.commits).toEqual([]);
});
