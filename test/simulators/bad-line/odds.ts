/** How bad a line is: what befalls each thing that is sent over it. */
import { Chance } from '../../simulation/chance.ts';

/** Each a probability for one frame, or one piece of a stream. */
export interface Odds {
  readonly cut: number;
  /** From then on nothing comes through that way, and neither end is told. */
  readonly frozen: number;
  readonly twice: number;
  /** Held back so long that what was sent after it comes first. */
  readonly late: number;
}

export type Mishap = keyof Odds;

/** Longest that anything is held back, in milliseconds. */
const USUAL = 15;
const LATE = 250;

/** What befalls, from a seed; counted, so that a test can see that something did. */
export class Weather {
  readonly befell: Record<Mishap, number> = { cut: 0, frozen: 0, twice: 0, late: 0 };
  readonly #chance: Chance;
  readonly #odds: Odds;
  /** The line has become a good one. */
  calm = false;

  constructor(seed: string, odds: Odds) {
    this.#chance = new Chance(seed);
    this.#odds = odds;
  }

  befalls(mishap: Mishap): boolean {
    if (this.calm || !this.#chance.happens(this.#odds[mishap])) return false;
    this.befell[mishap] += 1;
    return true;
  }

  /** Milliseconds for which the next thing is held back. */
  delay(): number {
    if (this.calm) return 0;
    return this.#chance.whole(0, this.befalls('late') ? LATE : USUAL);
  }

  fraction(): number {
    return this.#chance.fraction();
  }
}
