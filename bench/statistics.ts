/** The middle of a row of numbers. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The value below which this part of the numbers lies (nearest rank). */
export function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] ?? Number.NaN;
}

/** The middle of each field over several rounds. */
export function medians<K extends string>(rounds: readonly Readonly<Record<K, number>>[]): Record<K, number> {
  const fields = Object.keys(rounds[0] ?? {}) as K[];
  return Object.fromEntries(
    fields.map((field) => [field, median(rounds.map((one) => one[field]))]),
  ) as Record<K, number>;
}
