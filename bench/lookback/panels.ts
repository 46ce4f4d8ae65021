/** Panels to measure on: real ones of a file, or drawn from a stated model; smaller ones drawn out of them. */
import type { LookbackItem, ProjectMarks } from '#shared/lookback/marks.ts';
import { placeOf } from '#shared/lookback/marks.ts';
import { numbersFrom } from '#shared/lookback/tails.ts';

/** `count` of 0 … `of` − 1 in random order. */
export function someOf(of: number, count: number, next: () => number): number[] {
  const all = Array.from({ length: of }, (_, index) => index);
  for (let i = 0; i < count; i++) {
    const j = i + Math.floor(next() * (of - i));
    [all[i], all[j]] = [all[j] as number, all[i] as number];
  }
  return all.slice(0, count);
}

/** The panel of some of the experts and bidders of a larger one. */
export function partOf(
  panel: ProjectMarks,
  experts: readonly number[],
  bidders: readonly number[],
): ProjectMarks {
  const marks = bidders.flatMap((b) =>
    experts.flatMap((r) => panel.items.map((_, i) => panel.marks[placeOf(panel, b, r, i)] as number)),
  );
  const pick = <T>(from: readonly T[], which: readonly number[]) => which.map((index) => from[index] as T);
  return {
    project: panel.project,
    experts: pick(panel.experts, experts),
    affiliations: pick(panel.affiliations, experts),
    bidders: pick(panel.bidders, bidders),
    parties: pick(panel.parties, bidders),
    items: panel.items,
    marks: Int32Array.from(marks),
  };
}

/** A panel of this shape out of one large enough. */
export function drawnOf(
  panels: readonly ProjectMarks[],
  experts: number,
  bidders: number,
  next: () => number,
): ProjectMarks {
  const large = panels.filter((panel) => panel.experts.length >= experts && panel.bidders.length >= bidders);
  const panel = large[Math.floor(next() * large.length)];
  if (!panel) throw new Error(`no panel of ${experts} × ${bidders}`);
  return partOf(
    panel,
    someOf(panel.experts.length, experts, next),
    someOf(panel.bidders.length, bidders, next),
  );
}

/** The panels of a split by project: even and odd places of a random order. */
export function halves(panels: readonly ProjectMarks[], seed: number): [ProjectMarks[], ProjectMarks[]] {
  const order = someOf(panels.length, panels.length, numbersFrom(seed));
  const half = (odd: number) =>
    order.filter((_, index) => index % 2 === odd).map((index) => panels[index] as ProjectMarks);
  return [half(0), half(1)];
}

const items: readonly LookbackItem[] = [30, 25, 20, 15, 10].map((max, index) => ({
  ...{ id: `I${index + 1}`, max: max * 1000, kind: 'subjective', step: null },
}));

/**
 * The stated model, for where there is no file. A bidder's quality is normal (68, 14²); an expert's severity normal
 * (0, 2²); a mark's error in common to its items normal (0, s²), each item's own normal (0, 4²), s falling from 4 in the
 * middle to half of it at the ends. Each item is rounded to 3 % of its maximum and kept between 0 and it. Experts and
 * parties have a home of 20; an expert of the same raises the mark by normal (3, 2²) points, the only bias there is.
 */
export function modelPanels(count: number, seed: number): ProjectMarks[] {
  const next = numbersFrom(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  const people = Array.from({ length: 200 }, (_, index) => ({
    ...{ name: `R${index}`, home: `H${index % 20}`, favour: 3 + 2 * normal() },
  }));
  return Array.from({ length: count }, (_, project): ProjectMarks => {
    const experts = someOf(people.length, 9, next).map((index) => people[index] as (typeof people)[number]);
    const severities = experts.map(() => 2 * normal());
    const bidders = Array.from({ length: 6 + Math.floor(next() * 7) }, (_, index) => `B${project}-${index}`);
    const parties = bidders.map(() => `H${Math.floor(next() * 20)}`);
    const marks = bidders.flatMap((_, b) => {
      const quality = Math.max(5, Math.min(97, 68 + 14 * normal()));
      const spread = 4 * (0.5 + 0.5 * Math.min(1, Math.min(quality, 100 - quality) / 30));
      return experts.flatMap(({ home, favour }, r) => {
        const whole = quality + (severities[r] ?? 0) + spread * normal() + (home === parties[b] ? favour : 0);
        return items.map(({ max }) => {
          const points = Math.max(0, Math.min(100, 3 * Math.round((whole + 4 * normal()) / 3)));
          return Math.round((points * max) / 100);
        });
      });
    });
    return {
      project: `M${project}`,
      experts: experts.map(({ name }) => name),
      affiliations: experts.map(({ home }) => home),
      ...{ bidders, parties, items },
      marks: Int32Array.from(marks),
    };
  });
}
