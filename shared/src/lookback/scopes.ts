/** What of a project is judged as one: the sum of the subjective items, and each of them by itself. */
import type { Calibration, Learned } from './calibration.ts';
import { itemsKey, itemTable, type ProjectMarks, type Table, weighedTable } from './marks.ts';
import type { SpreadCurve } from './spread.ts';
import type { Tails } from './tails.ts';
import { itemOrder, plainWeights } from './weights.ts';

export interface Scope {
  /** Place among the project's items; null for the sum. */
  readonly item: number | null;
  readonly table: Table;
  readonly curve: SpreadCurve;
  readonly tails: Tails;
  /** Whether pairs of experts are weighed. */
  readonly partners: boolean;
}

type Known = Calibration['weights'][number];

/** Looks up what a calibration knows of sets of items. */
export class Scopes {
  readonly #totals: Learned;
  readonly #items: Learned;
  readonly #known: ReadonlyMap<string, Known>;

  constructor({ totals, items, weights }: Pick<Calibration, 'totals' | 'items' | 'weights'>) {
    this.#totals = totals;
    this.#items = items;
    this.#known = new Map(weights.map((known) => [known.items, known]));
  }

  /** The sum of the subjective items; null where a project has none. */
  total(panel: ProjectMarks): Scope | null {
    const order = itemOrder(panel);
    if (order.length === 0) return null;
    const weights = this.#known.get(itemsKey(panel.items))?.weights ?? plainWeights(panel, order);
    const table = totalTable(panel, order, weights);
    return { item: null, table, curve: this.#totals.spread, tails: this.#totals.tails, partners: true };
  }

  /** Each subjective item. */
  items(panel: ProjectMarks): Scope[] {
    const known = this.#known.get(itemsKey(panel.items));
    return itemOrder(panel).map((item, place) => ({
      item,
      table: itemTable(panel, item),
      curve: known?.spreads[place] ?? this.#items.spread,
      tails: this.#items.tails,
      partners: false,
    }));
  }

  /** The step of an item in thousandths where the project or the history tells it. */
  steps(panel: ProjectMarks): (number | null)[] {
    const known = this.#known.get(itemsKey(panel.items));
    const order = itemOrder(panel);
    return panel.items.map(({ step }, item) => step ?? known?.steps[order.indexOf(item)] ?? null);
  }
}

/** The sum of these items on a scale of 0 to 100. */
export function totalTable(panel: ProjectMarks, order: readonly number[], weights: readonly number[]): Table {
  return weighedTable(
    order.map((item) => itemTable(panel, item)),
    weights,
  );
}
