/** What a booth has on disk, changed only as a whole: its outbox and what it remembers beside it. */
import { bytesOfBase64 } from '#shared/canonical/index.ts';
import { Refusal } from '#shared/catalogue/refusal.ts';
import type { Act, BoothOrder, BoothView } from '#shared/protocol/booth-frames.ts';
import type { Signed } from '#shared/protocol/evaluation.ts';
import { openCms } from '#shared/signature/verify.ts';
import { type Disk, diskRefusal } from './disk.ts';
import { fits } from './frames.ts';
import { afterOrder, lockForScreens } from './locks.ts';
import { Memory, type Remembered } from './memory.ts';
import { type Entry, Outbox } from './outbox.ts';
import { type RefusalShown, sessionId, sessionNow } from './state.ts';
import { afterView } from './views.ts';

export class BoothRecord {
  readonly #disk: Disk;
  readonly #outbox: Outbox;
  readonly #memory: Memory;
  /** A change failed, and the disk has not said since what is on it. */
  #doubt = false;

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
    if (!fits(act, at)) throw new Refusal('ACT_TOO_LARGE');
    const session = sessionNow({ kept: this.kept, entries: this.entries });
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

  /** The hub has answered acts from `first` on: of each, null when it had before. */
  answered(first: number, refusals: readonly (RefusalShown | null)[]): (Entry | null)[] {
    const waiting = refusals.map((_, place) => this.pending.find(({ n }) => n === first + place) ?? null);
    try {
      return this.#together(() => refusals.map((refusal, place) => this.#answered(first + place, refusal)));
    } catch (error) {
      // As in `put`: then the hub is not asked again, and a refusal would never be told.
      const left = new Set(this.pending.map(({ n }) => n));
      if (this.#doubt || waiting.every((entry) => !entry || left.has(entry.n))) throw error;
      return waiting;
    }
  }

  #answered(n: number, refusal: RefusalShown | null): Entry | null {
    const entry = this.#outbox.answered(n, refusal === null);
    if (!entry) return null;
    const { act } = entry;
    if (refusal && act.kind === 'admit') this.#memory.keep(afterRefusal(refusal, this.kept));
    if (refusal && act.kind === 'leave') this.#memory.keep({ left: null });
    if (!refusal && act.kind === 'sign') this.#memory.keep({ amendment: {} });
    // The expert goes on with another key of theirs: the hub knows which are, and the first it takes is the one.
    if (refusal?.code === 'CERTIFICATE_REVOKED') this.#memory.keep({ ownKey: null });
    const signed = refusal || this.kept.ownKey !== null ? null : signedIn(act);
    if (signed) this.#memory.keep({ ownKey: openCms(bytesOfBase64(signed.cms)).signer.fingerprint });
    return entry;
  }

  /** The hub knows this booth, and has its acts up to `last`; by `slipKey` its slips are verified from now on. */
  welcomed(last: number, slipKey: string): void {
    this.#together(() => {
      this.#outbox.continueAfter(last);
      if (!this.kept.welcomed || this.kept.slipKey === null) this.#memory.keep({ welcomed: true, slipKey });
    });
  }

  /** The hub has other acts under the numbers of those that wait: see {@link Outbox.numberAnew}. */
  numberAnew(): void {
    this.#together(() => this.#outbox.numberAnew());
  }

  /** The hub has told this view, and with it its version and time. */
  viewed(view: BoothView, heard: NonNullable<Remembered['heard']>): void {
    this.#together(() => {
      this.#outbox.viewCame(({ act }) => act.kind === 'admit' && view.session !== null);
      this.#memory.keep({ ...afterView(this.kept, view, this.entries), heard });
    });
  }

  /** An order of the hall is done here, once, and will be told to it. */
  obey(order: BoothOrder, at: string): void {
    if (order.order <= this.kept.lastOrder) return;
    this.#together(() => {
      this.#memory.keep(afterOrder(order));
      this.#outbox.put({ kind: 'obeyed', order: order.order }, at, null);
    });
  }

  /** Whether the booth locks itself for what it sees; told to the hall as soon as it can be. */
  lockFor(screens: number, at: string): void {
    const lock = lockForScreens(this.kept, screens, at);
    if (lock !== this.kept.lock) this.keep({ lock });
    if (!lock || lock.told || !this.kept.welcomed) return;
    this.#together(() => {
      this.#memory.keep({ lock: { ...lock, told: true } });
      this.#outbox.put({ kind: 'trouble', what: 'second-screen' }, at, null);
    });
  }

  close(): void {
    this.#disk.close();
  }

  /**
   * All on disk or none; where the disk fails, what is held in memory is what the disk has, or had before while it cannot
   * be asked: an act that is perhaps not on it is not sent, and its number not given again.
   */
  #together<T>(work: () => T): T {
    this.#settleDoubt();
    const [outbox, memory] = [this.#outbox.held, this.#memory.now];
    try {
      return this.#disk.transaction(work)();
    } catch (error) {
      this.#outbox.hold(outbox);
      this.#memory.hold(memory);
      this.#doubt = true;
      try {
        this.#settleDoubt();
      } catch {
        // asked again before the next change
      }
      throw diskRefusal(error) ?? error;
    }
  }

  /** Reads what became of a change that failed. A transaction that is still open would take every later one into it. */
  #settleDoubt(): void {
    if (!this.#doubt) return;
    try {
      if (this.#disk.inTransaction) this.#disk.exec('ROLLBACK');
      this.#outbox.reread();
      this.#memory.reread();
    } catch (error) {
      throw diskRefusal(error) ?? error;
    }
    this.#doubt = false;
  }
}

/** What an act of a session has the expert's signature on. */
function signedIn(act: Act): Signed | null {
  if (act.kind === 'sign') return act.sheet;
  return act.kind === 'pledge' || act.kind === 'consent' ? act.statement : null;
}

/** Not admitted. Of one who was let in by the slip nothing is left but that they were. */
function afterRefusal(refusal: RefusalShown, { provisional }: Remembered): Partial<Remembered> {
  return { refusal, ownKey: null, ...(provisional ? { provisional: { session: null }, amendment: {} } : {}) };
}

function afterAct(act: Act, at: string, session: string | null): Partial<Remembered> {
  if (act.kind === 'obeyed') return {};
  if (act.kind === 'trouble') {
    const ofKey = act.what === 'key-removed' || act.what === 'key-returned';
    return ofKey ? { keyMissed: act.what === 'key-removed' } : {};
  }
  if (act.kind === 'pause') return { paused: at };
  if (act.kind === 'resume') return { paused: null };
  return { lastSavedAt: at, ...(act.kind === 'leave' ? { left: session, notes: [], documents: null } : {}) };
}
