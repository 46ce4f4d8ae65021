/** Figures of the desk as people read them. */
import type { Estimate } from '#shared/lookback/expert-history.ts';

/** One decimal: 9.284 → "9.3". */
export function tenth(value: number): string {
  return value.toFixed(1);
}

/** Two decimals, for what is compared with 1. */
export function hundredth(value: number): string {
  return value.toFixed(2);
}

/** With its sign, for what may lie above or below: "+2.1", "−0.4". */
export function signed(value: number): string {
  const text = Math.abs(value).toFixed(1);
  return text === '0.0' ? text : `${value > 0 ? '+' : '−'}${text}`;
}

/** Percent, never shown as none or all where it is neither. */
export function percent(share: number): string {
  if (share > 0 && share < 0.005) return '<1';
  if (share < 1 && share > 0.995) return '>99';
  return String(Math.round(share * 100));
}

/** "Once in so many": 0.0042 → 240; beyond a million it is a million, said as "over". */
export function onceIn(share: number): { times: string; over: boolean } {
  const times = share > 0 ? 1 / share : Number.POSITIVE_INFINITY;
  if (times > 1_000_000) return { times: '1,000,000', over: true };
  const digits =
    times < 10 ? times.toFixed(1) : String(times < 100 ? Math.round(times) : Number(times.toPrecision(2)));
  return { times: digits.replace(/\B(?=(\d{3})+$)/g, ','), over: false };
}

/** Which side of a level an interval lies on; null where the level is within it. */
export function sideOf({ low, high }: Estimate, level: number): 'high' | 'low' | null {
  if (low > level) return 'high';
  return high < level ? 'low' : null;
}

/** A member of a panel by one letter: 专家丙 → 丙. */
export function letterOf(alias: string): string {
  return alias.replace(/^专家/, '');
}

/** The middle of some numbers. */
export function middleOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  const upper = sorted[half] ?? 0;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[half - 1] ?? 0)) / 2;
}
