import { describe, expect, test } from 'vitest';
import { modelItems, PanelModel } from '#test/rehearsal/honest-panels.ts';
import type { Project } from '../projects/project.ts';
import type { MarkSheet } from '../scoring/sheet.ts';
import { at } from './normal.ts';
import { paceOf } from './pace.ts';
import { resting } from './resting.ts';

const bidders = ['B1', 'B2', 'B3', 'B4', 'B5'];

/** A project of the model's items; all prices are equal, so that the marks decide. */
const project: Project = {
  format: 'kawei/project@1',
  id: 'X1',
  title: '项目',
  regime: 'bidding',
  items: modelItems.map(({ id, max, kind, step }) => ({
    ...{ id, max, kind, step: step ?? 1, title: id },
    section: 'technical',
  })),
  price: { max: 40_000, decimals: 3, formula: { kind: 'lowest-first' } },
  aggregation: { kind: 'mean', decimals: 3 },
  bidders: bidders.map((id) => ({ id, name: id, party: id, price: 100_000_000 })),
  panel: { categories: [], sites: [], maxPerEmployer: 1, reserves: 0 },
  lookback: { percent: 30, basis: 'others', falseAlarm: 0.01 },
};

/** Every expert gives a bidder the same share of each item. */
function sheets(percents: readonly (readonly number[])[]): MarkSheet[] {
  return percents.map((own, r) => ({
    expert: `E${r + 1}`,
    ticket: `${r}`,
    marks: Object.fromEntries(
      bidders.map((bidder, b) => [
        bidder,
        Object.fromEntries(modelItems.map(({ id, max }) => [id, Math.round((max * at(own, b)) / 100)])),
      ]),
    ),
  }));
}

describe('whose marks a result rests on', () => {
  test('one expert who puts the second first', () => {
    const panel = sheets([
      [80, 78, 60, 60, 60],
      [80, 78, 60, 60, 60],
      [80, 78, 60, 60, 60],
      [80, 78, 60, 60, 60],
      [60, 95, 60, 60, 60],
    ]);
    const told = resting(project, panel, bidders);
    expect(told).toMatchObject({ first: 'B2', expert: 'E5', without: [{ expert: 'E5', first: 'B1' }] });
    expect(told?.otherwise).toBeGreaterThan(0.05);
    expect(told?.otherwise).toBeLessThan(0.5);
  });

  test('a clear lead rests on nobody; a tie and two experts are not too few to look at', () => {
    const clear = sheets([1, 2, 3, 4, 5].map(() => [90, 70, 60, 60, 60]));
    expect(resting(project, clear, bidders)).toMatchObject({ first: 'B1', without: [], expert: null });
    expect(resting(project, clear, bidders)?.otherwise).toBeLessThan(0.001);
    const even = sheets([1, 2, 3, 4, 5].map(() => [80, 80, 60, 60, 60]));
    expect(resting(project, even, bidders)).toMatchObject({ first: null, margin: 0, expert: null });
    expect(resting(project, even, bidders)?.otherwise).toBeCloseTo(0.5, 5);
    expect(resting(project, clear.slice(0, 2), bidders)).toBeNull();
  });

  test('in honest panels this is no rarity: some few in a hundred rest on one expert', () => {
    const model = new PanelModel(21, 40, 20);
    let alone = 0;
    let other = 0;
    for (let i = 0; i < 400; i++) {
      const { experts, marks } = model.panel('X', 7, 5);
      const given: MarkSheet[] = experts.map((expert, r) => ({
        expert,
        ticket: `${r}`,
        marks: Object.fromEntries(
          bidders.map((bidder, b) => [
            bidder,
            Object.fromEntries(modelItems.map(({ id }, m) => [id, at(marks, (b * 7 + r) * 4 + m)])),
          ]),
        ),
      }));
      const told = resting(project, given, bidders);
      if (told?.expert) alone++;
      if (told && told.without.length > 0) other++;
    }
    expect(alone / 400).toBeGreaterThan(0.03);
    expect(alone / 400).toBeLessThan(0.15);
    expect(other).toBeGreaterThanOrEqual(alone);
  });
});

describe('time at a bidder', () => {
  const at0 = Date.parse('2026-11-23T01:00:00.000Z');
  const saved = (expert: string, bidder: string, seconds: number) => ({
    ...{ expert, bidder },
    at: at0 + 1000 * seconds,
  });

  test('is that before each mark; pauses and bursts are counted and not timed', () => {
    const paces = paceOf([
      saved('E1', 'B1', 0),
      saved('E2', 'B1', 5),
      saved('E1', 'B1', 60),
      saved('E1', 'B2', 90),
      saved('E1', 'B2', 90 + 601),
      saved('E1', 'B2', 691.2),
    ]);
    expect(paces).toEqual([
      { expert: 'E1', bidder: 'B1', saved: 2, milliseconds: 60_000, pauses: 0, bunched: 0 },
      { expert: 'E2', bidder: 'B1', saved: 1, milliseconds: 0, pauses: 0, bunched: 0 },
      { expert: 'E1', bidder: 'B2', saved: 3, milliseconds: 30_000, pauses: 1, bunched: 1 },
    ]);
  });
});
