/** What `kawei draw` refuses, each with a code of its own and without leaving a file. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { digestOf } from '#shared/canonical/index.ts';
import { timeOfRound } from '#shared/draw/beacon.ts';
import type { PanelInput } from '#shared/draw/input.ts';
import { commitmentOf } from '#shared/draw/seed.ts';
import { sealed, type Transcript } from '#shared/draw/transcript.ts';

const kawei = fileURLToPath(new URL('kawei.ts', import.meta.url));
const directory = mkdtempSync(join(tmpdir(), 'kawei-draw-'));
afterAll(() => rmSync(directory, { recursive: true }));

const example = JSON.parse(
  readFileSync(new URL('../../../docs/examples/panel-draw.json', import.meta.url), 'utf8'),
) as Transcript;
const { drawId, reveals } = example;
const panel = example.input as PanelInput;
const candidate = { id: 'c9', categories: ['civil'], site: 'east', employer: 'e9' };

/** As drand's own nodes give it for round 1000 of quicknet. */
const SIGNATURE =
  'b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed5e39';
const quicknet = { source: 'drand quicknet', round: '1000' };
const lottery = { source: '双色球', round: '2026131' };

let files = 0;
function file(value: unknown): string {
  const path = join(directory, `${files++}.json`);
  writeFileSync(path, JSON.stringify(value));
  return path;
}

function called(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [kawei, 'draw', ...args], {
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

interface Given {
  /** What the example's panel is changed by. */
  readonly input?: Partial<PanelInput>;
  /** Another input altogether. */
  readonly whole?: object;
  readonly reveals?: Transcript['reveals'];
  readonly options?: readonly string[];
}

function run(given: Given) {
  const out = join(directory, `${files++}.out`);
  const input = file(given.whole ?? { ...panel, ...given.input });
  const shown = file(given.reveals ?? reveals);
  const ended = called(
    'run',
    '--input',
    input,
    '--reveals',
    shown,
    '--id',
    drawId,
    '--out',
    out,
    ...(given.options ?? []),
  );
  return { ...ended, out };
}

const committed = reveals.map((reveal) => ({
  party: reveal.party,
  commitment: commitmentOf(drawId, digestOf(panel), reveal),
}));
const [first] = reveals as [Transcript['reveals'][number]];
const beacon = ['--beacon', '07 11'];
const drand = (round: string, signature = SIGNATURE) => ['--drand', round, '--drand-signature', signature];
const afterRound = (seconds: number) => new Date(timeOfRound(1000) + seconds * 1000).toISOString();

const sites = {
  ...{ kind: 'sites', project: 'P-7', rules: 'kawei/sites@1', candidates: ['S1', 'S2', 'S3'], sides: 1 },
  quotas: { main: { min: 3, max: 4 }, side: { min: 1, max: 2 } },
};

describe('kawei draw run refuses', () => {
  test.each<[string, Given, string]>([
    ['an id twice', { input: { candidates: [candidate, candidate], excluded: [] } }, 'DRAW_REPEATED'],
    ['an id that is not there', { input: { excluded: [{ id: 'c99', reason: 'x' }] } }, 'DRAW_UNKNOWN'],
    ['half a character', { input: { project: 'P\ud800' } }, 'TEXT_BROKEN'],
    ['an empty pool', { input: { candidates: [], excluded: [] } }, 'DRAW_POOL_TOO_SMALL'],
    ['bounds that contradict', { input: { sites: [{ id: 'east', min: 3, max: 2 }] } }, 'DRAW_SITE_BOUNDS'],
    [
      'quotas that cannot hold together',
      {
        input: {
          sites: [
            { id: 'east', min: 3, max: 3 },
            { id: 'west', min: 3, max: 3 },
          ],
        },
      },
      'DRAW_NO_FULL_PANEL',
    ],
    [
      'an input that was changed after it was frozen',
      { input: { maxPerEmployer: 2 }, options: ['--digest', digestOf(panel)] },
      'DRAW_INPUT_CHANGED',
    ],
    [
      'a reveal that does not match',
      {
        reveals: reveals.map((reveal) => (reveal === first ? { ...reveal, nonce: '0'.repeat(64) } : reveal)),
        options: ['--commitments', file(committed)],
      },
      'DRAW_REVEAL_UNMATCHED',
    ],
    ['a candidate site twice', { whole: { ...sites, candidates: ['S1', 'S1'] } }, 'DRAW_REPEATED'],
    ['no candidate site', { whole: { ...sites, candidates: [] } }, 'LIST_TOO_SHORT'],
    ['more side sites than there are', { whole: { ...sites, sides: 3 } }, 'DRAW_SITES_TOO_FEW'],
    [
      'bounds of a side site that contradict',
      { whole: { ...sites, quotas: { ...sites.quotas, side: { min: 2, max: 1 } } } },
      'DRAW_QUOTA_BOUNDS',
    ],
    ['no beacon where sites name one', { whole: { ...sites, beacon: lottery } }, 'DRAW_BEACON_MISSING'],
    ['no beacon where one is named', { input: { beacon: lottery } }, 'DRAW_BEACON_MISSING'],
    [
      'the beacon of another round',
      {
        input: { beacon: lottery },
        options: [...beacon, '--beacon-source', '双色球', '--beacon-round', '2026132'],
      },
      'DRAW_BEACON_OTHER',
    ],
    [
      'another round of drand',
      { input: { beacon: { ...quicknet, round: '1001' } }, options: drand('1000') },
      'DRAW_BEACON_OTHER',
    ],
    [
      'a drand signature of another round',
      { input: { beacon: quicknet }, options: drand('1001') },
      'DRAW_BEACON_WRONG',
    ],
    [
      'a drand round without its signature',
      { input: { beacon: quicknet }, options: beacon },
      'DRAW_BEACON_WRONG',
    ],
    [
      'a beacon where the input says there is none',
      { input: { beacon: null }, options: beacon },
      'DRAW_BEACON_UNNAMED',
    ],
    [
      'a round published before the reveals closed',
      { input: { beacon: quicknet }, options: [...drand('1000'), '--closed', afterRound(1)] },
      'DRAW_BEACON_EARLY',
    ],
    [
      'any other value published before the reveals closed',
      {
        input: { beacon: lottery },
        options: [...beacon, '--beacon-published', afterRound(-1), '--closed', afterRound(0)],
      },
      'DRAW_BEACON_EARLY',
    ],
  ])('%s', (_what, given, code) => {
    const { status, stderr, out } = run(given);
    expect([status, stderr]).toEqual([1, expect.stringContaining(code)]);
    expect(existsSync(out)).toBe(false);
  });
});

describe('a beacon that the input names', () => {
  test.each<[string, Given]>([
    ['a lottery', { input: { beacon: lottery }, options: beacon }],
    [
      'a round of drand',
      { input: { beacon: quicknet }, options: [...drand('1000'), '--closed', afterRound(-1)] },
    ],
    ['none', { input: { beacon: null } }],
  ])('%s: is used, and a transcript with another does not replay', (_what, given) => {
    const { status, out } = run(given);
    expect(status).toBe(0);
    expect(called('replay', out).status).toBe(0);
    const made = JSON.parse(readFileSync(out, 'utf8')) as Transcript;
    const named = given.input?.beacon ?? null;
    expect(made.beacon && { source: made.beacon.source, round: made.beacon.round }).toEqual(named);
    // By somebody who knows the rule: everything else is made again to agree with it.
    const other = { source: '双色球', round: '2026132', value: made.beacon?.value ?? '' };
    for (const command of ['replay', 'explain']) {
      const { status: ended, stderr } = called(command, file(sealed({ ...made, beacon: other })));
      expect([ended, stderr]).toEqual([1, expect.stringContaining('DRAW_REPLAY_BEACON_NAMED')]);
    }
  });
});

test('main and side sites: drawn, made again and explained, and nothing altered passes', () => {
  const { status, out } = run({ whole: { ...sites, beacon: null } });
  expect(status).toBe(0);
  expect(called('replay', out).stdout).not.toContain('✗');
  const made = JSON.parse(readFileSync(out, 'utf8')) as Transcript;
  if (!('sites' in made.result)) throw new Error('no sites were drawn');
  const [main, side] = made.result.sites;
  expect([main, side]).toMatchObject([
    { role: 'main', min: 3, max: 4 },
    { role: 'side', min: 1, max: 2 },
  ]);
  const words = called('explain', out, '--candidate', main?.id ?? '');
  expect([words.status, words.stdout]).toEqual([0, expect.stringContaining('为主场，出 3 至 4 人')]);
  const unknown = called('explain', out, '--candidate', 'S9');
  expect([unknown.status, unknown.stderr]).toEqual([1, expect.stringContaining('DRAW_CANDIDATE_UNKNOWN')]);
  const altered: [object, string][] = [
    [{ result: { sites: [side, main] } }, 'DRAW_REPLAY_RESULT'],
    [{ result: { sites: [main] } }, 'DRAW_REPLAY_RESULT'],
    [{ input: { ...sites, beacon: null, sides: 0 } }, 'DRAW_REPLAY_INPUT'],
    [{ seed: '0'.repeat(64) }, 'DRAW_REPLAY_SEED'],
    [{ drawId: 'P-8~sites#1' }, 'DRAW_REPLAY_COMMITMENTS'],
  ];
  for (const [change, code] of altered) {
    const { status: ended, stderr } = called('replay', file({ ...made, ...change }));
    expect([ended, stderr]).toEqual([1, expect.stringContaining(code)]);
  }
});
