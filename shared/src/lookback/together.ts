/**
 * Two experts who rise and fall together: over the panels on which both sat, what is left of their marks beside the
 * bidders' quality and their own severity. docs/lookback.md has the formulas.
 */
import type { LeftOver } from './left-over.ts';
import { Numbers, PARTIES } from './meetings.ts';
import { at } from './normal.ts';
import { MEETINGS } from './pairs.ts';

export interface Together {
  readonly one: string;
  readonly other: string;
  /** Projects on whose panels both sat. */
  readonly n: number;
  /** Of what is left of their marks, −1 to 1; honest members of one panel have a little below 0. */
  readonly correlation: number;
  /** How far above the correlation of honest members of such panels, in standard deviations of what chance gives. */
  readonly statistic: number;
}

/** One slip that two share is not taken for more than this. */
const CLIP = 3;
/** The variance of Fisher's transform is 1 / (D − 2) for D free differences: fewer say nothing. */
const LEAST_DIMENSIONS = 4;

/** Sums over the panels two experts shared, in columns: there are as many pairs as 21 for each project of seven. */
export class TogetherTally {
  readonly #names = new Numbers();
  readonly #places = new Map<number, number>();
  /** By the number of either. */
  readonly #placesOf: number[][] = [];
  readonly #keys: number[] = [];
  readonly #n: number[] = [];
  readonly #products: number[] = [];
  readonly #squares: [number[], number[]] = [[], []];
  /** Free differences between the bidders, and their sum weighed by what chance gives. */
  readonly #dimensions: number[] = [];
  readonly #chance: number[] = [];

  /** Adds what is left of a project's marks. */
  addLeft({ experts, residuals, spreads }: LeftOver): void {
    const [nr, nb] = [experts.length, spreads.length];
    if (nr < 4) return;
    const left = residuals.map((value) => Math.max(-CLIP, Math.min(CLIP, value)));
    for (let one = 0; one < nr; one++)
      for (let other = one + 1; other < nr; other++) this.#meet(experts, left, nb, one, other);
  }

  /** Every two who sat together at least three times; where `whose` is given, those of whom one is among them. */
  *pairs(whose?: ReadonlySet<string>): Generator<Together> {
    for (const place of whose ? this.#placesBy(whose) : this.#n.keys()) {
      const n = at(this.#n, place);
      const dimensions = at(this.#dimensions, place);
      const [first, second] = this.#squares;
      const size = Math.sqrt(at(first, place) * at(second, place));
      if (n < MEETINGS || dimensions < LEAST_DIMENSIONS || size === 0) continue;
      const correlation = at(this.#products, place) / size;
      const chance = at(this.#chance, place) / dimensions;
      const key = at(this.#keys, place);
      yield {
        one: this.#names.names[Math.floor(key / PARTIES)] ?? '',
        other: this.#names.names[key % PARTIES] ?? '',
        n,
        correlation,
        statistic: (fisher(correlation) - fisher(chance)) * Math.sqrt(dimensions - 2),
      };
    }
  }

  #meet(experts: readonly string[], left: Float64Array, nb: number, one: number, other: number): void {
    const nr = experts.length;
    const numbers = [one, other].map((r) => this.#names.of(experts[r] ?? ''));
    const swapped = at(numbers, 0) > at(numbers, 1);
    const [a, b] = swapped ? [other, one] : [one, other];
    const place = this.#placeOf(Math.min(...numbers) * PARTIES + Math.max(...numbers));
    const [first, second] = this.#squares;
    for (let bidder = 0; bidder < nb; bidder++) {
      const [x, y] = [at(left, bidder * nr + a), at(left, bidder * nr + b)];
      this.#products[place] = at(this.#products, place) + x * y;
      first[place] = at(first, place) + x * x;
      second[place] = at(second, place) + y * y;
    }
    this.#n[place] = at(this.#n, place) + 1;
    this.#dimensions[place] = at(this.#dimensions, place) + nb - 1;
    // The panel's mean is taken out of both: honest marks of two of nr members correlate with −1/(nr − 1).
    this.#chance[place] = at(this.#chance, place) - (nb - 1) / (nr - 1);
  }

  #placesBy(whose: ReadonlySet<string>): Set<number> {
    const places = new Set<number>();
    for (const [number, name] of this.#names.names.entries())
      if (whose.has(name)) for (const place of this.#placesOf[number] ?? []) places.add(place);
    return places;
  }

  #placeOf(key: number): number {
    const known = this.#places.get(key);
    if (known !== undefined) return known;
    const place = this.#n.length;
    this.#places.set(key, place);
    for (const number of [Math.floor(key / PARTIES), key % PARTIES]) {
      this.#placesOf[number] ??= [];
      this.#placesOf[number].push(place);
    }
    this.#keys.push(key);
    const columns = [this.#n, this.#products, ...this.#squares, this.#dimensions, this.#chance];
    for (const column of columns) column.push(0);
    return place;
  }
}

/** R. A. Fisher's transform of a correlation, about normal. */
function fisher(correlation: number): number {
  return Math.atanh(Math.max(-0.9999, Math.min(0.9999, correlation)));
}
