import { describe, expect, test } from 'vitest';
import { builtIn } from './built-in.ts';
import { Checker } from './check.ts';
import { ABSENT, type LookbackItem, type ProjectMarks, placeOf } from './marks.ts';
import { numbersFrom } from './tails.ts';

const items: readonly LookbackItem[] = [
  { id: 'T1', max: 40_000, kind: 'subjective', step: 500 },
  { id: 'T2', max: 30_000, kind: 'subjective', step: 500 },
  { id: 'O1', max: 10_000, kind: 'objective', step: null },
];

/** Seven experts, five bidders, marks a little apart. */
function panel(
  change: (marks: Int32Array, at: (b: number, r: number, i: number) => number) => void = () => {},
): ProjectMarks {
  const next = numbersFrom(3);
  const [nb, nr] = [5, 7];
  const marks = new Int32Array(nb * nr * items.length);
  const whole: ProjectMarks = {
    project: 'P',
    experts: Array.from({ length: nr }, (_, r) => `E${r}`),
    affiliations: Array.from({ length: nr }, () => null),
    bidders: Array.from({ length: nb }, (_, b) => `B${b}`),
    parties: Array.from({ length: nb }, () => null),
    items,
    marks,
  };
  const at = (b: number, r: number, i: number) => placeOf(whole, b, r, i);
  for (let b = 0; b < nb; b++)
    for (let r = 0; r < nr; r++) {
      for (const i of [0, 1]) {
        const max = items[i]?.max ?? 0;
        marks[at(b, r, i)] = Math.round((max * (0.6 + 0.06 * b) + 3000 * (next() - 0.5)) / 500) * 500;
      }
      marks[at(b, r, 2)] = 5000 + 1000 * b;
    }
  change(marks, at);
  return whole;
}

const checker = new Checker(builtIn, 0.01);
const flaggedOf = (of: ProjectMarks) => {
  const judged = checker.total(of);
  return judged ? [...judged.flagged.keys()].filter((place) => judged.flagged[place] === 1) : [];
};

test('asked for less than the history can tell, honest marks of forty items raise no more than stated together', () => {
  const [nb, nr, many, asked] = [5, 7, 40, 0.01];
  const forty = Array.from({ length: many }, (_, n) => {
    return { id: `T${n + 10}`, max: 10_000, kind: 'subjective', step: 100 } as const;
  });
  const next = numbersFrom(7);
  // Box and Muller; items stray by 4.65 points of 100, the built-in calibration's by 4.76.
  const normal = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  const each = new Checker(builtIn, asked / many);
  let [marked, cells] = [0, 0];
  for (let n = 0; n < 300; n++) {
    const honest = { ...panel(), items: forty, marks: new Int32Array(nb * nr * many) };
    for (let b = 0; b < nb; b++) {
      const profile = forty.map(() => 75 + 9 * normal());
      for (let r = 0; r < nr; r++) {
        const own = 1.5 * normal();
        for (const [i, quality] of profile.entries()) {
          const mark = Math.round(quality + own + 4.4 * normal()) * 100;
          honest.marks[placeOf(honest, b, r, i)] = Math.max(0, Math.min(10_000, mark));
        }
      }
    }
    const judged = each.items(honest);
    for (let cell = 0; cell < nb * nr; cell++, cells++)
      if (judged.some(({ flagged }) => flagged[cell] === 1)) marked++;
  }
  expect(marked / cells).toBeLessThan(asked);
});

describe('marks judged by the built-in calibration', () => {
  test('a clean panel is silent; one mark far off is flagged alone, upwards', () => {
    expect(flaggedOf(panel())).toEqual([]);
    const off = panel((marks, at) => {
      for (const i of [0, 1]) marks[at(2, 3, i)] = items[i]?.max ?? 0;
    });
    expect(flaggedOf(off)).toEqual([2 * 7 + 3]);
    expect(checker.total(off)?.odds.apart[2 * 7 + 3]).toBeGreaterThan(0);
  });

  test('an expert who is merely strict, and a bidder all find extreme, are not flagged', () => {
    const strict = panel((marks, at) => {
      for (let b = 0; b < 5; b++)
        for (const i of [0, 1]) marks[at(b, 1, i)] = (marks[at(b, 1, i)] ?? 0) - 3000;
    });
    expect(flaggedOf(strict)).toEqual([]);
    const extreme = panel((marks, at) => {
      for (let r = 0; r < 7; r++) for (const i of [0, 1]) marks[at(4, r, i)] = 500;
    });
    expect(flaggedOf(extreme)).toEqual([]);
  });

  test('an anomaly in one item is flagged at that item', () => {
    const off = panel((marks, at) => {
      marks[at(1, 5, 1)] = 29_500;
    });
    const judged = checker.items(off);
    expect(judged.map(({ scope, flagged }) => [scope.item, flagged[1 * 7 + 5]])).toEqual([
      [0, 0],
      [1, 1],
    ]);
  });
});

describe('faults of entry', () => {
  const faultsOf = (of: ProjectMarks) =>
    checker
      .entry(of)
      .map(({ bidder, expert, item, fault, meant }) => [bidder, expert, item, fault, meant?.mark ?? null]);

  test('none in a clean panel', () => {
    expect(faultsOf(panel())).toEqual([]);
  });

  test('omitted, out of range, off the step, differing', () => {
    const wrong = panel((marks, at) => {
      marks[at(0, 0, 0)] = ABSENT;
      marks[at(1, 1, 1)] = 30_500;
      marks[at(2, 2, 0)] = 28_300;
      marks[at(3, 3, 2)] = 7000;
    });
    expect(faultsOf(wrong).map((fault) => fault.slice(0, 4))).toEqual([
      [0, 0, 0, 'missing'],
      [1, 1, 1, 'range'],
      [2, 2, 0, 'step'],
      [3, 3, 2, 'differs'],
    ]);
  });

  test('digits exchanged and a point shifted, with what was meant', () => {
    const wrong = panel((marks, at) => {
      marks[at(3, 2, 1)] = 2500;
      marks[at(0, 4, 0)] = 2500;
    });
    expect(faultsOf(wrong)).toEqual([
      [0, 4, 0, 'shifted', 25_000],
      [3, 2, 1, 'shifted', 25_000],
    ]);
  });
});
