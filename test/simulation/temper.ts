/** What one person is like: the same question has the same answer, whenever and however often it is asked. */

import type { Item } from '#shared/projects/project.ts';
import type { ExpertView } from '#shared/protocol/evaluation.ts';
import type { Chance } from './chance.ts';

export class Temper {
  readonly #own: Chance;
  readonly #project: Chance;
  readonly #hasty: boolean;
  readonly #changed = new Map<string, number>();
  #mistypes: number;
  #misreads: number;
  #pulls: number;
  #talks: number;
  #thinks: number;

  /** `project` is what all who look at the same bid would find. */
  constructor(own: Chance, project: Chance) {
    this.#own = own;
    this.#project = project;
    this.#mistypes = own.happens(0.1) ? 1 : 0;
    this.#pulls = own.happens(0.1) ? 1 : 0;
    this.#talks = own.happens(0.5) ? 3 : 0;
    this.#hasty = own.happens(0.15);
    this.#thinks = own.happens(0.25) ? 1 : 0;
    this.#misreads = own.happens(0.2) ? 1 : 0;
  }

  says(question: string, probability: number): boolean {
    return this.#own.fork(question).happens(probability);
  }

  pick<T>(question: string, choices: readonly T[]): T {
    return this.#own.fork(question).pick(choices);
  }

  /** Whether this bid is plainly in order: nobody sees it otherwise. */
  finds(bidder: string): boolean {
    return this.#project.fork(`in order ${bidder}`).happens(0.93);
  }

  mistypes(): boolean {
    return this.#mistypes-- > 0;
  }

  /** The code this person reads from their slip: six digits, once in a while not those. */
  reads(code: string): string {
    if (this.#misreads-- <= 0) return code;
    return code.replace(/.$/, (digit) => String((Number(digit) + 1) % 10));
  }

  pullsKey(): boolean {
    if (this.#pulls === 0 || !this.#own.happens(0.02)) return false;
    this.#pulls = 0;
    return true;
  }

  talks(): boolean {
    return this.#talks-- > 0;
  }

  /** Whether this person, done with all marks, wants them back. */
  thinksAgain(): boolean {
    return this.#thinks-- > 0;
  }

  /** The mark this person gives; an objective one is read wrong by the hasty until they are told to look again. */
  mark(bidder: string, item: Item, again: boolean): number {
    const cell = `${bidder}/${item.id}`;
    const changed = this.#changed.get(cell);
    if (changed !== undefined) return changed;
    const steps = Math.floor(item.max / item.step);
    if (item.kind === 'objective') {
      const right = item.step * this.#project.fork(cell).whole(0, steps);
      const wrong = this.#hasty && this.says(`misread ${cell}`, 0.2);
      if (again) this.#changed.set(cell, right);
      return wrong && !again ? item.step * this.#own.fork(cell).whole(0, steps) : right;
    }
    const quality = this.#project.fork(`quality ${bidder}`).whole(50, 95);
    const opinion = quality + this.#own.fork(cell).whole(-18, 18);
    return item.step * Math.max(0, Math.min(steps, Math.round((steps * opinion) / 100)));
  }

  /** Once in a while a mark is looked at again and changed. */
  changesMind({ bidders, project }: ExpertView): { bidder: string; item: string; mark: number } | null {
    if (this.#changed.size > 0 || !this.#own.happens(0.2)) return null;
    const bidder = bidders.find(({ valid }) => valid === true);
    const item = project.items.find(({ kind }) => kind === 'subjective');
    if (!bidder || !item) return null;
    const before = this.mark(bidder.id, item, false);
    const mark = before >= item.step ? before - item.step : before + item.step;
    this.#changed.set(`${bidder.id}/${item.id}`, mark);
    return { bidder: bidder.id, item: item.id, mark };
  }
}
