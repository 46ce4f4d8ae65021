import { expect, it } from 'vitest';
import type { Project } from '../projects/project.ts';
import type { MarkSheet } from '../scoring/sheet.ts';
import { panelFlags } from './panel-flags.ts';

const experts = ['E1', 'E2', 'E3', 'E4', 'E5', 'E6', 'E7'];
const bidders = ['B1', 'B2', 'B3', 'B4'];
const items = [
  { id: 'T1', max: 60000 },
  { id: 'T2', max: 40000 },
].map((item) => ({
  ...{ ...item, section: 'technical', title: `${item.id} 方案`, step: 100, guide: '' },
  kind: 'subjective' as const,
}));

function project(percent = 30): Project {
  return {
    ...{ format: 'kawei/project@1', id: 'P', title: '项目', regime: 'bidding', items },
    price: { max: 0, decimals: 2, formula: { kind: 'lowest-first' } },
    aggregation: { kind: 'mean', decimals: 3 },
    bidders: bidders.map((id) => ({ id, name: `${id} 公司`, party: `91${id}`, price: 100 })),
    panel: { categories: [], sites: [], maxPerEmployer: 1, reserves: 3 },
    lookback: { percent, basis: 'others', falseAlarm: 0.01 },
  } as unknown as Project;
}

/** Marks that differ a little from expert to expert; `change` adds thousandths to some. */
function sheets(change: (expert: string, bidder: string, item: string) => number): MarkSheet[] {
  return experts.map((expert, e) => ({
    expert,
    ticket: expert,
    marks: Object.fromEntries(
      bidders.map((bidder, b) => [
        bidder,
        Object.fromEntries(
          items.map(({ id, max }, i) => {
            const usual = max * (0.72 + 0.04 * b) + 100 * (((e * 7 + b * 5 + i * 3) % 9) - 4);
            return [id, Math.round((usual + change(expert, bidder, id)) / 100) * 100];
          }),
        ),
      ]),
    ),
  }));
}

const found = (change: Parameters<typeof sheets>[0], percent?: number) =>
  panelFlags(project(percent), sheets(change), bidders, (expert) => `${expert}号`);
const places = (flags: ReturnType<typeof found>) =>
  flags.map(({ expert, bidder, item, rule }) => [expert, bidder, item, rule]);

it('says nothing of a panel that agrees, of a strict expert, and of a bidder whom all mark down', () => {
  expect(found(() => 0)).toEqual([]);
  expect(found((expert) => (expert === 'E3' ? -2000 : 0))).toEqual([]);
  expect(found((_, bidder) => (bidder === 'B2' ? -15000 : 0))).toEqual([]);
});

it('flags what the percent rule lets pass, and says it to that expert without naming another', () => {
  const flags = found((expert, bidder) => (expert === 'E3' && bidder === 'B2' ? -8000 : 0));
  expect(places(flags)).toContainEqual(['E3', 'B2', null, 'abnormal-0.01']);
  expect(flags.every(({ expert, direction }) => expert === 'E3' && direction === 'low')).toBe(true);
  for (const { text, about } of flags) {
    expect(text.zh).toMatch(/^您给/);
    expect(text.en).toMatch(/^You gave/);
    expect(text.zh).not.toContain('E3');
    expect(about.zh).toMatch(/^E3号给/);
    expect(about.en).toMatch(/^E3号 gave/);
    expect(`${about.zh}${about.en}`).not.toMatch(/您|your/i);
    expect(text.zh).toContain('B2 公司');
    for (const other of experts.filter((expert) => expert !== 'E3')) {
      expect(text.zh).not.toContain(other);
      expect(text.en).not.toContain(other);
    }
  }
  expect(flags.find(({ item }) => item === null)?.value).toBe(
    Object.values(sheets(() => 0)[2]?.marks.B2 ?? {}).reduce((sum, mark) => sum + mark, -16000),
  );
});

it('says of the ranking in words what stands beside it: price and all, without the whole sheet', () => {
  const swapped = sheets((expert, bidder) =>
    expert !== 'E3' ? 0 : bidder === 'B2' ? 14000 : bidder === 'B3' ? -16000 : 0,
  );
  // By marks alone B2 and B3 change places; the price keeps them apart.
  const priced = {
    ...project(),
    price: { max: 40000, decimals: 2, formula: { kind: 'lowest-first' } },
    bidders: bidders.map((id, b) => ({ id, name: `${id} 公司`, party: `91${id}`, price: 400 - 100 * b })),
  } as unknown as Project;
  for (const [one, changes] of [
    [project(), true],
    [priced, false],
  ] as const) {
    const flags = panelFlags(one, swapped, bidders, (expert) => `${expert}号`);
    expect(new Set(flags.map(({ rule }) => rule.split('-')[0]))).toEqual(new Set(['abnormal', 'percent']));
    for (const { rankingWouldChange, text, about } of flags) {
      expect(rankingWouldChange).toBe(changes);
      for (const { zh, en } of [text, about]) {
        expect(zh).toMatch(changes ? /名次会变。/ : /名次不变。/);
        expect(zh).not.toMatch(changes ? /名次不变/ : /名次会变|名次将由/);
        expect(en).toMatch(changes ? /would be another\./ : /would be the same\./);
      }
    }
  }
});

it('flags a mark that both find once, by the rule of the regime', () => {
  const flags = found((expert, bidder) => (expert === 'E3' && bidder === 'B2' ? -15000 : 0), 20);
  const keys = places(flags).map(([expert, bidder, item]) => `${expert} ${bidder} ${item}`);
  expect(new Set(keys).size).toBe(keys.length);
  expect(places(flags)).toContainEqual(['E3', 'B2', null, 'percent-20-others']);
});

it('two who rise together are each told of their own marks alone', () => {
  const flags = found((expert, bidder) => (['E2', 'E5'].includes(expert) && bidder === 'B1' ? 9000 : 0));
  expect(new Set(flags.map(({ expert }) => expert))).toEqual(new Set(['E2', 'E5']));
  for (const { expert, text } of flags) expect(text.zh).not.toContain(expert === 'E2' ? 'E5' : 'E2');
});

it('tells what was likely meant by a slip of the pen, to its expert and to others, and by none where there is none', () => {
  const slipped = sheets(() => 0);
  const marks = slipped.find(({ expert }) => expert === 'E4')?.marks.B2;
  if (!marks) throw new Error('no marks');
  // The others gave about 45 of 60.
  marks.T1 = 4500;
  const at = (flags: ReturnType<typeof found>) =>
    flags.filter(({ expert, bidder, item }) => expert === 'E4' && bidder === 'B2' && item === 'T1');
  const flags = panelFlags(project(), slipped, bidders, (expert) => `${expert}号`);
  const [flag, ...more] = at(flags);
  expect(more).toEqual([]);
  expect(flag?.rule).toBe('percent-30-others');
  expect(flag?.text.zh).toContain('小数点错了一位，原意可能是 45 分。如确系笔误，请更正。');
  expect(flag?.about.zh).toContain('原意可能是 45 分。');
  expect(flag?.about.zh).not.toContain('请更正');
  expect(flag?.text.en).toContain('45 may have been meant. If it is one, correct it.');
  expect(flags.filter(({ text }) => text.zh.includes('笔误'))).toEqual([flag]);
  // As far off, and no slip leads there.
  marks.T1 = 20_000;
  for (const { text } of panelFlags(project(), slipped, bidders, (expert) => expert))
    expect(text.zh).not.toContain('笔误');
});
