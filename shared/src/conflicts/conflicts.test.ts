import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { daysAfter, isDay, yearsAfter } from '../time/day.ts';
import { type ConflictExpert, conflictsOf } from './conflicts.ts';
import { comparable, sameParty } from './party.ts';
import { ruleText } from './rules.ts';

const DAY = '2026-11-23';
const CODE = '91340100MA2MX6QJ7K';
const project = {
  tenderer: '合肥市重点工程建设管理局',
  agency: '安徽招标咨询有限公司',
  bidders: [
    { name: '中铁四局集团有限公司', party: CODE },
    { name: '江州建设（集团）有限公司', party: '' },
  ],
};
const nobody: ConflictExpert = { employer: '某大学' };
const rules = (expert: Partial<ConflictExpert>, day = DAY) =>
  conflictsOf({ ...nobody, ...expert }, project, day).map(({ rule, certain }) =>
    certain ? rule : `${rule}?`,
  );
const formerly = (until: string | null, from: string | null = '2010-01-01') => ({
  employments: [{ employer: '中铁四局集团有限公司', code: CODE, role: 'director' as const, from, until }],
});

describe('a former employer', () => {
  it.each([
    ['2023-11-22', []],
    ['2023-11-23', ['bidder-employment']],
    ['2023-11-24', ['bidder-employment']],
    ['2026-11-22', ['bidder-employment']],
    [null, ['bidder-employment']],
  ])('that ended on %s', (until, expected) => {
    expect(rules(formerly(until))).toEqual(expected);
  });

  it('that ended on 29 February bars to 28 February, three years on', () => {
    expect(rules(formerly('2024-02-29'), '2027-02-28')).toEqual(['bidder-employment']);
    expect(rules(formerly('2024-02-29'), '2027-03-01')).toEqual([]);
  });

  it('to whom one has not gone yet does not bar', () => {
    expect(rules(formerly(null, '2026-11-24'))).toEqual([]);
    expect(rules(formerly(null, '2026-11-23'))).toEqual(['bidder-employment']);
  });

  it('bars by whatever one was there, and the evidence names the row and the bidder', () => {
    const [found] = conflictsOf({ ...nobody, ...formerly('2025-01-01') }, project, DAY);
    expect(found?.evidence).toEqual({
      ...{ kind: 'employment', row: 0, employer: '中铁四局集团有限公司', role: 'director' },
      ...{ from: '2010-01-01', until: '2025-01-01', party: '中铁四局集团有限公司' },
    });
  });

  it('that is the tenderer or the agency does not bar, the present one does', () => {
    const past = { role: 'employee' as const, from: null, until: '2026-01-01' };
    expect(rules({ employments: [{ employer: '合肥市重点工程建设管理局', ...past }] })).toEqual([]);
    expect(rules({ employer: '合肥市重点工程建设管理局' })).toEqual(['tenderer-own']);
    expect(rules({ employer: '安徽招标咨询有限公司' })).toEqual(['agency-own']);
  });
});

test('three whole years: an employment bars on the day exactly when fewer have passed', () => {
  const day = fc.integer({ min: 0, max: 4000 }).map((offset) => daysAfter('2018-01-01', offset));
  fc.assert(
    fc.property(day, fc.integer({ min: 0, max: 1500 }), (until, later) => {
      const on = daysAfter(until, later);
      expect(isDay(yearsAfter(until, 3))).toBe(true);
      expect(rules(formerly(until), on).length > 0).toBe(on <= yearsAfter(until, 3));
    }),
  );
});

describe('others', () => {
  it('kin employed by a bidder', () => {
    const kin = [{ name: '李四', relation: '配偶', employer: '江州建设(集团)有限公司' }];
    const [found] = conflictsOf({ ...nobody, kin }, project, DAY);
    expect(found).toMatchObject({
      rule: 'bidder-kin',
      certain: true,
      evidence: { row: 0, relation: '配偶' },
    });
    expect(JSON.stringify(found)).not.toContain('李四');
  });

  it('days on which they cannot come, suspensions, other panels: the first and last day among them', () => {
    const period = { from: DAY, until: DAY };
    expect(rules({ unavailable: [period] })).toEqual(['unavailable']);
    expect(rules({ unavailable: [period] }, '2026-11-24')).toEqual([]);
    expect(rules({ suspensions: [{ from: '2026-01-01', until: null }] })).toEqual(['suspended']);
    expect(rules({ suspensions: [{ from: '2026-11-24', until: null }] })).toEqual([]);
    expect(rules({ engaged: [DAY] })).toEqual(['engaged']);
    expect(rules({ engaged: ['2026-11-24'] })).toEqual([]);
    expect(rules({ engaged: [null] })).toEqual(['engaged']);
  });
});

describe('names of companies', () => {
  const names = (one: string, other: string, oneCode?: string, otherCode?: string) =>
    sameParty(comparable({ name: one, code: oneCode }), comparable({ name: other, code: otherCode }));

  it.each([
    ['江州建设（集团）有限公司', '江州建设(集团) 有限公司', 'same'],
    ['ＡＢＣ建筑有限公司', 'abc 建筑有限公司', 'same'],
    ['江州建设有限公司', '江州建设有限责任公司', 'possible'],
    ['江州建设（集团）有限公司', '江州建设有限公司', 'possible'],
    ['江州建设有限公司合肥分公司', '江州建设有限公司', 'possible'],
    ['江州建设有限公司', '江州建筑有限公司', 'other'],
    ['有限公司', '公司', 'other'],
  ])('%s and %s', (one, other, expected) => {
    expect(names(one, other)).toBe(expected);
    expect(names(other, one)).toBe(expected);
  });

  it('codes decide where both have one', () => {
    expect(names('甲', '乙', CODE, CODE.toLowerCase())).toBe('same');
    expect(names('江州建设有限公司', '江州建设有限责任公司', CODE, '913401007885880001')).toBe('other');
    expect(names('江州建设有限公司', '江州建设有限公司', CODE, '913401007885880001')).toBe('possible');
    expect(names('江州建设有限公司', '江州建设有限公司', CODE)).toBe('same');
  });

  it('that are only alike are told as such', () => {
    expect(rules({ employer: '中铁四局集团有限责任公司' })).toEqual(['bidder-employment?']);
    expect(ruleText('bidder-employment', false, 'bidding').zh).toMatch(/^疑似.*待核实/);
  });
});
