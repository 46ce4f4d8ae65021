import { expect, test } from 'vitest';
import { digestOf } from '../canonical/index.ts';
import { checkInput } from '../draw/input.ts';
import { commitmentOf } from '../draw/seed.ts';
import type { SitesResult } from '../draw/sites.ts';
import { runDraw } from '../draw/transcript.ts';
import { drawChecks } from './draws.ts';

const reveal = { party: 'S1', nonce: '1'.repeat(64), salt: '2'.repeat(64) };

function draw(drawId: string, given: object) {
  const input = checkInput(given);
  const commitment = commitmentOf(drawId, digestOf(input), reveal);
  const commitments = [{ party: reveal.party, commitment }];
  return runDraw({ drawId, input, commitments, reveals: [reveal], withheld: [], beacon: null });
}

const ofSites = draw('P-7~sites#1', {
  ...{ kind: 'sites', project: 'P-7', rules: 'kawei/sites@1', candidates: ['S1', 'S2', 'S3'], sides: 1 },
  quotas: { main: { min: 1, max: 2 }, side: { min: 1, max: 1 } },
});
const drawn = (ofSites.result as SitesResult).sites.map(({ id, min, max }) => ({ id, min, max }));
const panelOf = (sites: object) =>
  draw('P-7#1', {
    ...{
      kind: 'panel',
      project: 'P-7',
      rules: 'kawei/panel@1',
      maxPerEmployer: 1,
      reserves: 0,
      excluded: [],
    },
    ...{ categories: [{ id: 'civil', count: 2 }], sites, sitesFrom: 'P-7~sites#1' },
    candidates: ['S1', 'S2', 'S3'].flatMap((site) =>
      [1, 2].map((n) => ({ id: `${site}-${n}`, categories: ['civil'], site, employer: `${site}-${n}` })),
    ),
  });

async function held(files: Readonly<Record<string, unknown>>): Promise<boolean[]> {
  const read = (path: string) => new TextEncoder().encode(`${JSON.stringify(files[path], null, 2)}\n`);
  return (await drawChecks({ paths: Object.keys(files), read })).map(({ holds }) => holds);
}

test('a panel comes from the sites that were drawn for it, by their quotas', async () => {
  const sites = { 'draws/P-7~sites#1.json': ofSites };
  expect(await held({ ...sites, 'draws/P-7#1.json': panelOf(drawn) })).toEqual([true, true, true]);
  const others = drawn.map((site, index) => (index === 0 ? { ...site, min: 0 } : site));
  expect(await held({ ...sites, 'draws/P-7#1.json': panelOf(others) })).toEqual([true, true, false]);
  expect(await held({ 'draws/P-7#1.json': panelOf(drawn) })).toEqual([true, false]);
});

test('what is no transcript does not hold', async () => {
  expect(await held({ 'draws/a.json': { format: 'kawei/draw@1' } })).toEqual([false]);
});
