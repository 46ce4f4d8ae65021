/** Power cuts: a process at work on its spine is killed at any moment, and what it had answered is all there. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshPlace } from '#test/databases/place.ts';
import type { Answered } from '#test/rehearsal/busy-spine.ts';
import { ledgerEvents, ledgerFaults, tableFaults } from '#test/rehearsal/ledger-audit.ts';
import { migrations, rooms } from '../rooms.ts';
import { openStore, type Store } from '../store/database.ts';
import type { Planned } from './command.ts';
import { Spine } from './spine.ts';

const program = fileURLToPath(new URL('../../../test/rehearsal/busy-spine.ts', import.meta.url));
let directory: string;
let place: string;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'kawei-crash-'));
  place = await freshPlace(directory);
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

function start(run: string, ...more: string[]): ChildProcess {
  return spawn(process.execPath, [program, place, run, ...more], { stdio: ['ignore', 'pipe', 'inherit'] });
}

/** What the process answered before it was killed, `delay` milliseconds after its answer that has `mark` in it. */
async function killedAfter(delay: number, run: string, mark: string): Promise<Answered[]> {
  const child = start(run);
  let said = '';
  const ended = once(child, 'close');
  const first = new Promise<void>((resolve) => {
    child.stdout?.on('data', (data) => {
      said += String(data);
      if (said.includes(mark)) resolve();
    });
  });
  await Promise.race([first, ended]);
  await new Promise((resolve) => setTimeout(resolve, delay));
  child.kill('SIGKILL');
  const [code, signal] = await ended;
  expect([code, signal]).toEqual([null, 'SIGKILL']);
  return answersIn(said);
}

/** The last line may have been cut off in the middle. */
function answersIn(said: string): Answered[] {
  return said
    .slice(0, said.lastIndexOf('\n') + 1)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Answered);
}

async function opened<T>(look: (store: Store) => Promise<T>): Promise<T> {
  const store = await openStore(place, migrations);
  try {
    return await look(store);
  } finally {
    await store.destroy();
  }
}

describe('a process killed in the middle of its work', () => {
  const acts = new Map<string, string | null>();

  // Different every time, near and far: within a commit, between two, in a burst of them.
  const rounds = Array.from({ length: 14 }, (_, n): [number, number, string] => [
    n,
    Math.round(Math.random() * 12 * n),
    n % 5 === 4 ? '"move-expert","code":null' : '"create-site"',
  ]);

  it.each(rounds)('round %i, %i ms after %s', async (round, delay, mark) => {
    const answered = await killedAfter(delay, `R${round}`, mark);
    expect(answered.length).toBeGreaterThan(0);
    for (const line of answered) if ('booth' in line) acts.set(`${line.booth} ${line.n}`, line.code);
    await opened(async (store) => {
      const events = await ledgerEvents(store);
      // Everything that was answered is there: the ledger is at least as long as the last answer said.
      expect(events.length).toBeGreaterThanOrEqual(Math.max(...answered.map(({ size }) => size)));
      expect(await ledgerFaults(store)).toEqual([]);
      expect(await tableFaults(store)).toEqual([]);
      const stored = await store.selectFrom('booth_acts').selectAll().execute();
      const outcomes = new Map(
        stored.map(({ booth, n, refusal }) => [
          `${booth} ${n}`,
          refusal === null ? null : (JSON.parse(refusal) as { code: string }).code,
        ]),
      );
      for (const [act, code] of acts) expect([act, outcomes.get(act)]).toEqual([act, code]);
      // An act and its events are stored together or not at all.
      const done = stored.filter(({ refusal }) => refusal === null).length;
      expect(events.filter(({ type }) => type === 'booth.trouble').length).toBe(done);
      expect(events.filter(({ type }) => type === 'admission.refused').length).toBe(
        [...outcomes.values()].filter((code) => code === 'ADMISSION_BADGE_UNKNOWN').length,
      );
    });
  });

  it('had come as far as panels drawn, seats drawn and experts moved', async () => {
    const types = new Set((await opened(ledgerEvents)).map(({ type }) => type));
    for (const type of ['panel.drawn', 'panel.assembled', 'seats.drawn', 'seat.vacated', 'alert.raised'])
      expect(types).toContain(type);
    expect(acts.size).toBeGreaterThan(20);
  });
});

describe('an act that is stored though its answer was lost', () => {
  const neverAgain: Planned = {
    name: 'never-again',
    run: () => Promise.reject(new Error('carried out a second time')),
  };

  it.each([
    ['done', null, 'booth.trouble'],
    ['refused', 'ADMISSION_BADGE_UNKNOWN', 'admission.refused'],
  ])('and was %s gets its first answer after the restart', async (how, code, type) => {
    const booth = `lost-${how}`;
    const child = start(booth, how);
    let said = '';
    child.stdout?.on('data', (data) => {
      said += String(data);
    });
    expect((await once(child, 'close'))[1]).toBe('SIGKILL');
    expect(answersIn(said).some((line) => 'booth' in line)).toBe(false);
    await opened(async (store) => {
      const spine = await Spine.open({ store, rooms, now: () => new Date() });
      const before = spine.size;
      const sent = store.selectFrom('booth_acts').select('at').where('booth', '=', booth);
      const at = (await sent.executeTakeFirst())?.at ?? '';
      const again = await spine.doAct(neverAgain, { kind: 'booth', id: booth }, { booth, n: 1, at });
      expect(again.refusal?.code ?? null).toBe(code);
      expect(spine.size).toBe(before);
      const events = (await ledgerEvents(store)).filter(({ subject }) => subject === `booth/${booth}`);
      expect(events.filter((event) => event.type === type).length).toBe(1);
    });
  });
});
