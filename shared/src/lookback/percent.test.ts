import { expect, test } from 'vitest';
import type { Project } from '../projects/project.ts';
import type { MarkSheet } from '../scoring/sheet.ts';
import { type Basis, percentFlags } from './percent.ts';

const project = (percent: number, basis: Basis) =>
  ({
    items: [
      { id: 'T1', section: 'technical', title: '施工方案', max: 20000, step: 500, kind: 'subjective' },
      { id: 'O1', section: 'commercial', title: '业绩', max: 5000, step: 1000, kind: 'objective' },
    ],
    price: { max: 0, decimals: 2, formula: { kind: 'lowest-first' } },
    aggregation: { kind: 'mean', decimals: 3 },
    bidders: [
      { id: 'B1', name: '甲公司', party: '1', price: 1 },
      { id: 'B2', name: '乙公司', party: '2', price: 1 },
    ],
    lookback: { percent, basis, falseAlarm: 0.01 },
  }) satisfies Partial<Project>;

const sheets = (marks: readonly number[]): MarkSheet[] =>
  marks.map((mark, index) => ({
    expert: `e${index}`,
    ticket: `t${index}`,
    marks: { B1: { T1: mark, O1: 5000 }, B2: { T1: 10000, O1: 0 } },
  }));

const flagged = (percent: number, basis: Basis, marks: readonly number[]) =>
  percentFlags(project(percent, basis), sheets(marks), ['B1', 'B2']).map(
    ({ expert, bidder, item, direction }) => `${expert} ${bidder} ${item} ${direction}`,
  );

test('more than the percentage, strictly, by each basis', () => {
  // others' mean 10: 13 is exactly 30 %, 13.5 is more
  expect(flagged(30, 'others', [10000, 10000, 10000, 10000, 13000])).toEqual([]);
  expect(flagged(30, 'others', [10000, 10000, 10000, 10000, 13500])).toEqual([
    'e4 B1 null high',
    'e4 B1 T1 high',
  ]);
  // mean of all 10.7: 13.5 is 26 % above
  expect(flagged(30, 'all', [10000, 10000, 10000, 10000, 13500])).toEqual([]);
  expect(flagged(20, 'all', [10000, 10000, 10000, 10000, 13500])).toEqual([
    'e4 B1 null high',
    'e4 B1 T1 high',
  ]);
  expect(flagged(30, 'median', [10000, 10000, 10000, 6500, 10000])).toEqual([
    'e3 B1 null low',
    'e3 B1 T1 low',
  ]);
});

test('nobody is flagged in a panel that agrees, however extreme', () => {
  expect(flagged(20, 'others', [0, 0, 0, 0, 0])).toEqual([]);
  expect(flagged(20, 'others', [20000, 20000, 20000, 20000, 20000])).toEqual([]);
});

test('the sentence carries the numbers, in both languages, and whether the ranking rests on the mark', () => {
  const [flag] = percentFlags(project(30, 'others'), sheets([9000, 9000, 9000, 9000, 20000]), ['B1', 'B2']);
  expect(flag?.text.zh).toContain('您给甲公司的主观分合计为 20 分，其他专家的平均分为 9 分，高 122.2%');
  expect(flag?.text.en).toContain('122.2 % above');
  expect(flag).toMatchObject({
    rule: 'percent-30-others',
    percentFromBasis: 12222,
    basisValue: 9000,
    value: 20000,
  });
});

test('says when the order of bidders would be another without the expert', () => {
  const level = { ...project(30, 'others'), items: project(30, 'others').items.slice(0, 1) };
  const [flag] = percentFlags(level, sheets([9000, 9000, 9000, 9000, 20000]), ['B1', 'B2']);
  expect(flag?.rankingWouldChange).toBe(true);
});
