/**
 * The booth's outbox: every act is on disk before the person is told it was taken, under a number that is never
 * used again, and stays there until the hub has answered it. An act that was taken is held a little longer, until
 * the hub's view can be trusted to show it.
 */
import type { Act } from '#shared/protocol/booth-frames.ts';
import type { Disk } from './disk.ts';

export interface Entry {
  readonly n: number;
  readonly at: string;
  /** Whose act it is (`PROJECT/EXPERT`); null outside of a session. */
  readonly session: string | null;
  readonly act: Act;
  /** Null until the hub has answered; then how many views have come since. */
  readonly views: number | null;
}

/**
 * The hub makes one view at a time for a booth: of the views that come after an answer only the first can be from
 * before it, so the second shows what was answered.
 */
const VIEWS_HELD = 2;

/** What the disk has, as far as it is held in memory. */
export interface Held {
  /** In the order of n. */
  readonly entries: readonly Entry[];
  readonly acked: number;
  readonly last: number;
}

/** Answered acts that are kept for a hub that comes back from an older back-up: some days of one seat. */
const SENT_KEPT = 5000;

export class Outbox {
  readonly #disk: Disk;
  /** The same as on disk: a disk that cannot be read now keeps nobody from what is there. */
  #held: Held;
  /** The highest n the hub had before it sent the first view of this line. */
  #had = 0;
  /** The highest n the hub has, as far as this line has told: less than was answered once, after an older back-up. */
  #stored = 0;

  constructor(disk: Disk) {
    this.#disk = disk;
    this.#held = this.#read();
  }

  get held(): Held {
    return this.#held;
  }

  /** Everything not yet forgotten: unanswered acts, and taken ones that the view may not show yet. */
  get entries(): readonly Entry[] {
    return this.#held.entries;
  }

  /** Acts the hub has not answered, in the order of n. */
  get pending(): Entry[] {
    return this.entries.filter((entry) => entry.views === null);
  }

  /** The highest n answered by the hub. */
  get acked(): number {
    return this.#held.acked;
  }

  /** The highest n given to an act. */
  get last(): number {
    return this.#held.last;
  }

  /** Holds what was held before a transaction around these changes, which has failed. */
  hold(before: Held): void {
    this.#held = before;
  }

  /** Holds in memory what is on disk. */
  reread(): void {
    this.#held = this.#read();
  }

  /** Stores an act, durably, and gives its number. */
  put(act: Act, at: string, session: string | null): number {
    return this.#change(() => {
      const n = this.last + 1;
      this.#keep('outbox.last', n);
      this.#disk
        .prepare('INSERT INTO acts (n, at, session, act, views) VALUES (?, ?, ?, ?, NULL)')
        .run(n, at, session, JSON.stringify(act));
      return n;
    });
  }

  /** The hub has answered: gives the act, or null when its answer has come before. A refused act is forgotten. */
  answered(n: number, taken: boolean): Entry | null {
    this.#stored = Math.max(this.#stored, n);
    const entry = this.entries.find((one) => one.n === n && one.views === null);
    if (!entry) return null;
    this.#change(() => {
      this.#disk
        .prepare('INSERT OR REPLACE INTO sent SELECT n, at, session, act FROM acts WHERE n = ?')
        .run(n);
      this.#disk.prepare('DELETE FROM sent WHERE n <= ?').run(n - SENT_KEPT);
      if (taken) this.#disk.prepare('UPDATE acts SET views = ? WHERE n = ?').run(n <= this.#had ? 1 : 0, n);
      else this.#disk.prepare('DELETE FROM acts WHERE n = ?').run(n);
      this.#keep('outbox.acked', Math.max(this.acked, n));
    });
    return entry;
  }

  /**
   * The hub has acts up to `last`: numbers go on after it, also on a machine whose disk was replaced. A hub that has
   * forgotten acts it had answered is sent them again, as if it had not. What it has is in its first view, before the
   * answer comes again that was lost: no other view may follow, since nothing happens then.
   */
  continueAfter(last: number): void {
    this.#had = last;
    this.#stored = last;
    if (this.acked > last) this.#change(() => this.#unanswerAfter(last));
    if (this.last < last) this.#change(() => this.#keep('outbox.last', last));
  }

  /**
   * The hub has other acts under the numbers of these: this disk was put back to an earlier state and went on from there.
   * What is unanswered goes on after what the hub has, in its order.
   */
  numberAnew(): void {
    const { pending } = this;
    if (pending.length === 0) return;
    let next = this.#stored + pending.length;
    this.#change(() => {
      this.#keep('outbox.last', next);
      for (const { n } of pending.toReversed())
        this.#disk.prepare('UPDATE acts SET n = ? WHERE n = ?').run(next--, n);
    });
  }

  #unanswerAfter(last: number): void {
    this.#disk.prepare('UPDATE acts SET views = NULL WHERE n > ?').run(last);
    this.#disk
      .prepare('INSERT OR IGNORE INTO acts SELECT n, at, session, act, NULL FROM sent WHERE n > ?')
      .run(last);
  }

  /** A view has come; `shown` are taken acts that need not be held any longer because it shows them. */
  viewCame(shown: (entry: Entry) => boolean): void {
    const held = this.entries.filter((entry) => entry.views !== null);
    if (held.length === 0) return;
    const done = held.filter((entry) => (entry.views ?? 0) + 1 >= VIEWS_HELD || shown(entry));
    this.#change(() => {
      this.#disk.prepare('UPDATE acts SET views = views + 1 WHERE views IS NOT NULL').run();
      for (const { n } of done) this.#disk.prepare('DELETE FROM acts WHERE n = ?').run(n);
    });
  }

  #change<T>(work: () => T): T {
    const result = this.#disk.transaction(work)();
    this.#held = this.#read();
    return result;
  }

  #read(): Held {
    const rows = this.#disk.prepare('SELECT n, at, session, act, views FROM acts ORDER BY n').all();
    const entries = (rows as (Omit<Entry, 'act'> & { act: string })[]).map((row) => ({
      ...row,
      act: JSON.parse(row.act) as Act,
    }));
    return { entries, acked: this.#number('outbox.acked'), last: this.#number('outbox.last') };
  }

  #number(name: string): number {
    const row = this.#disk.prepare('SELECT value FROM kept WHERE name = ?').get(name);
    return Number((row as { value: string } | undefined)?.value ?? 0);
  }

  #keep(name: string, value: number): void {
    this.#disk.prepare('INSERT OR REPLACE INTO kept (name, value) VALUES (?, ?)').run(name, String(value));
  }
}
