/** What a booth has on disk, changed only as a whole: its outbox and what it remembers beside it. */
import { Refusal } from '#shared/catalogue/refusal.ts';
import type { Ack, Act, BoothView } from '#shared/protocol/booth-frames.ts';
import { type Disk, diskRefusal } from './disk.ts';
import { fits } from './frames.ts';
import { Memory, type Remembered } from './memory.ts';
import { type Entry, Outbox } from './outbox.ts';
import { sessionId, sessionNow } from './state.ts';
import { afterView } from './views.ts';

export class BoothRecord {
  readonly #disk: Disk;
  readonly #outbox: Outbox;
  readonly #memory: Memory;

  constructor(disk: Disk) {
    this.#disk = disk;
    this.#outbox = new Outbox(this.#disk);
    this.#memory = new Memory(this.#disk);
  }

  get kept(): Remembered {
    return this.#memory.now;
  }

  /** Acts that count for what is shown: unanswered, or taken and perhaps not in the view yet. */
  get entries(): readonly Entry[] {
    return this.#outbox.entries;
  }

  get pending(): readonly Entry[] {
    return this.#outbox.pending;
  }

  get acked(): number {
    return this.#outbox.acked;
  }

  keep(changes: Partial<Remembered>): void {
    this.#together(() => this.#memory.keep(changes));
  }

  /**
   * Stores an act and gives its number. Refuses LINE_NEVER while the hub has never known this disk (which numbers
   * it has from an earlier disk of this booth is not known then), ACT_TOO_LARGE, BOOTH_DISK_FULL, BOOTH_DISK_FAILED.
   */
  put(act: Act, at: string): number {
    if (!this.kept.welcomed) throw new Refusal('LINE_NEVER');
    if (!fits({ type: 'acts', acts: [{ n: Number.MAX_SAFE_INTEGER, at, act }] }))
      throw new Refusal('ACT_TOO_LARGE');
    const session = sessionNow({ kept: this.kept });
    const id = session && sessionId(session);
    const last = this.#outbox.last;
    try {
      return this.#together(() => {
        this.#memory.keep(afterAct(act, at, id));
        return this.#outbox.put(act, at, id);
      });
    } catch (error) {
      // A write that failed may have taken effect all the same: then the act is stored, and will be sent.
      if (this.#outbox.last === last) throw error;
      return this.#outbox.last;
    }
  }

  /** The hub has answered these acts, in this order: gives those whose answer had not come before. */
  answered(acks: readonly Ack[]): Entry[] {
    return this.#together(() => {
      const settled = this.#outbox.answered(acks.map(({ n, refusal }) => ({ n, taken: refusal === null })));
      for (const { n, act } of settled) {
        const refusal = acks.find((ack) => ack.n === n)?.refusal ?? null;
        if (refusal && act.kind === 'admit') this.#memory.keep({ refusal, ownKey: null });
        if (refusal && act.kind === 'leave') this.#memory.keep({ left: null });
        if (!refusal && act.kind === 'sign') this.#memory.keep({ amendment: {} });
      }
      return settled;
    });
  }

  /** The hub knows this booth, and has its acts up to `last`. */
  welcomed(last: number): void {
    this.#together(() => {
      this.#outbox.continueAfter(last);
      if (!this.kept.welcomed) this.#memory.keep({ welcomed: true });
    });
  }

  /** The hub has told this view. */
  viewed(view: BoothView): void {
    this.#together(() => {
      this.#outbox.viewCame(({ act }) => act.kind === 'admit' && view.session !== null);
      this.#memory.keep(afterView(this.kept, view, this.entries));
    });
  }

  close(): void {
    this.#disk.close();
  }

  /** All on disk or none; where the disk fails, what is held in memory is what the disk has. */
  #together<T>(work: () => T): T {
    try {
      return this.#disk.transaction(work)();
    } catch (error) {
      this.#outbox.reread();
      this.#memory.reread();
      throw diskRefusal(error) ?? error;
    }
  }
}

function afterAct(act: Act, at: string, session: string | null): Partial<Remembered> {
  if (act.kind === 'trouble') return act.what === 'help' ? {} : { keyMissed: act.what === 'key-removed' };
  return { lastSavedAt: at, ...(act.kind === 'leave' ? { left: session } : {}) };
}
