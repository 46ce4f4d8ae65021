/** How far honest marks of one bidder lie apart, by the bidder's quality: less at the ends of the scale. */
import { type Static, Type } from 'typebox';
import { closed } from '../protocol/primitives.ts';
import type { Table } from './marks.ts';
import { at, medianOf } from './normal.ts';
import { fitLoss, twoWayFit } from './residuals.ts';

const Scale = Type.Number({ minimum: 0, maximum: 100 });

/** Standard deviation at points of quality, both of 0 to 100; straight between, flat beyond. */
export const SpreadCurve = Type.Object(
  {
    quality: Type.Array(Scale, { minItems: 1, maxItems: 12 }),
    deviation: Type.Array(Type.Number({ exclusiveMinimum: 0, maximum: 100 }), { minItems: 1, maxItems: 12 }),
    /** Standard deviation over all. */
    overall: Type.Number({ exclusiveMinimum: 0, maximum: 100 }),
    /** Standard deviation of the experts' severities. */
    severity: Type.Number({ exclusiveMinimum: 0, maximum: 100 }),
  },
  closed,
);
export type SpreadCurve = Static<typeof SpreadCurve>;

/** Experts are never taken to agree better than this, in points of 100. */
const LEAST = 0.5;

/** The standard deviation of honest marks at this quality. */
export function spreadAt({ quality, deviation }: SpreadCurve, of: number): number {
  const last = quality.length - 1;
  if (of <= at(quality, 0)) return at(deviation, 0);
  if (of >= at(quality, last)) return at(deviation, last);
  let i = 1;
  while (at(quality, i) < of) i++;
  const [left, right] = [at(quality, i - 1), at(quality, i)];
  const part = right > left ? (of - left) / (right - left) : 0;
  return at(deviation, i - 1) + part * (at(deviation, i) - at(deviation, i - 1));
}

/** Gathers tables of a history and learns their curve. */
export class SpreadLearner {
  readonly #quality: number[] = [];
  readonly #square: number[] = [];
  readonly #scratch = { severity: 0, expected: 0, count: 0 };

  add(table: Table): void {
    const { bidders, experts } = table;
    if (bidders < 2 || experts < 3) return;
    const { quality, severity, residuals } = twoWayFit(table);
    const loss = fitLoss(bidders, experts);
    let all = 0;
    for (let b = 0; b < bidders; b++) {
      let sum = 0;
      for (let r = 0; r < experts; r++) sum += at(residuals, b * experts + r) ** 2;
      const square = (sum / experts) * loss;
      this.#quality.push(at(quality, b));
      this.#square.push(square);
      all += square;
    }
    const centre = severity.reduce((sum, value) => sum + value, 0) / experts;
    const spread = severity.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (experts - 1);
    this.#scratch.severity += spread;
    // The median of nb marks varies by π/2 times what their mean does.
    this.#scratch.expected += (all / bidders / bidders) * (Math.PI / 2);
    this.#scratch.count++;
  }

  /** How many bidders have been seen. */
  get seen(): number {
    return this.#quality.length;
  }

  /** The curve: twelve bins of equal count, fewer where the history is small. Null when nothing was seen. */
  curve(): SpreadCurve | null {
    const count = this.seen;
    if (count === 0) return null;
    const order = Uint32Array.from({ length: count }, (_, index) => index);
    order.sort((a, b) => at(this.#quality, a) - at(this.#quality, b));
    const bins = Math.max(1, Math.min(12, Math.floor(count / 20)));
    const quality: number[] = [];
    const deviation: number[] = [];
    let total = 0;
    for (let bin = 0; bin < bins; bin++) {
      const part = order.subarray(Math.floor((bin * count) / bins), Math.floor(((bin + 1) * count) / bins));
      const squares = part.reduce((sum, index) => sum + at(this.#square, index), 0);
      const qualities = Float64Array.from(part, (index) => at(this.#quality, index));
      quality.push(medianOf(qualities.sort(), qualities.length));
      deviation.push(rounded(Math.max(LEAST, Math.sqrt(squares / part.length))));
      total += squares;
    }
    const overall = rounded(Math.max(LEAST, Math.sqrt(total / count)));
    const { severity, expected, count: tables } = this.#scratch;
    const between = Math.max(0, severity - expected) / Math.max(1, tables);
    return {
      quality: quality.map(rounded),
      deviation,
      overall,
      severity: rounded(Math.max(overall / 4, Math.sqrt(between))),
    };
  }
}

function rounded(value: number): number {
  return Number(value.toPrecision(6));
}

/** The spread at each bidder of a table, by the middle of the experts' marks. */
export function spreadsOf({ bidders, experts, values }: Table, curve: SpreadCurve): Float64Array {
  const scratch = new Float64Array(experts);
  const spreads = new Float64Array(bidders);
  for (let b = 0; b < bidders; b++) {
    for (let r = 0; r < experts; r++) scratch[r] = at(values, b * experts + r);
    spreads[b] = spreadAt(curve, medianOf(scratch, experts));
  }
  return spreads;
}
