/** The normal distribution, as far as the look-back needs it. */

/** Φ(x), within 1.2e-7 (W. H. Press et al., Numerical Recipes in C, 2nd ed., § 6.2, `erfcc`). */
export function normalBelow(x: number): number {
  const z = Math.abs(x) * Math.SQRT1_2;
  const t = 1 / (1 + 0.5 * z);
  const tail =
    0.5 *
    t *
    Math.exp(
      -z * z -
        1.26551223 +
        t *
          (1.00002368 +
            t *
              (0.37409196 +
                t *
                  (0.09678418 +
                    t *
                      (-0.18628806 +
                        t *
                          (0.27886807 +
                            t * (-1.13520398 + t * (1.48851587 + t * (-0.82215223 + t * 0.17087277)))))))),
    );
  return x > 0 ? 1 - tail : tail;
}

/** The x with Φ(x) = p, by bisection; 0 < p < 1. */
export function normalQuantile(p: number): number {
  let [low, high] = [-9, 9];
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (normalBelow(middle) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** The middle of the first `count` numbers of `values`, which are sorted in place. */
export function medianOf(values: Float64Array, count: number): number {
  // Insertion sort: a panel has few experts, and a call of `sort` costs more than the sorting.
  for (let i = 1; i < count; i++) {
    const value = at(values, i);
    let j = i - 1;
    while (j >= 0 && at(values, j) > value) {
      values[j + 1] = at(values, j);
      j--;
    }
    values[j + 1] = value;
  }
  return (at(values, (count - 1) >> 1) + at(values, count >> 1)) / 2;
}

/** An element that is known to be there. */
export function at(values: ArrayLike<number>, index: number): number {
  return values[index] as number;
}
