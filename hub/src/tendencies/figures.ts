/** What the marks of some projects say of pairs: added up project by project, told of everybody or of some. */
import { builtIn } from '#shared/lookback/built-in.ts';
import type { LeftOver } from '#shared/lookback/left-over.ts';
import { normalBelow } from '#shared/lookback/normal.ts';
import { MEETINGS, PairTally, type Whose } from '#shared/lookback/pairs.ts';
import { TogetherTally } from '#shared/lookback/together.ts';
import type { PairKind, PairRow } from '#shared/protocol/look-back.ts';
import { breath } from '../store/breath.ts';

export type PairFigure = Omit<PairRow, 'whoName' | 'partyName' | 'flagged' | 'leaning'>;

/** Experts whose pairs are worked out between two breaths, and projects that are added. */
const SLICE = 60;
const ADDED = 200;
const { scale } = builtIn.pairs;

export class FigureTally {
  readonly #pairs = new PairTally(builtIn.pairs);
  readonly #together = new TogetherTally();
  readonly #people = new Set<string>();
  readonly #groups = new Set<string>();

  add(left: LeftOver): void {
    for (const person of left.experts) this.#people.add(person);
    for (const group of left.affiliations) if (group !== null) this.#groups.add(group);
    this.#pairs.addLeft(left);
    this.#together.addLeft(left);
  }

  /** Adds many, with breaths for the loop in between. */
  async addAll(all: readonly LeftOver[]): Promise<void> {
    for (const [index, left] of all.entries()) {
      this.add(left);
      if (index % ADDED === ADDED - 1) await breath();
    }
  }

  /** Every pair that met in at least three of these projects, the strangest first. */
  async all(): Promise<PairFigure[]> {
    const told = await this.of([...this.#people, ...this.#groups]);
    return told.sort((a, b) => a.share - b.share);
  }

  /** The same of some people and affiliations alone. */
  async of(some: readonly string[]): Promise<PairFigure[]> {
    const people = some.filter((one) => this.#people.has(one));
    const groups = some.filter((one) => this.#groups.has(one));
    const told: PairFigure[] = [];
    const before = new Set<string>();
    const slices = Math.ceil(Math.max(people.length, groups.length) / SLICE);
    for (let slice = 0; slice < slices; slice++) {
      const part = (of: readonly string[]) => new Set(of.slice(slice * SLICE, (slice + 1) * SLICE));
      const experts = part(people);
      told.push(...this.#associations({ experts, affiliations: part(groups) }));
      for (const { one, other, n, correlation, statistic } of this.#together.pairs(experts)) {
        if (before.has(one) || before.has(other)) continue;
        const share = normalBelow(-statistic / scale);
        told.push({
          kind: 'together',
          who: one,
          party: other,
          n,
          statistic,
          correlation,
          points: null,
          share,
        });
      }
      for (const expert of experts) before.add(expert);
      await breath();
    }
    return told;
  }

  #associations(whose: Whose): PairFigure[] {
    const { pairs, affiliations } = this.#pairs.associations(0.01, whose);
    const figures = (kind: PairKind, all: typeof pairs) =>
      [...all].flatMap(({ who, party, n, statistic, points }): PairFigure[] => {
        const share = 2 * normalBelow(-Math.abs(statistic) / scale);
        return n < MEETINGS ? [] : [{ kind, who, party, n, statistic, points, correlation: null, share }];
      });
    return [...figures('expert', pairs), ...figures('affiliation', affiliations)];
  }
}
