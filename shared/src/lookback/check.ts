/** One project looked back at: the strength of every mark, what is flagged, and the faults of entry. */
import type { Calibration } from './calibration.ts';
import { type EntryFault, entryFaults } from './entry-faults.ts';
import { itemTable, type ProjectMarks, subjectiveItems } from './marks.ts';
import { at } from './normal.ts';
import { type Odds, oddsOf } from './odds.ts';
import { type Scope, Scopes } from './scopes.ts';
import { honestShare, logit, tailOf, thresholdOf } from './tails.ts';

/** A panel with fewer says nothing of one of them. */
const EXPERTS = 3;

/** What is said of one scope of a project; arrays at bidder × expert, bidder by bidder. */
export interface Judged {
  readonly scope: Scope;
  readonly odds: Odds;
  /** 1 where flagged. */
  readonly flagged: Uint8Array;
  /** Points of the marks in thousandths: of the item, or the sum of the subjective items. */
  readonly points: Float64Array;
  /** Full points in thousandths. */
  readonly max: number;
  /** Percent from the mean of the other experts; 0 where that mean is 0. */
  readonly percentFromOthers: Float64Array;
  /** The share of honest marks at least as strong as this one, in panels of this shape. */
  readonly shareOf: (place: number) => number;
}

/** Looks back at projects with a calibration, at a stated share of false alarms. */
export class Checker {
  readonly #scopes: Scopes;
  readonly #falseAlarm: number;
  readonly #tails = new Map<string, readonly number[]>();

  constructor(calibration: Calibration, falseAlarm: number) {
    this.#scopes = new Scopes(calibration);
    this.#falseAlarm = falseAlarm;
  }

  /** The scope of the sums; null where a project has no subjective item. */
  totalScope(panel: ProjectMarks): Scope | null {
    return this.#scopes.total(panel);
  }

  /** Expert × bidder on the sums of the subjective items; null where a project has none. */
  total(panel: ProjectMarks, scope = this.#scopes.total(panel)): Judged | null {
    if (!scope) return null;
    const items = subjectiveItems(panel);
    const points = new Float64Array(scope.table.values.length);
    let max = 0;
    for (const item of items) {
      const worth = panel.items[item]?.max ?? 0;
      const { values } = itemTable(panel, item);
      for (let i = 0; i < points.length; i++) points[i] = at(points, i) + (at(values, i) * worth) / 100;
      max += worth;
    }
    return this.#judged(scope, points, max);
  }

  /** Expert × bidder on each subjective item. */
  items(panel: ProjectMarks): Judged[] {
    return this.#scopes.items(panel).map((scope) => {
      const max = panel.items[scope.item ?? 0]?.max ?? 0;
      return this.#judged(
        scope,
        scope.table.values.map((value) => (value * max) / 100),
        max,
      );
    });
  }

  /** The faults of entry. */
  entry(panel: ProjectMarks): EntryFault[] {
    return entryFaults(panel, this.#scopes.steps(panel), this.#scopes.items(panel));
  }

  #judged(scope: Scope, points: Float64Array, max: number): Judged {
    const { bidders, experts } = scope.table;
    const odds = oddsOf(scope.table, scope.curve, scope.partners);
    const tail = this.#tail(scope, experts, bidders);
    const threshold = thresholdOf(tail, this.#falseAlarm);
    const enough = experts >= EXPERTS && bidders >= 1;
    const flagged = Uint8Array.from(odds.strength, (strength) =>
      Number(enough && logit(strength) > threshold),
    );
    const percentFromOthers = new Float64Array(points.length);
    for (let b = 0; b < bidders; b++) {
      let sum = 0;
      for (let r = 0; r < experts; r++) sum += at(points, b * experts + r);
      for (let r = 0; r < experts; r++) {
        const point = at(points, b * experts + r);
        const others = (sum - point) / (experts - 1);
        percentFromOthers[b * experts + r] = others > 1e-9 ? (100 * (point - others)) / others : 0;
      }
    }
    const shareOf = (place: number) => honestShare(tail, at(odds.strength, place));
    return { scope, odds, flagged, points, max, percentFromOthers, shareOf };
  }

  #tail(scope: Scope, experts: number, bidders: number): readonly number[] {
    const key = `${scope.partners} ${experts} ${bidders}`;
    const tail = this.#tails.get(key) ?? tailOf(scope.tails, experts, bidders);
    this.#tails.set(key, tail);
    return tail;
  }
}
