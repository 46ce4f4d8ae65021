/**
 * Who is there: when each booth was last heard, kept in memory. Between two thresholds a booth is only suspect;
 * beyond the second it is missing, which is an event. A goodbye is not a loss.
 */
import type { Presence } from '#shared/protocol/views.ts';

/** Beats without a word after which a booth is suspect, and missing. */
const SUSPECT_BEATS = 2.5;
const MISSING_BEATS = 6;

interface Heard {
  /** The date, for people; and on the clock that is never set, for how long ago it was. */
  at: number;
  since: number;
  pending: number;
  state: 'present' | 'missing' | 'closed';
  /** Heard by another hub process, on a line of its own. */
  elsewhere?: boolean;
}

export interface Heartbeat {
  readonly presence: Presence;
  readonly lastHeardAt: string | null;
  /** Acts the booth holds that have not reached the hub, as it last said. */
  readonly pending: number;
}

export class PresenceBoard {
  readonly #heard = new Map<string, Heard>();
  readonly #beat: number;
  readonly #now: () => Date;
  readonly #elapsed: () => number;
  /** Booths heard here since other processes were last told. */
  readonly #fresh = new Set<string>();
  /** Is told of each booth whose line here was closed. */
  onLeft: (booth: string) => void = () => {};

  /** `elapsed`: milliseconds on a clock that is never set, so that a wrong date makes nobody present or missing. */
  constructor(beatMilliseconds: number, now: () => Date, elapsed: () => number = () => performance.now()) {
    this.#beat = beatMilliseconds;
    this.#now = now;
    this.#elapsed = elapsed;
  }

  of(booth: string): Heartbeat {
    const heard = this.#heard.get(booth);
    if (!heard) return { presence: 'never', lastHeardAt: null, pending: 0 };
    const silent = this.#elapsed() - heard.since;
    const presence =
      heard.state === 'present' && silent > SUSPECT_BEATS * this.#beat ? 'suspect' : heard.state;
    return { presence, lastHeardAt: new Date(heard.at).toISOString(), pending: heard.pending };
  }

  /** A word from a booth. */
  heard(booth: string, pending?: number): void {
    this.#fresh.add(booth);
    this.#hear(booth, pending);
  }

  /** Another hub process has heard from a booth. */
  heardElsewhere(booth: string, pending: number): void {
    this.#hear(booth, pending);
    const heard = this.#heard.get(booth);
    if (heard) heard.elsewhere = true;
  }

  #hear(booth: string, pending?: number): void {
    const before = this.#heard.get(booth);
    this.#heard.set(booth, {
      at: this.#now().getTime(),
      since: this.#elapsed(),
      pending: pending ?? before?.pending ?? 0,
      state: 'present',
    });
  }

  /** Expected from now on though nothing was heard yet: booths that were present when the hub stopped. */
  expect(booth: string): void {
    if (!this.#heard.has(booth)) this.#hear(booth);
  }

  goodbye(booth: string): void {
    const heard = this.#heard.get(booth);
    if (heard) heard.state = 'closed';
  }

  /** It is recorded that the booth is missing. One that has spoken again meanwhile, or said goodbye, stays what it is. */
  lost(booth: string): void {
    const heard = this.#heard.get(booth);
    if (heard && this.of(booth).presence === 'suspect') heard.state = 'missing';
  }

  /** The booth's line here was closed; it may come to another process. */
  left(booth: string): void {
    this.#fresh.delete(booth);
    this.onLeft(booth);
  }

  /** The booth's line to another process was closed. */
  leftElsewhere(booth: string): void {
    const heard = this.#heard.get(booth);
    if (heard) heard.elsewhere = false;
  }

  /** Whether the booth is speaking to another process just now. */
  isElsewhere(booth: string): boolean {
    return this.#heard.get(booth)?.elsewhere === true && this.of(booth).presence === 'present';
  }

  /** Booths heard here since the last call, with how many acts each holds. */
  takeHeard(): [string, number][] {
    const heard = [...this.#fresh].map((booth): [string, number] => [booth, this.of(booth).pending]);
    this.#fresh.clear();
    return heard;
  }

  /** Booths that are missing and not recorded so. */
  get silent(): string[] {
    const elapsed = this.#elapsed();
    const lost = [...this.#heard].filter(
      ([, heard]) => heard.state === 'present' && elapsed - heard.since > MISSING_BEATS * this.#beat,
    );
    return lost.map(([booth]) => booth);
  }
}
