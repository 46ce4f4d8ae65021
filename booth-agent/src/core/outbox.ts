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

/** Answered acts that are kept for a hub that comes back from an older back-up: some days of one seat. */
const SENT_KEPT = 5000;

export class Outbox {
  readonly #disk: Disk;
  /** In the order of n; the same as on disk. */
  #entries: readonly Entry[];

  constructor(disk: Disk) {
    this.#disk = disk;
    this.#entries = this.#read();
  }

  /** Everything not yet forgotten: unanswered acts, and taken ones that the view may not show yet. */
  get entries(): readonly Entry[] {
    return this.#entries;
  }

  /** Acts the hub has not answered, in the order of n. */
  get pending(): Entry[] {
    return this.#entries.filter((entry) => entry.views === null);
  }

  /** The highest n answered by the hub. */
  get acked(): number {
    return this.#number('outbox.acked');
  }

  /** The highest n given to an act. */
  get last(): number {
    return this.#number('outbox.last');
  }

  /** Holds in memory what is on disk, after a transaction around these changes has failed. */
  reread(): void {
    this.#entries = this.#read();
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

  /**
   * The hub has answered these: gives the acts whose answer had not come before, in the order of the answers. A
   * refused act is forgotten.
   */
  answered(answers: readonly { n: number; taken: boolean }[]): Entry[] {
    const waiting = new Map(this.pending.map((entry) => [entry.n, entry]));
    const settled: Entry[] = [];
    const settle = ({ n, taken }: { n: number; taken: boolean }) => {
      const entry = waiting.get(n);
      if (!entry) return;
      waiting.delete(n);
      settled.push(entry);
      this.#settle(n, taken);
    };
    if (answers.some(({ n }) => waiting.has(n))) this.#change(() => answers.forEach(settle));
    return settled;
  }

  #settle(n: number, taken: boolean): void {
    this.#disk.prepare('INSERT OR REPLACE INTO sent SELECT n, at, session, act FROM acts WHERE n = ?').run(n);
    this.#disk.prepare('DELETE FROM sent WHERE n <= ?').run(n - SENT_KEPT);
    const sql = taken ? 'UPDATE acts SET views = 0 WHERE n = ?' : 'DELETE FROM acts WHERE n = ?';
    this.#disk.prepare(sql).run(n);
    this.#keep('outbox.acked', Math.max(this.acked, n));
  }

  /**
   * The hub has acts up to `last`: numbers go on after it, also on a machine whose disk was replaced. A hub that has
   * forgotten acts it had answered is sent them again, as if it had not.
   */
  continueAfter(last: number): void {
    if (this.acked > last) this.#change(() => this.#unanswerAfter(last));
    if (this.last < last) this.#change(() => this.#keep('outbox.last', last));
  }

  #unanswerAfter(last: number): void {
    this.#disk.prepare('UPDATE acts SET views = NULL WHERE n > ?').run(last);
    this.#disk
      .prepare('INSERT OR IGNORE INTO acts SELECT n, at, session, act, NULL FROM sent WHERE n > ?')
      .run(last);
  }

  /** A view has come; `shown` are taken acts that need not be held any longer because it shows them. */
  viewCame(shown: (entry: Entry) => boolean): void {
    const held = this.#entries.filter((entry) => entry.views !== null);
    if (held.length === 0) return;
    const done = held.filter((entry) => (entry.views ?? 0) + 1 >= VIEWS_HELD || shown(entry));
    this.#change(() => {
      this.#disk.prepare('UPDATE acts SET views = views + 1 WHERE views IS NOT NULL').run();
      for (const { n } of done) this.#disk.prepare('DELETE FROM acts WHERE n = ?').run(n);
    });
  }

  #change<T>(work: () => T): T {
    const result = this.#disk.transaction(work)();
    this.#entries = this.#read();
    return result;
  }

  #read(): Entry[] {
    const rows = this.#disk.prepare('SELECT n, at, session, act, views FROM acts ORDER BY n').all();
    return (rows as (Omit<Entry, 'act'> & { act: string })[]).map((row) => ({
      ...row,
      act: JSON.parse(row.act) as Act,
    }));
  }

  #number(name: string): number {
    const row = this.#disk.prepare('SELECT value FROM kept WHERE name = ?').get(name);
    return Number((row as { value: string } | undefined)?.value ?? 0);
  }

  #keep(name: string, value: number): void {
    this.#disk.prepare('INSERT OR REPLACE INTO kept (name, value) VALUES (?, ?)').run(name, String(value));
  }
}
