/** Weights of the items learned from history: what the experts agree on counts more. */
import type { ProjectMarks } from './marks.ts';
import { itemTable, subjectiveItems } from './marks.ts';
import { at } from './normal.ts';
import { twoWayFit } from './residuals.ts';

/** So many marks of each item before weights are learned from them. */
const ENOUGH = 500;

/** Gathers the residuals of one set of items and learns their weights. */
export class WeightLearner {
  readonly #products: Float64Array;
  readonly #size: number;
  #count = 0;

  constructor(size: number) {
    this.#size = size;
    this.#products = new Float64Array(size * size);
  }

  /** Adds a project; its subjective items in the order of their ids. */
  add(panel: ProjectMarks): void {
    const order = itemOrder(panel);
    const residuals = order.map((item) => twoWayFit(itemTable(panel, item)).residuals);
    const cells = residuals[0]?.length ?? 0;
    for (let i = 0; i < this.#size; i++) {
      for (let j = 0; j <= i; j++) {
        const [left, right] = [residuals[i] as Float64Array, residuals[j] as Float64Array];
        let sum = 0;
        for (let cell = 0; cell < cells; cell++) sum += at(left, cell) * at(right, cell);
        this.#products[i * this.#size + j] = at(this.#products, i * this.#size + j) + sum;
      }
    }
    this.#count += cells;
  }

  /**
   * `w ∝ S⁻¹1` with S the covariance of the items' residuals: the sum of least variance. Items with a negative weight
   * are left out and the rest solved again. Null where the history is too small.
   */
  weights(): number[] | null {
    if (this.#count < ENOUGH) return null;
    let kept = Array.from({ length: this.#size }, (_, index) => index);
    for (;;) {
      const solved = this.#solve(kept);
      if (!solved) return null;
      if (solved.every((weight) => weight >= 0)) {
        const sum = solved.reduce((total, weight) => total + weight, 0);
        const weights = Array.from({ length: this.#size }, () => 0);
        for (const [index, item] of kept.entries())
          weights[item] = Number(((solved[index] ?? 0) / sum).toFixed(6));
        return weights;
      }
      kept = kept.filter((_, index) => (solved[index] ?? 0) >= 0);
    }
  }

  /** Solves S w = 1 for these items by Gauss and Jordan; a little on the diagonal keeps it solvable. */
  #solve(items: readonly number[]): number[] | null {
    const value = (i: number, j: number) =>
      at(this.#products, Math.max(i, j) * this.#size + Math.min(i, j)) / this.#count;
    const rows = items.map((i) => [...items.map((j) => value(i, j) + (i === j ? 0.01 : 0)), 1]);
    for (const [pivot, row] of rows.entries()) {
      const by = row[pivot] ?? 0;
      if (by <= 0) return null;
      for (let column = 0; column < row.length; column++) row[column] = (row[column] ?? 0) / by;
      for (const [other, line] of rows.entries()) {
        const times = line[pivot] ?? 0;
        if (other === pivot || times === 0) continue;
        for (let column = 0; column < line.length; column++)
          line[column] = (line[column] ?? 0) - times * (row[column] ?? 0);
      }
    }
    return rows.map((row) => row.at(-1) ?? 0);
  }
}

/** The subjective items in the order of their ids, which is that of learned weights. */
export function itemOrder(panel: ProjectMarks): number[] {
  const { items } = panel;
  return subjectiveItems(panel).sort((a, b) => ((items[a]?.id ?? '') < (items[b]?.id ?? '') ? -1 : 1));
}

/** Weights by what the items are worth. */
export function plainWeights(panel: ProjectMarks, order: readonly number[]): number[] {
  const worth = order.map((item) => panel.items[item]?.max ?? 0);
  const sum = worth.reduce((total, max) => total + max, 0);
  return worth.map((max) => (sum > 0 ? max / sum : 1 / worth.length));
}
