/** An expert over many panels (专家倾向): strict or mild, and how widely they stray; each with its uncertainty. */
import { projected } from './evidence.ts';
import { ANY_SEVERITY } from './left-over.ts';
import type { Table } from './marks.ts';
import { at, normalQuantile } from './normal.ts';
import { type SpreadCurve, spreadsOf } from './spread.ts';

/** What one panel says of one of its experts. */
export interface PanelShare {
  /** Points of 100 above the panel's other experts on average over the bidders; below 0 is strict. */
  readonly severity: number;
  /** Standard error of `severity`, as experts usually differ. */
  readonly error: number;
  /** Squares of what is left beside quality and severity, over what chance gives, and how many free differences. */
  readonly squares: number;
  readonly freedom: number;
}

/** A value with the interval that holds it in 19 of 20 such cases. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

export interface ExpertHistory {
  readonly projects: number;
  /** Points of 100; null for fewer than three projects, which say too little. */
  readonly severity: Estimate | null;
  /** Own spread over the usual one: 1 is as others are. Null as above. */
  readonly spread: Estimate | null;
}

const LEAST_PROJECTS = 3;
const SURE = 0.95;

/** What a panel's table of 0 to 100 says of each of its experts; empty where it is too small to say anything. */
export function panelShares(table: Table, curve: SpreadCurve): PanelShare[] {
  const { experts: nr, bidders: nb, values } = table;
  if (nr < 3 || nb < 2) return [];
  const spreads = spreadsOf(table, curve);
  const { apart, weights, sum } = projected(table, spreads, ANY_SEVERITY);
  const part = 1 - 1 / nr;
  return Array.from({ length: nr }, (_, r) => {
    let [severity, squares] = [0, 0];
    for (let b = 0; b < nb; b++) {
      let mean = 0;
      for (let other = 0; other < nr; other++) mean += at(values, b * nr + other) / nr;
      // Their own mark is in the panel's mean: from the others it is so much farther.
      severity += (at(weights, b) * (at(values, b * nr + r) - mean)) / sum / part;
      squares += (at(apart, b * nr + r) / at(spreads, b)) ** 2;
    }
    return { severity, error: Math.sqrt(1 / (part * sum)), squares: squares / part, freedom: nb - 1 };
  });
}

/** Severity and spread in one panel alone, each with its interval; as wide as so few marks leave it. */
export function panelEstimates({ severity, error, squares, freedom }: PanelShare): {
  severity: Estimate;
  spread: Estimate;
} {
  const half = normalQuantile((1 + SURE) / 2) * error;
  return {
    severity: { value: severity, low: severity - half, high: severity + half },
    spread: spreadEstimate(squares, freedom),
  };
}

/** Severity and spread over the panels an expert sat on. */
export function expertHistory(shares: readonly PanelShare[]): ExpertHistory {
  const projects = shares.length;
  const freedom = shares.reduce((sum, share) => sum + share.freedom, 0);
  if (projects < LEAST_PROJECTS) return { projects, severity: null, spread: null };
  const mean = shares.reduce((sum, { severity }) => sum + severity, 0) / projects;
  const between = shares.reduce((sum, { severity }) => sum + (severity - mean) ** 2, 0) / (projects - 1);
  // Never surer than marks of so few bidders allow, however alike the projects happen to be.
  const usual = shares.reduce((sum, { error }) => sum + error * error, 0) / projects;
  const half = studentQuantile(projects - 1) * Math.sqrt(Math.max(between, usual) / projects);
  const squares = shares.reduce((sum, share) => sum + share.squares, 0);
  return {
    projects,
    severity: { value: mean, low: mean - half, high: mean + half },
    spread: spreadEstimate(squares, freedom),
  };
}

function spreadEstimate(squares: number, freedom: number): Estimate {
  const value = Math.sqrt(squares / freedom);
  return {
    value,
    low: value / Math.sqrt(chiQuantile((1 + SURE) / 2, freedom)),
    high: value / Math.sqrt(chiQuantile((1 - SURE) / 2, freedom)),
  };
}

/** Student's t at the upper end of 19 in 20 (Abramowitz and Stegun, Handbook of Mathematical Functions, 26.7.5). */
function studentQuantile(freedom: number): number {
  const x = normalQuantile((1 + SURE) / 2);
  return (
    x +
    (x ** 3 + x) / (4 * freedom) +
    (5 * x ** 5 + 16 * x ** 3 + 3 * x) / (96 * freedom ** 2) +
    (3 * x ** 7 + 19 * x ** 5 + 17 * x ** 3 - 15 * x) / (384 * freedom ** 3)
  );
}

/** χ² over its freedom (E. B. Wilson, M. M. Hilferty, The distribution of chi-square, 1931). */
function chiQuantile(p: number, freedom: number): number {
  const part = 2 / (9 * freedom);
  return Math.max(1e-3, (1 - part + normalQuantile(p) * Math.sqrt(part)) ** 3);
}
