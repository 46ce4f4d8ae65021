/** Sums over the projects in which somebody met a party, in columns: there are millions of pairs. */
import type { Meetings } from './calibration.ts';
import { at } from './normal.ts';

/** An expert's or affiliation's excess starts from so many usual entries. */
const USUAL_ENTRIES = 10;
/** Parties in one key beside who met them: 2²⁶ of each fit a safe integer. */
export const PARTIES = 2 ** 26;

/** Names by number. */
export class Numbers {
  readonly names: string[] = [];
  readonly #numbers = new Map<string, number>();

  of(name: string): number {
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    this.#numbers.set(name, this.names.length);
    this.names.push(name);
    return this.names.length - 1;
  }
}

/** One project's entry: what one expert, or those of one affiliation, gave one party. */
export interface Entry {
  sum: number;
  information: number;
  /** Marks, and their points of 100 above what the panel and the expert's severity give. */
  marks: number;
  points: number;
}

export class MeetingSums {
  readonly #who = new Numbers();
  readonly #parties = new Numbers();
  readonly #places = new Map<number, number>();
  readonly #whoOf: number[] = [];
  readonly #partyOf: number[] = [];
  readonly #n: number[] = [];
  readonly #sum: number[] = [];
  readonly #information: number[] = [];
  readonly #squares: number[] = [];
  readonly #marks: number[] = [];
  readonly #points: number[] = [];
  /** Entries and squares over all parties, by who. */
  readonly #all: { n: number; squares: number }[] = [];

  /** Takes over what a calibration has carried. */
  carry({ who, parties, met }: Meetings): void {
    for (const [one, party, n, sum, information, squares] of met)
      this.#take(who[one] ?? '', parties[party] ?? '', n, sum, information, squares, 0, 0);
  }

  add(who: string, party: string, { sum, information, marks, points }: Entry): void {
    this.#take(who, party, 1, sum, information, (sum * sum) / information, marks, points);
  }

  /** In the form a calibration carries. */
  carried(): Meetings {
    const met = this.#n.map((n, place): Meetings['met'][number] => [
      at(this.#whoOf, place),
      at(this.#partyOf, place),
      n,
      rounded(at(this.#sum, place)),
      rounded(at(this.#information, place)),
      rounded(at(this.#squares, place)),
    ]);
    return { who: this.#who.names, parties: this.#parties.names, met };
  }

  /** Each pair with marks of this file: the sum over its deviation, which grows where `who` strays with others too. */
  *statistics(): Generator<{ who: string; party: string; n: number; statistic: number; points: number }> {
    for (let place = 0; place < this.#n.length; place++) {
      if (at(this.#marks, place) === 0) continue;
      const who = this.#who.names[at(this.#whoOf, place)] ?? '';
      const party = this.#parties.names[at(this.#partyOf, place)] ?? '';
      const points = at(this.#points, place) / at(this.#marks, place);
      yield { who, party, n: at(this.#n, place), statistic: this.#statistic(place), points };
    }
  }

  /** Spread of the statistics by their quartiles, which a few that do favour cannot move; at least what theory has. */
  scale(): number {
    const statistics: number[] = [];
    for (const [place, n] of this.#n.entries()) if (n >= 2) statistics.push(this.#statistic(place));
    if (statistics.length < 100) return 1;
    statistics.sort((a, b) => a - b);
    const [low = 0, high = 0] = [0.25, 0.75].map((part) =>
      at(statistics, Math.floor(part * statistics.length)),
    );
    return Math.max(1, Number(((high - low) / 1.349).toFixed(4)));
  }

  #statistic(place: number): number {
    const all = this.#all[at(this.#whoOf, place)] ?? { n: 0, squares: 0 };
    const others = Math.max(0, all.squares - at(this.#squares, place));
    const excess = Math.sqrt((USUAL_ENTRIES + others) / (USUAL_ENTRIES + all.n - at(this.#n, place)));
    return at(this.#sum, place) / Math.sqrt(at(this.#information, place)) / excess;
  }

  #take(
    who: string,
    party: string,
    ...[n, sum, information, squares, marks, points]: [number, number, number, number, number, number]
  ): void {
    const [one, other] = [this.#who.of(who), this.#parties.of(party)];
    const key = one * PARTIES + other;
    let place = this.#places.get(key);
    if (place === undefined) {
      place = this.#n.length;
      this.#places.set(key, place);
      this.#whoOf.push(one);
      this.#partyOf.push(other);
      for (const column of [this.#n, this.#sum, this.#information, this.#squares, this.#marks, this.#points])
        column.push(0);
    }
    this.#n[place] = at(this.#n, place) + n;
    this.#sum[place] = at(this.#sum, place) + sum;
    this.#information[place] = at(this.#information, place) + information;
    this.#squares[place] = at(this.#squares, place) + squares;
    this.#marks[place] = at(this.#marks, place) + marks;
    this.#points[place] = at(this.#points, place) + points;
    const all = this.#all[one] ?? { n: 0, squares: 0 };
    all.n += n;
    all.squares += squares;
    this.#all[one] = all;
  }
}

function rounded(value: number): number {
  return Number(value.toPrecision(9));
}
