import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { digestOf } from '../../canonical/index.ts';
import type { PanelInput } from '../input.ts';
import { drawPanel, isFull } from '../panel.ts';
import { commitmentOf } from '../seed.ts';
import { runDraw, type Transcript } from '../transcript.ts';
import { Batch, replayBatch } from './batch.ts';
import { planExactly, type Solver } from './exact.ts';
import { type Plan, placesShort, planByAugmenting } from './plan.ts';
import { type BatchRequest, inDrawOrder, type Request } from './requests.ts';

/** Small days with hardly enough people; each goes by another name in each draw. */
const smallDay = fc
  .record({
    people: fc.array(
      fc.record({
        categories: fc.uniqueArray(fc.constantFrom('a', 'b'), { minLength: 1 }),
        site: fc.constantFrom('S', 'T'),
        employer: fc.constantFrom('e', 'f', 'g', 'h', 'i'),
      }),
      { minLength: 3, maxLength: 9 },
    ),
    wanted: fc.array(
      fc.record({
        a: fc.integer({ min: 0, max: 2 }),
        b: fc.integer({ min: 0, max: 1 }),
        min: fc.nat(1),
        skip: fc.nat(2),
      }),
      { minLength: 1, maxLength: 4 },
    ),
  })
  .map(({ people, wanted }): BatchRequest[] =>
    wanted
      .filter(({ a, b }) => a + b > 0)
      .map(({ a, b, min, skip }, index) => ({
        drawId: `P${index}#1`,
        personOf: (id) => id.slice(3),
        input: {
          kind: 'panel',
          project: `P${index}`,
          rules: 'kawei/panel@1',
          categories: [
            { id: 'a', count: a },
            { id: 'b', count: b },
          ],
          sites: [
            { id: 'S', min, max: 3 },
            { id: 'T', min: 0, max: 2 },
          ],
          maxPerEmployer: 1,
          reserves: 1,
          candidates: people
            .map((person, number) => ({ ...person, id: `P${index}-${number}` }))
            .filter((_, number) => number % 3 !== skip),
          excluded: [],
        } satisfies PanelInput,
      })),
  );

/** The fewest places short in any way, by trying all. */
function leastShort(requests: readonly Request[], from = 0, used: ReadonlySet<number> = new Set()): number {
  const request = requests[from];
  if (!request) return 0;
  let best = request.size + leastShort(requests, from + 1, used);
  const free = request.entrants.filter(({ person }) => !used.has(person));
  const choose = (at: number, chosen: typeof free) => {
    if (chosen.length === request.size) {
      if (
        !isFull(
          request.input,
          chosen.map(({ candidate }) => candidate),
        )
      )
        return;
      best = Math.min(
        best,
        leastShort(requests, from + 1, new Set([...used, ...chosen.map(({ person }) => person)])),
      );
      return;
    }
    for (let next = at; next < free.length; next++) {
      const one = free[next];
      if (one) choose(next + 1, [...chosen, one]);
    }
  };
  choose(0, []);
  return best;
}

/** Draws the whole day and gives its transcripts and the places left short. */
function drawn(requests: readonly Request[], plan: Plan, seed: number) {
  const batch = new Batch(requests, plan);
  const transcripts = new Map<string, Transcript>();
  let short = 0;
  for (let turns = batch.round(); turns.length > 0; turns = batch.round()) {
    for (const { drawId, input, refusal } of turns) {
      if (refusal) {
        short += requests.find((request) => request.drawId === drawId)?.size ?? 0;
        continue;
      }
      const reveals = [{ party: 'S', nonce: digestOf([seed, drawId]), salt: digestOf(seed) }];
      const commitments = reveals.map((reveal) => ({
        party: reveal.party,
        commitment: commitmentOf(drawId, digestOf(input), reveal),
      }));
      const transcript = runDraw({ drawId, input, commitments, reveals, withheld: [], beacon: null });
      transcripts.set(drawId, transcript);
      if ('panel' in transcript.result) batch.drawn(drawId, transcript.result.panel);
    }
  }
  return { transcripts, short };
}

const person = (id: string, category: string) => ({
  id,
  categories: [category, 'x'],
  site: 'S',
  employer: id,
});
const request = (project: string, category: string, people: readonly string[]): BatchRequest => ({
  drawId: `${project}#1`,
  personOf: (id) => id,
  input: {
    kind: 'panel',
    project,
    rules: 'kawei/panel@1',
    categories: [{ id: category, count: 2 }],
    sites: [{ id: 'S', min: 0, max: 9 }],
    maxPerEmployer: 1,
    reserves: 0,
    candidates: people.map((id) => person(id, id < 'c' ? 'rare' : 'common')),
    excluded: [],
  },
});

/** The draw of a request as if there were no others. */
function runAlone({ drawId, input }: Request): Transcript {
  const reveals = [{ party: 'S', nonce: digestOf(1), salt: digestOf(2) }];
  const commitments = reveals.map((reveal) => ({
    party: reveal.party,
    commitment: commitmentOf(drawId, digestOf(input), reveal),
  }));
  return runDraw({ drawId, input, commitments, reveals, withheld: [], beacon: null });
}

describe('a day drawn in a batch', () => {
  test('leaves nobody short who is planned for, whatever the seeds; nobody sits twice; it replays', () => {
    fc.assert(
      fc.property(smallDay, fc.integer(), (day, seed) => {
        const requests = inDrawOrder(day);
        const plan = planByAugmenting(requests);
        for (const [index, members] of plan.entries())
          if (members)
            expect(
              isFull(
                requests[index]?.input as PanelInput,
                members.map((one) => one.candidate),
              ),
            ).toBe(true);
        const { transcripts, short } = drawn(requests, plan, seed);
        expect(short).toBeLessThanOrEqual(placesShort(requests, plan));
        const people = [...transcripts.values()].flatMap(({ result }) =>
          'panel' in result ? result.panel.map(({ id }) => id.slice(3)) : [],
        );
        expect(new Set(people).size).toBe(people.length);
        expect(replayBatch(requests, plan, transcripts)).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  test('a draw as if there were no others is found by its input', () => {
    const everybody = ['a', 'b', 'c', 'd', 'e'];
    const requests = inDrawOrder([request('A', 'x', everybody), request('B', 'x', everybody)]);
    const plan = planByAugmenting(requests);
    const { transcripts } = drawn(requests, plan, 1);
    expect(replayBatch(requests, plan, transcripts)).toEqual([]);
    const alone = new Map(transcripts).set('B#1', runAlone(requests[1] as Request));
    expect(replayBatch(requests, plan, alone)).toEqual(['B#1']);
    const missing = new Map(transcripts);
    missing.delete('B#1');
    expect(replayBatch(requests, plan, missing)).toEqual(['B#1']);
  });

  test('is drawn hardest first, ties by project, however the requests came', () => {
    const day = fc.sample(smallDay, { seed: 3, numRuns: 1 })[0] ?? [];
    const ids = (requests: readonly Request[]) => requests.map(({ drawId }) => drawId);
    expect(ids(inDrawOrder(day.toReversed()))).toEqual(ids(inDrawOrder(day)));
    const ratios = inDrawOrder(day).map(({ entrants, size }) => entrants.length / size);
    expect(ratios).toEqual(ratios.toSorted((a, b) => a - b));
  });

  test('what an earlier draw took, and what is left to a later one, is excluded with its reason', () => {
    // A can have any of four, B only those two of them that have the rare category; A is as hard and drawn first.
    const requests = inDrawOrder([
      request('A', 'x', ['a', 'b', 'c', 'd']),
      request('B', 'rare', ['a', 'b', 'y', 'z']),
    ]);
    const plan = planByAugmenting(requests);
    expect(placesShort(requests, plan)).toBe(0);
    for (let seed = 0; seed < 10; seed++) {
      const { transcripts, short } = drawn(requests, plan, seed);
      expect(short).toBe(0);
      const a = transcripts.get('A#1')?.input;
      expect(a?.kind === 'panel' && a.excluded).toEqual([
        { id: 'a', reason: expect.stringContaining('left to B') },
        { id: 'b', reason: expect.stringContaining('left to B') },
      ]);
    }
    // Drawn without it, B would have been short under some seed.
    const alone = requests[0]?.input as PanelInput;
    const shorts = Array.from({ length: 10 }, (_, seed) =>
      drawPanel(alone, digestOf(seed)).panel.some(({ id }) => id < 'c'),
    );
    expect(shorts).toContain(true);
  });
});

test('an exact solver finds the plan that leaves the fewest places short, and proves it', () => {
  const solve: Solver = ({ gain, rows, start }) => {
    // By trying all, in the place of HiGHS.
    let best: { x: number[]; gained: number } = { x: [...start], gained: -1 };
    for (let bits = 0; bits < 2 ** gain.length; bits++) {
      const x = gain.map((_, column) => (bits >> column) & 1);
      const keeps = rows.every(({ low, high, terms }) => {
        const value = terms.reduce((sum, [column, factor]) => sum + factor * (x[column] ?? 0), 0);
        return value >= low && value <= high;
      });
      const gained = gain.reduce((sum, one, column) => sum + one * (x[column] ?? 0), 0);
      if (keeps && gained > best.gained) best = { x, gained };
    }
    return { x: best.x, bound: best.gained };
  };
  let tried = 0;
  for (const day of fc.sample(smallDay, { seed: 11, numRuns: 200 })) {
    const requests = inDrawOrder(day);
    const columns = requests.flatMap(({ entrants }) =>
      entrants.flatMap(({ candidate }) => candidate.categories),
    );
    if (columns.length + requests.length > 12) continue;
    tried++;
    const known: Plan = requests.map(() => null);
    const { plan, short, leastShort: proved } = planExactly(requests, known, solve);
    expect(short).toBe(leastShort(requests));
    expect(proved).toBe(short);
    expect(placesShort(requests, plan)).toBe(short);
  }
  expect(tried).toBeGreaterThan(5);
});
