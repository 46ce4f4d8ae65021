/**
 * How strongly each mark of a table speaks of something else than an honest judgement: posterior odds of "this mark is
 * set apart", "this bidder is favoured and the rest pushed down" and "two experts together" against "all is honest",
 * where any expert may be stricter or milder than usual. docs/lookback.md has the formulas.
 */
import { alone, beside, projected } from './evidence.ts';
import type { Table } from './marks.ts';
import { at } from './normal.ts';
import { type SpreadCurve, spreadsOf } from './spread.ts';

/** What a flagged mark most looks like. */
export const patterns = ['mark', 'favour', 'together'] as const;
export type Pattern = (typeof patterns)[number];

export interface Odds {
  /** Probability of 0 to 1 that the mark is not an honest one, at the places of the table. */
  readonly strength: Float64Array;
  /** How far the mark lies from the panel's mean, the expert's severity taken out; points of 100. */
  readonly apart: Float64Array;
  /** Index into `patterns`, and the expert who most goes along where it is `together`. */
  readonly pattern: Uint8Array;
  readonly partner: Int32Array;
  readonly spreads: Float64Array;
}

/** Sizes of what is looked for, in units of the curve's overall spread; shares of the hypotheses. */
const SIZE = { mark: 3, pair: 2.2, severity: 1.7 };
const UPWARDS = 0.9;
const SHARE = { mark: 0.7, favour: 0.25, together: 0.6, both: 0.3 };

/**
 * The odds of a table. `partners` tells whether pairs of experts are weighed too; they are not for single items, where
 * a pair is seen in the whole.
 */
export function oddsOf(table: Table, curve: SpreadCurve, partners = true): Odds {
  const { bidders: nb, experts: nr } = table;
  const n = nb * nr;
  const spreads = spreadsOf(table, curve);
  const { z, columns, apart, weights, sum, shrink } = projected(table, spreads, curve.severity);
  const own = 1 - 1 / nr;
  const D2 = (SIZE.mark * curve.overall) ** 2;
  const P2 = (SIZE.pair * curve.overall) ** 2;
  const S2 = (SIZE.severity * curve.overall) ** 2;
  const g = own * sum * (1 - shrink * sum);
  const e = g + 1 / S2;

  // Evidence that expert r is harsh or mild, over the evidence that all is usual; with its share of the prior.
  const harsh = new Float64Array(nr);
  let none = 0.5;
  for (let r = 0; r < nr; r++) {
    const u = at(columns, r);
    harsh[r] = (0.5 / nr) * Math.exp(-0.5 * Math.log(1 + S2 * g) + (0.5 * S2 * u * u) / (1 + S2 * g));
    none += at(harsh, r);
  }

  const mark = new Float64Array(n);
  const favour = new Float64Array(n);
  const pair = new Float64Array(n);
  const best = new Float64Array(n);
  const partner = new Int32Array(n).fill(-1);
  const share = 0.5 / nr;
  let all = 0.5;
  for (let b = 0; b < nb; b++) {
    const v = at(weights, b);
    const inner = v - shrink * v * v;
    const across = v - shrink * v * sum;
    const G = own * inner;
    // favour: 1 at b, −½ on the others
    const m1 = 1.5 * v - 0.5 * sum;
    const GF = own * (v + 0.25 * (sum - v) - shrink * m1 * m1);
    const cF = own * m1 * (1 - shrink * sum);
    const GP = 2 * (1 - 2 / nr) * inner;
    const cP = (1 - 2 / nr) * across;
    for (let r = 0; r < nr; r++) {
      const i = b * nr + r;
      const [U, u] = [at(z, i), at(columns, r)];
      const rest = none - at(harsh, r);
      mark[i] = (rest * alone(U, G, D2, 0.5) + share * beside(U, G, own * across, u, e, D2, S2, 0.5)) / none;
      if (nb > 1) {
        const UF = 1.5 * U - 0.5 * u;
        favour[i] =
          (rest * alone(UF, GF, D2, UPWARDS) + share * beside(UF, GF, cF, u, e, D2, S2, UPWARDS)) / none;
      }
      if (!partners || nr < 4) continue;
      for (let q = r + 1; q < nr; q++) {
        const j = b * nr + q;
        const UP = U + at(z, j);
        const neither = rest - at(harsh, q);
        const B =
          (neither * alone(UP, GP, P2, UPWARDS) +
            share * beside(UP, GP, cP, u, e, P2, S2, UPWARDS) +
            share * beside(UP, GP, cP, at(columns, q), e, P2, S2, UPWARDS)) /
          none;
        pair[i] = at(pair, i) + B / (nr - 1);
        pair[j] = at(pair, j) + B / (nr - 1);
        if (B > at(best, i)) {
          best[i] = B;
          partner[i] = q;
        }
        if (B > at(best, j)) {
          best[j] = B;
          partner[j] = r;
        }
      }
    }
  }
  const strength = new Float64Array(n);
  const pattern = new Uint8Array(n);
  const each = 0.5 / n;
  for (let i = 0; i < n; i++) {
    all += each * (SHARE.mark * at(mark, i) + SHARE.favour * at(favour, i) + SHARE.both * at(pair, i));
  }
  for (let i = 0; i < n; i++) {
    const parts = [
      SHARE.mark * at(mark, i),
      SHARE.favour * at(favour, i),
      SHARE.together * at(pair, i),
    ] as const;
    strength[i] = Math.min(1, (each * (parts[0] + parts[1] + parts[2])) / all);
    pattern[i] = parts[2] > parts[0] && parts[2] > parts[1] ? 2 : parts[1] > parts[0] ? 1 : 0;
  }
  return { strength, apart, pattern, partner, spreads };
}
