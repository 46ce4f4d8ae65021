import { expect, test } from 'vitest';
import type { ItemView } from '#shared/protocol/evaluation.ts';
import { cellKey, readMark } from './cells.ts';
import { placedFaults } from './faults.ts';
import { cellAfter } from './moves.ts';

const items: ItemView[] = ['T1', 'T2'].map((id) => ({
  id,
  section: 'technical',
  title: `评分项${id}`,
  max: 10_000,
  step: 500,
  kind: 'subjective',
}));
const bidders = ['B1', 'B2'].map((id) => ({ id, name: `投标人${id}`, valid: true }));
const at = (bidder: number, item: number) => {
  const cell = { bidder: bidders[bidder], item: items[item] };
  if (!cell.bidder || !cell.item) throw new Error('no such cell');
  return { bidder: cell.bidder, item: cell.item };
};

test.each([
  ['7.5', 7500],
  [' 10 ', 10_000],
  ['７．５', 7500], // full width, as a Chinese keyboard types
  ['7。5', 7500],
  ['0', 0],
  ['', null],
])('reads %s', (text, mark) => {
  expect(readMark(text, at(0, 0))).toEqual({ mark, fault: null });
});

test.each([
  ['10.5', 'MARK_RANGE'],
  ['7.3', 'MARK_STEP'],
  ['七', 'MARK_STEP'],
  ['-1', 'MARK_STEP'],
])('refuses %s', (text, code) => {
  const { mark, fault } = readMark(text, at(0, 0));
  expect(mark).toBeNull();
  expect(fault?.code).toBe(code);
});

test('Enter goes down one bidder and on to the next; the edges lead nowhere', () => {
  expect(cellAfter(at(0, 0), 'next', bidders, items)).toEqual(at(0, 1));
  expect(cellAfter(at(0, 1), 'next', bidders, items)).toEqual(at(1, 0));
  expect(cellAfter(at(1, 1), 'next', bidders, items)).toBeNull();
  expect(cellAfter(at(1, 0), 'previous', bidders, items)).toEqual(at(0, 1));
  expect(cellAfter(at(0, 0), 'left', bidders, items)).toBeNull();
  expect(cellAfter(at(0, 0), 'right', bidders, items)).toEqual(at(1, 0));
});

test('what is typed stands over what the core says of a cell', () => {
  const missing = (bidder: string, item: string) => ({
    bidder,
    item,
    message: { zh: '未评', en: 'missing' },
  });
  const faults = placedFaults({
    bidders,
    items,
    marks: { B1: { T1: 1000 } },
    typed: { [cellKey('B1', 'T2')]: '99', [cellKey('B2', 'T1')]: '3' },
    faults: [missing('B1', 'T2'), missing('B2', 'T1'), missing('B2', 'T2')],
  });
  expect(faults.map(({ key }) => key)).toEqual([cellKey('B1', 'T2'), cellKey('B2', 'T2')]);
  expect(faults[0]?.text.zh).toContain('应在 0 到 10 分之间');
  expect(faults[1]?.text.zh).toContain('投标人B2');
});
