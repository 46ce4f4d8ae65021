/** The marks of one project as the look-back works on them: one array, no object for a mark. */

/** Stands in `marks` where there is no mark. */
export const ABSENT = -(2 ** 31);

export interface LookbackItem {
  readonly id: string;
  /** Thousandths of a point. */
  readonly max: number;
  readonly kind: 'subjective' | 'objective';
  /** The smallest difference of marks, in thousandths; null where it is not known. */
  readonly step: number | null;
}

export interface ProjectMarks {
  readonly project: string;
  readonly experts: readonly string[];
  /** Employer of each expert, or null. */
  readonly affiliations: readonly (string | null)[];
  readonly bidders: readonly string[];
  /** Owner behind each bidder, or null. */
  readonly parties: readonly (string | null)[];
  readonly items: readonly LookbackItem[];
  /** Thousandths of a point, as written, at `placeOf`; ABSENT where nothing is written. */
  readonly marks: Int32Array;
}

/** Where a mark stands in `marks`. */
export function placeOf(panel: ProjectMarks, bidder: number, expert: number, item: number): number {
  return (bidder * panel.experts.length + expert) * panel.items.length + item;
}

/** The subjective items' places among the items. */
export function subjectiveItems({ items }: ProjectMarks): number[] {
  return items.flatMap(({ kind }, index) => (kind === 'subjective' ? [index] : []));
}

/** Names a set of items with what each is worth: only what is marked alike is judged by one history. */
export function itemsKey(items: readonly LookbackItem[]): string {
  return JSON.stringify(
    items
      .filter(({ kind }) => kind === 'subjective')
      .map(({ id, max }) => [id, max] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/** Bidder × expert on a scale of 0 to 100, bidder by bidder. */
export interface Table {
  readonly bidders: number;
  readonly experts: number;
  readonly values: Float64Array;
}

/**
 * One item of all bidders as a table of 0 to 100. Where a mark is missing or cannot be (below 0, over `max`), the middle
 * of the other experts' stands for it, so that one slip does not hide the rest of the project.
 */
export function itemTable(panel: ProjectMarks, item: number): Table {
  const [bidders, experts] = [panel.bidders.length, panel.experts.length];
  const max = panel.items[item]?.max ?? 0;
  const values = new Float64Array(bidders * experts);
  for (let b = 0; b < bidders; b++) {
    let missing = 0;
    for (let r = 0; r < experts; r++) {
      const mark = panel.marks[(b * experts + r) * panel.items.length + item] as number;
      const usable = mark >= 0 && mark <= max;
      if (!usable) missing++;
      values[b * experts + r] = usable ? (100 * mark) / max : Number.NaN;
    }
    if (missing > 0) fillMissing(values.subarray(b * experts, (b + 1) * experts));
  }
  return { bidders, experts, values };
}

function fillMissing(row: Float64Array): void {
  const given = row.filter((value) => !Number.isNaN(value)).sort();
  const middle = given[given.length >> 1] ?? 0;
  for (const [r, value] of row.entries()) if (Number.isNaN(value)) row[r] = middle;
}

/** The sum of the tables, each with its weight; the weights sum to 1. */
export function weighedTable(tables: readonly Table[], weights: readonly number[]): Table {
  const { bidders = 0, experts = 0 } = tables[0] ?? {};
  const values = new Float64Array(bidders * experts);
  for (const [index, table] of tables.entries()) {
    const weight = weights[index] ?? 0;
    for (let i = 0; i < values.length; i++) values[i] = (values[i] ?? 0) + weight * (table.values[i] ?? 0);
  }
  return { bidders, experts, values };
}
