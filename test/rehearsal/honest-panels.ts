/**
 * Panels from a stated model, by a seed. Percent of an item for expert r, bidder b, item i: the bidder's quality
 * N(75, 9²) + how good it is at the item N(0, 5²) + the expert's severity N(0, 3²), the same for ever + what they think of
 * the bidder N(0, 3.2²) + what they think of the item N(0, 5²), on the item's step. Sums of four items thus stray by 4
 * points of 100, as those of the built-in calibration do.
 */
import type { LookbackItem, ProjectMarks } from '#shared/lookback/marks.ts';
import { at } from '#shared/lookback/normal.ts';
import { numbersFrom } from '#shared/lookback/tails.ts';

export const modelItems: readonly LookbackItem[] = [
  { id: 'T1', max: 20_000, kind: 'subjective', step: 500 },
  { id: 'T2', max: 15_000, kind: 'subjective', step: 500 },
  { id: 'T3', max: 15_000, kind: 'subjective', step: 500 },
  { id: 'C1', max: 10_000, kind: 'subjective', step: 500 },
];

export interface ModelExpert {
  readonly id: string;
  readonly affiliation: string;
  readonly severity: number;
}

export class PanelModel {
  readonly experts: readonly ModelExpert[];
  readonly parties: readonly string[];
  readonly #next: () => number;

  constructor(seed: number, experts: number, parties: number) {
    this.#next = numbersFrom(seed);
    this.experts = Array.from({ length: experts }, (_, r) => ({
      id: `E${r + 1}`,
      affiliation: `U${(r % Math.max(1, Math.floor(experts / 4))) + 1}`,
      severity: 3 * this.normal(),
    }));
    this.parties = Array.from({ length: parties }, (_, p) => `P${p + 1}`);
  }

  /** Standard normal (Box and Muller, 1958). */
  normal(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.#next()));
    return radius * Math.cos(2 * Math.PI * this.#next());
  }

  /** A panel of so many experts on so many bidders; `shift` is added to a mark, in points of 100. */
  panel(
    project: string,
    nr: number,
    nb: number,
    shift: (expert: string, party: string) => number = () => 0,
  ): ProjectMarks {
    const experts = this.#chosen(this.experts, nr);
    const parties = this.#chosen(this.parties, nb);
    const marks = new Int32Array(nr * nb * modelItems.length);
    let place = 0;
    for (const party of parties) {
      const quality = 75 + 9 * this.normal();
      const profile = modelItems.map(() => 5 * this.normal());
      for (const { id, severity } of experts) {
        const own = quality + severity + 3.2 * this.normal() + shift(id, party);
        for (const [i, { max, step }] of modelItems.entries()) {
          const percent = own + at(profile, i) + 5 * this.normal();
          const unit = step ?? 1;
          marks[place++] = Math.max(0, Math.min(max, Math.round((percent * max) / 100 / unit) * unit));
        }
      }
    }
    return {
      project,
      experts: experts.map(({ id }) => id),
      affiliations: experts.map(({ affiliation }) => affiliation),
      bidders: parties.map((_, b) => `B${b + 1}`),
      parties,
      items: modelItems,
      marks,
    };
  }

  #chosen<T>(from: readonly T[], count: number): T[] {
    const left = [...from];
    return Array.from({ length: count }, () => {
      const [one] = left.splice(Math.floor(this.#next() * left.length), 1);
      if (one === undefined) throw new Error('too few to choose from');
      return one;
    });
  }
}
