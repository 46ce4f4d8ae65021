/** What is said over many panels, on panels of a stated model (test/rehearsal/honest-panels.ts). */
import { describe, expect, test } from 'vitest';
import { PanelModel } from '#test/rehearsal/honest-panels.ts';
import { alikeness } from './alike.ts';
import { builtIn } from './built-in.ts';
import { expertHistory, type PanelShare, panelShares } from './expert-history.ts';
import { leftOver } from './left-over.ts';
import type { ProjectMarks } from './marks.ts';
import { at, normalQuantile } from './normal.ts';
import { type Association, PairTally } from './pairs.ts';
import { Scopes } from './scopes.ts';
import { TogetherTally } from './together.ts';

const scopes = new Scopes(builtIn);
const EXPERTS = 40;

function scopeOf(panel: ProjectMarks) {
  const scope = scopes.total(panel);
  if (!scope) throw new Error('nothing subjective');
  return scope;
}

/** Six hundred panels of seven on five bidders, of 40 experts and 20 parties, tallied. */
function tallied(shift?: (expert: string, party: string) => number, joined?: readonly [string, string]) {
  const model = new PanelModel(11, EXPERTS, 20);
  const pairs = new PairTally(builtIn.pairs);
  const together = new TogetherTally();
  const shares = new Map<string, PanelShare[]>();
  for (let i = 0; i < 600; i++) {
    const leaning = new Map<string, number>();
    const panel = model.panel(`X${i}`, 7, 5, (expert, party) => {
      const common = leaning.get(party) ?? 8 * model.normal();
      leaning.set(party, common);
      return (joined?.includes(expert) ? common : 0) + (shift?.(expert, party) ?? 0);
    });
    const { table, curve } = scopeOf(panel);
    const left = leftOver(panel, table, curve);
    if (!left) throw new Error('nothing to compare with');
    pairs.addLeft(left);
    together.addLeft(left);
    for (const [r, share] of panelShares(table, curve).entries()) {
      const expert = panel.experts[r] ?? '';
      shares.set(expert, [...(shares.get(expert) ?? []), share]);
    }
  }
  return { model, pairs, together, shares };
}

const honest = tallied();
const met = (all: Iterable<Association>) => [...all].filter(({ n }) => n >= 3);
const flaggedShare = (all: readonly Association[]) => all.filter(({ flag }) => flag).length / all.length;

describe('pairs', () => {
  test('asked for 1 %, honest pairs are flagged no more often; a favour of 5 points shows', () => {
    const { pairs, affiliations } = honest.pairs.associations(0.01);
    const all = met(pairs);
    expect(all.length).toBe(800);
    expect(flaggedShare(all)).toBeLessThan(0.012);
    expect(flaggedShare(met(affiliations))).toBeLessThan(0.012);
    const leaning = tallied((expert, party) => (expert === 'E3' && party === 'P5' ? 5 : 0));
    const told = met(leaning.pairs.associations(0.01).pairs);
    const [strongest] = told.sort((a, b) => b.statistic - a.statistic);
    expect(strongest).toMatchObject({ who: 'E3', party: 'P5', flag: true });
    expect(strongest?.points).toBeGreaterThan(2);
  });

  test('asked for one expert and one affiliation, the same is said of them as asked for all', () => {
    const whole = honest.pairs.associations(0.01);
    const whose = { experts: new Set(['E7']), affiliations: new Set(['U2']) };
    const some = honest.pairs.associations(0.01, whose);
    const only = (all: Iterable<Association>, who: string) =>
      [...all].filter((one) => one.who === who).sort((a, b) => (a.party < b.party ? -1 : 1));
    expect(only(some.pairs, 'E7')).toEqual(only(whole.pairs, 'E7'));
    const pooled = [...some.affiliations];
    expect(pooled.every(({ who }) => who === 'U2')).toBe(true);
    for (const one of only(whole.affiliations, 'U2')) {
      const same = pooled.find(({ party }) => party === one.party);
      expect(same?.statistic).toBeCloseTo(one.statistic, 6);
    }
  });
});

describe('two experts who rise together', () => {
  test('honest ones stray as chance has it, two with one mind show first', () => {
    const all = [...honest.together.pairs()];
    expect(all.length).toBe((EXPERTS * (EXPERTS - 1)) / 2);
    const mean = all.reduce((sum, { statistic }) => sum + statistic, 0) / all.length;
    const square = all.reduce((sum, { statistic }) => sum + (statistic - mean) ** 2, 0) / all.length;
    expect(Math.abs(mean)).toBeLessThan(0.1);
    expect(Math.sqrt(square)).toBeGreaterThan(0.9);
    expect(Math.sqrt(square)).toBeLessThan(1.1);
    const limit = normalQuantile(0.99);
    expect(all.filter(({ statistic }) => statistic > limit).length / all.length).toBeLessThan(0.02);
    const named = (one: { one: string; other: string }) => one.one === 'E7' || one.other === 'E7';
    const byName = (pairs: typeof all) => pairs.sort((a, b) => (a.one + a.other < b.one + b.other ? -1 : 1));
    expect(byName([...honest.together.pairs(new Set(['E7']))])).toEqual(byName(all.filter(named)));
    const joined = [...tallied(undefined, ['E2', 'E9']).together.pairs()];
    const [first] = joined.sort((a, b) => b.statistic - a.statistic);
    expect([first?.one, first?.other].sort()).toEqual(['E2', 'E9']);
    expect(first?.statistic).toBeGreaterThan(3);
  });
});

describe('an expert over many panels', () => {
  test('the interval of severity holds the truth about as often as it says', () => {
    const { model, shares } = honest;
    const mean = model.experts.reduce((sum, { severity }) => sum + severity, 0) / EXPERTS;
    const held = model.experts.filter(({ id, severity }) => {
      const told = expertHistory(shares.get(id) ?? []).severity;
      const truth = ((severity - mean) * EXPERTS) / (EXPERTS - 1);
      return told && told.low <= truth && truth <= told.high;
    });
    expect(held.length).toBeGreaterThanOrEqual(0.85 * EXPERTS);
  });

  test('the interval of three panels holds the truth too; two panels say nothing', () => {
    const model = new PanelModel(5, 200, 20);
    const mean = model.experts.reduce((sum, { severity }) => sum + severity, 0) / 200;
    const shares = new Map<string, PanelShare[]>();
    for (let i = 0; i < 85; i++) {
      const panel = model.panel(`X${i}`, 7, 5);
      const { table, curve } = scopeOf(panel);
      for (const [r, share] of panelShares(table, curve).entries()) {
        const expert = panel.experts[r] ?? '';
        shares.set(expert, [...(shares.get(expert) ?? []), share]);
      }
    }
    const told = model.experts.flatMap(({ id, severity }) => {
      const own = shares.get(id) ?? [];
      return own.length >= 3
        ? [{ truth: severity - mean, told: expertHistory(own.slice(0, 3)).severity }]
        : [];
    });
    expect(told.length).toBeGreaterThan(50);
    const held = told.filter((one) => one.told && one.told.low <= one.truth && one.truth <= one.told.high);
    expect(held.length / told.length).toBeGreaterThan(0.88);
    expect(expertHistory((shares.get('E1') ?? []).slice(0, 2)).severity).toBeNull();
  });

  test('a spread of its own shows', () => {
    const model = new PanelModel(9, 7, 5);
    const shares: PanelShare[] = [];
    for (let i = 0; i < 12; i++) {
      const panel = model.panel(`X${i}`, 7, 5, (expert) => (expert === 'E4' ? 6 * model.normal() : 0));
      const { table, curve } = scopeOf(panel);
      const share = panelShares(table, curve)[panel.experts.indexOf('E4')];
      if (share) shares.push(share);
    }
    const { spread } = expertHistory(shares);
    expect(spread?.low).toBeGreaterThan(1);
    expect(spread?.value).toBeGreaterThan(1.3);
  });
});

describe('all items marked alike', () => {
  test('shows for the one who does, and seldom for honest ones', () => {
    const model = new PanelModel(3, 30, 10);
    let [honestOnes, called] = [0, 0];
    for (let i = 0; i < 200; i++) {
      const panel = model.panel(`X${i}`, 7, 5);
      for (const { share } of alikeness(panel)) {
        honestOnes++;
        if (share < 0.01) called++;
      }
      if (i > 3) continue;
      const same = alikeness(alikeBy(panel, 2)).find(({ expert }) => expert === 2);
      expect(same?.share).toBeLessThan(0.001);
      expect(same?.ratio).toBeLessThan(0.3);
    }
    expect(honestOnes).toBe(1400);
    expect(called / honestOnes).toBeLessThan(0.01);
  });

  test('too few items, bidders or experts say nothing, nor do marks that are all alike', () => {
    const model = new PanelModel(3, 30, 10);
    expect(alikeness(model.panel('X', 2, 5))).toEqual([]);
    expect(alikeness(model.panel('X', 7, 2))).toEqual([]);
    const panel = model.panel('X', 7, 5);
    expect(alikeness({ ...panel, marks: panel.marks.map(() => 5000) })).toEqual([]);
  });
});

/** The panel with one expert's marks at the same share of each item. */
function alikeBy(panel: ProjectMarks, r: number): ProjectMarks {
  const { experts, items } = panel;
  const marks = panel.marks.slice();
  for (const b of panel.bidders.keys()) {
    const from = (b * experts.length + r) * items.length;
    const share = at(marks, from) / (items[0]?.max ?? 1);
    for (const [i, { max }] of items.entries()) marks[from + i] = Math.round((share * max) / 500) * 500;
  }
  return { ...panel, marks };
}
