/**
 * The clock of a simulated morning: what is to happen lies in one queue by its time, and time passes only from one
 * thing to the next. Between two of them everything that JavaScript has under way is let run to its end, so that
 * nothing depends on how fast the machine is.
 */
import type { Timers } from '#shared/time/timers.ts';

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;

/** Turns of the event loop that a request may take before it waits for the clock. */
const TURNS = 12;

interface Due {
  readonly time: number;
  readonly order: number;
  readonly work: () => void;
  called: boolean;
}

export class VirtualClock {
  #now: number;
  #order = 0;
  #happened = 0;
  readonly #queue: Due[] = [];
  /** Whether something is under way that takes the event loop more than one turn, as a request through its streams. */
  busy = () => false;

  constructor(start: number) {
    this.#now = start;
  }

  /** Milliseconds since 1970, in the morning's true time. */
  get now(): number {
    return this.#now;
  }

  /** How many things have happened. */
  get happened(): number {
    return this.#happened;
  }

  /** Does `work` after so many milliseconds. Gives back how to call it off. */
  after(milliseconds: number, work: () => void): () => void {
    const due = { time: this.#now + Math.max(0, milliseconds), order: this.#order++, work, called: false };
    this.#push(due);
    return () => {
      due.called = true;
    };
  }

  /** Lets time pass until `enough` or the given time; true when it was enough. */
  async pass(until: number, enough: () => boolean): Promise<boolean> {
    await this.#settled();
    while (!enough()) {
      const due = this.#pop();
      if (!due || due.time > until) {
        if (due) this.#push(due);
        this.#now = Math.max(this.#now, until);
        return false;
      }
      if (due.called) continue;
      this.#now = due.time;
      this.#happened += 1;
      due.work();
      await this.#settled();
    }
    return true;
  }

  /** Timers that end with their owner; `stretch` is the least time between two rounds of what comes again. */
  timersOf(alive: () => boolean, { stretch = 0, late }: { stretch?: number; late: () => number }): Timers {
    const guarded = (work: () => void) => () => {
      if (alive()) work();
    };
    return {
      after: (milliseconds, work) => this.after(milliseconds, guarded(work)),
      soon: (work) => void this.after(late(), guarded(work)),
      every: (milliseconds, work) => {
        let stop = () => {};
        const again = () => {
          stop = this.after(Math.max(stretch, milliseconds), () => {
            if (!alive()) return;
            again();
            work();
          });
        };
        again();
        return () => stop();
      },
    };
  }

  /** Everything that was promised has been done: all microtasks run before the next turn of the event loop. */
  async #settled(): Promise<void> {
    let turns = 0;
    do await new Promise((resolve) => setImmediate(resolve));
    while (this.busy() && ++turns < TURNS);
  }

  #push(due: Due): void {
    const queue = this.#queue;
    let place = queue.push(due) - 1;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (!before(due, queue[parent] as Due)) break;
      queue[place] = queue[parent] as Due;
      place = parent;
    }
    queue[place] = due;
  }

  #pop(): Due | undefined {
    const queue = this.#queue;
    const first = queue[0];
    const last = queue.pop();
    if (!first || !last || first === last) return first;
    let place = 0;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= queue.length) break;
      if (child + 1 < queue.length && before(queue[child + 1] as Due, queue[child] as Due)) child += 1;
      if (!before(queue[child] as Due, last)) break;
      queue[place] = queue[child] as Due;
      place = child;
    }
    queue[place] = last;
    return first;
  }
}

function before(a: Due, b: Due): boolean {
  return a.time < b.time || (a.time === b.time && a.order < b.order);
}
