/** Lines refused in a booth's name become events: each reason once, until the booth is let in again. */
import type { Refusal } from '#shared/catalogue/refusal.ts';
import { refuseLine } from '../enrolment/decide.ts';
import { hubActor, plan } from '../ledger/command.ts';
import { tellError } from '../ledger/tell-error.ts';
import type { Hub } from './hub.ts';

/** Beats after which two lines of one booth are no line that has broken and come again. */
const TWICE_BEATS = 3;

export class RefusedLines {
  readonly #hub: Hub;
  readonly #told = new Map<string, Set<string>>();

  constructor(hub: Hub) {
    this.#hub = hub;
  }

  /** Records the refusal. A hub that is behind writes nothing. */
  tell(booth: string, refusal: Refusal): void {
    const told = this.#told.get(booth) ?? new Set();
    if (told.has(refusal.code) || this.#hub.behind.missing) return;
    this.#told.set(booth, told.add(refusal.code));
    this.#hub.spine.do(plan(refuseLine, { booth, refusal }), hubActor).catch(tellError);
  }

  /**
   * A second line of a booth was refused. It happens innocently while a broken line is not noticed yet, so it counts
   * only if the first has gone on speaking (`still`) some beats later.
   */
  tellLater(booth: string, refusal: Refusal, still: () => boolean): void {
    const { timers, settings } = this.#hub;
    timers.after(TWICE_BEATS * settings.beatMilliseconds, () => {
      if (still()) this.tell(booth, refusal);
    });
  }

  /** The booth was let in: the next refusal is news again. */
  admitted(booth: string): void {
    this.#told.delete(booth);
  }
}
