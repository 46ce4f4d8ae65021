/** What is kept beside the databases, and a witness's memory: killed at every call that changes it, and failing at each. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openLogKey } from '#hub/ledger/log-key.ts';
import { checkpointText } from '#shared/ledger/checkpoint.ts';
import { TlsCentre } from '#test/rehearsal/tls-centre.ts';
import type { KeptPlace, Setting } from './kept/place.ts';
import { type PlaceName, placeNames, placeOf } from './kept/places.ts';
import { type CallFault, faultyIn, watchCalls } from './watched-calls.ts';

const program = fileURLToPath(new URL('kept/child.ts', import.meta.url));
/** How many processes at once. */
const SIDE_BY_SIDE = 3;
/** A process for each step, on a machine that may be busy. */
const PATIENCE = 300_000;
/** No fewer calls than these change each place: one that is not watched any more would not be missed. */
const least: Readonly<Record<PlaceName, number>> = {
  'bid-document': 8,
  'booth-document': 8,
  enrolment: 12,
  renewal: 5,
  witness: 8,
};
const folder = mkdtempSync(join(tmpdir(), 'kawei-kept-'));
const origin = 'kept.invalid/ledger';
let centre: TlsCentre;
/** Another for each test: a hub takes so many codes a minute and no more. */
let enrolling: TlsCentre;
let settings: Readonly<Record<PlaceName, Setting>>;
let made = 0;

beforeAll(async () => {
  watchCalls();
  centre = await TlsCentre.open();
  const booth = centre.booth(0);
  await centre.enrolled(booth);
  mkdirSync(join(folder, 'log'));
  const key = openLogKey(join(folder, 'log'), origin);
  const note = (filling: number) =>
    key.signNote(checkpointText({ origin, size: 1, root: new Uint8Array(32).fill(filling) }));
  settings = {
    'bid-document': {},
    'booth-document': {},
    enrolment: {},
    renewal: { authority: join(centre.centre.directory, 'hub', 'identity'), booth },
    witness: { log: key.verifierKey, origin, checkpoint: note(1), other: note(2) },
  };
});
afterAll(async () => {
  await centre.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A directory as it is before the work, and what the work needs to know. */
async function fresh(name: PlaceName): Promise<{ directory: string; setting: Setting }> {
  made += 1;
  const directory = join(folder, `${name}-${made}`);
  mkdirSync(directory);
  if (name === 'renewal') cpSync(centre.home(centre.booth(0)), join(directory, 'booth'), { recursive: true });
  if (name !== 'enrolment') return { directory, setting: settings[name] };
  const { code } = await enrolling.offer(enrolling.booth(made % enrolling.centre.town.booths.length));
  return { directory, setting: { hub: enrolling.hub, code } };
}

/** Does the work in this process, with this fault in it. */
async function done(name: PlaceName, fault: CallFault | null) {
  const place = await placeOf(name);
  const { directory, setting } = await fresh(name);
  const told: string[] = [];
  let failed: unknown = null;
  const steps = await faultyIn(directory, fault, () =>
    place
      .work(directory, (what) => told.push(what), setting)
      .catch((error: unknown) => {
        failed = error;
      }),
  );
  return { directory, setting, told, failed, steps };
}

async function killedAt(step: number, name: PlaceName, directory: string, setting: Setting) {
  const args = [program, name, directory, `${step}`, JSON.stringify(setting)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const told: string[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => told.push(line));
  const [, signal] = await once(child, 'close');
  return { told, signal };
}

describe.each(placeNames)('%s', (name) => {
  let steps: number;
  let place: KeptPlace;
  const open = async () => {
    if (name === 'enrolment') enrolling = await TlsCentre.open();
  };
  const close = () => (name === 'enrolment' ? enrolling.close() : undefined);
  beforeAll(async () => {
    place = await placeOf(name);
    await open();
    const whole = await done(name, null);
    expect(whole.failed).toBeNull();
    expect(await place.faults(whole.directory, whole.told, whole.setting)).toEqual([]);
    steps = whole.steps;
    expect(steps).toBeGreaterThanOrEqual(least[name]);
    await close();
  });
  beforeEach(open);
  afterEach(close);

  test(
    'killed at each step: whole or not there, what was told is kept, and it is done again',
    async () => {
      const left = Array.from({ length: steps }, (_, place) => place + 1);
      const worker = async () => {
        for (let step = left.shift(); step !== undefined; step = left.shift()) {
          const { directory, setting } = await fresh(name);
          const { told, signal } = await killedAt(step, name, directory, setting);
          expect(signal, `step ${step}`).toBe('SIGKILL');
          expect(await place.faults(directory, told, setting), `step ${step}`).toEqual([]);
        }
      };
      await Promise.all(Array.from({ length: SIDE_BY_SIDE }, worker));
    },
    PATIENCE,
  );

  test.each([
    ['not carried out', 'before', 'ENOSPC'],
    ['not carried out', 'before', 'EIO'],
    ['carried out all the same', 'after', 'EIO'],
  ] as const)('%s, at each step (%s, %s): nobody is told what is not so', async (_, when, how) => {
    for (let step = 1; step <= steps; step += 1) {
      const { directory, setting, told } = await done(name, { step, how, when });
      expect(await place.faults(directory, told, setting), `step ${step}`).toEqual([]);
    }
  });
});
