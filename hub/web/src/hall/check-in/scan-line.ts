/**
 * Everybody whose badge was scanned at this desk, on their way to the hub. A scan is kept in the browser before it is
 * sent, and forgotten when the hub has said what became of it: a line that drops, a hub that starts again, or a page
 * that is loaded anew loses nobody. The hub knows a scan by its id, so one whose answer was lost is sent again and is
 * the same check-in. Nobody is checked in before the hub says so.
 */
import type { Text } from '#shared/catalogue/text.ts';
import type { IdProof } from '#shared/pool/id-proof.ts';

/** What the browser keeps of a scan: no name, and no ID number that anybody but the hub could make out. */
export interface KeptScan {
  readonly scan: string;
  readonly site: string;
  readonly badge: string;
  readonly readAt: string;
  readonly idProof?: IdProof;
  /** Why the hub has refused it; it stays until somebody has dealt with it. */
  readonly refused?: Reason;
}

export interface Reason {
  readonly code: string;
  readonly sentence: Text;
}

/** Where scans are kept on this machine. */
export interface ScanStore {
  all(): Promise<KeptScan[]>;
  /** Settles once the scan is on disk. */
  keep(scan: KeptScan): Promise<void>;
  forget(scan: string): Promise<void>;
}

/** What became of one that was sent; `unreached`: nothing is known, it is to be sent again. */
export type Sent =
  | { readonly kind: 'done'; readonly name: string }
  | { readonly kind: 'refused'; readonly reason: Reason }
  | { readonly kind: 'unreached'; readonly reason: Reason };

export interface ScanPorts {
  readonly store: ScanStore;
  send(scan: KeptScan): Promise<Sent>;
  now(): number;
  /** Calls back after so many milliseconds; the answer cancels it. */
  later(milliseconds: number, call: () => void): () => void;
}

/** What became of the scan that this page took last. `noted`: kept here, and not checked in. */
export type Latest = { readonly scan: string; readonly badge: string } & (
  | { readonly state: 'sending' | 'noted' }
  | { readonly state: 'done'; readonly name: string }
  | { readonly state: 'refused'; readonly reason: Reason }
);

export interface ScanState {
  /** Not at the hub yet, oldest first. */
  readonly waiting: readonly KeptScan[];
  /** Refused when nobody was looking any more. */
  readonly refused: readonly KeptScan[];
  readonly latest: Latest | null;
  /** Why the hub has not taken the last one that was sent; null while it does. */
  readonly unreached: Reason | null;
  /** False once this browser could not keep a scan: they are lost with the page then. */
  readonly keeps: boolean;
}

export type Taken = 'taken' | 'done-already' | 'waits-already';

const RETRY_MILLISECONDS = 2_000;
/** A scanner that reads one badge twice does so within this time. */
const TWICE_MILLISECONDS = 5_000;

export class ScanLine {
  readonly site: string;
  readonly #ports: ScanPorts;
  readonly #listeners = new Set<() => void>();
  #state: ScanState = { waiting: [], refused: [], latest: null, unreached: null, keeps: true };
  #doneAt = { badge: '', at: 0 };
  #sending = false;
  #started = false;
  #cancelRetry: () => void = () => {};

  constructor(site: string, ports: ScanPorts) {
    this.site = site;
    this.#ports = ports;
  }

  get state(): ScanState {
    return this.#state;
  }

  listen(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Takes up what was left from before and sends it; the answer stops sending. */
  start(): () => void {
    this.#started = true;
    void this.#takeUp().then(() => this.#sendAll());
    return () => {
      this.#started = false;
      this.#cancelRetry();
    };
  }

  /** Takes a scan, unless its badge was checked in here a moment ago, or waits already. */
  async note(scan: Omit<KeptScan, 'site' | 'readAt' | 'refused'>): Promise<Taken> {
    const { badge } = scan;
    const now = this.#ports.now();
    if (this.#state.waiting.some((entry) => entry.badge === badge)) return 'waits-already';
    if (this.#doneAt.badge === badge && now - this.#doneAt.at < TWICE_MILLISECONDS) return 'done-already';
    const kept = { ...scan, site: this.site, readAt: new Date(now).toISOString() };
    const state = this.#state.unreached ? 'noted' : 'sending';
    this.#set({ waiting: [...this.#state.waiting, kept], latest: { scan: scan.scan, badge, state } });
    await this.#keep(kept);
    void this.#sendAll();
    return 'taken';
  }

  /** The hub can be reached again, as far as anybody knows. */
  hurry(): void {
    void this.#sendAll();
  }

  /** The check-in of a badge was taken back: the next scan of it is a new one, however soon it comes. */
  undone(badge: string): void {
    if (this.#doneAt.badge === badge) this.#doneAt = { badge: '', at: 0 };
  }

  /** Somebody has dealt with one that was refused. */
  async dealtWith(scan: string): Promise<void> {
    this.#set({ refused: this.#state.refused.filter((entry) => entry.scan !== scan) });
    await this.#forget(scan);
  }

  async #takeUp(): Promise<void> {
    const known = new Set([...this.#state.waiting, ...this.#state.refused].map(({ scan }) => scan));
    const kept = await this.#ports.store.all().catch(() => this.#cannotKeep([]));
    const left = kept
      .filter(({ site, scan }) => site === this.site && !known.has(scan))
      .sort((a, b) => a.readAt.localeCompare(b.readAt));
    this.#set({
      waiting: [...left.filter(({ refused }) => !refused), ...this.#state.waiting],
      refused: [...left.filter(({ refused }) => refused), ...this.#state.refused],
    });
  }

  /** One after the other, in the order in which they were read, until one does not come through. */
  async #sendAll(): Promise<void> {
    if (this.#sending || !this.#started) return;
    this.#sending = true;
    this.#cancelRetry();
    try {
      for (;;) {
        const [next] = this.#state.waiting;
        if (!next || !this.#started) return;
        const sent = await this.#ports.send(next);
        if (sent.kind === 'unreached') return this.#tryLater(sent.reason);
        await this.#settle(next, sent);
      }
    } finally {
      this.#sending = false;
    }
  }

  #tryLater(reason: Reason): void {
    const { latest } = this.#state;
    this.#set({
      unreached: reason,
      latest: latest?.state === 'sending' ? { ...latest, state: 'noted' } : latest,
    });
    if (this.#started) this.#cancelRetry = this.#ports.later(RETRY_MILLISECONDS, () => this.hurry());
  }

  /** The hub has said what became of it. */
  async #settle(kept: KeptScan, sent: Exclude<Sent, { kind: 'unreached' }>): Promise<void> {
    const { scan, badge } = kept;
    const { latest } = this.#state;
    const seen = latest?.scan === scan && latest.state === 'sending';
    const waiting = this.#state.waiting.filter((entry) => entry.scan !== scan);
    if (sent.kind === 'done') {
      this.#doneAt = { badge, at: this.#ports.now() };
      await this.#forget(scan);
      const told: Latest = { scan, badge, state: 'done', name: sent.name };
      return this.#set({ waiting, unreached: null, latest: latest?.scan === scan ? told : latest });
    }
    const { reason } = sent;
    const told: Latest = { scan, badge, state: 'refused', reason };
    this.#set({ waiting, unreached: null, latest: latest?.scan === scan ? told : latest });
    // Whoever stands there sees it; of one who has gone on, or was only noted, it stays on the list.
    if (seen) return this.#forget(scan);
    const refused = { ...kept, refused: reason };
    this.#set({ refused: [...this.#state.refused, refused] });
    await this.#keep(refused);
  }

  async #keep(kept: KeptScan): Promise<void> {
    await this.#ports.store.keep(kept).catch(() => this.#cannotKeep(undefined));
  }

  async #forget(scan: string): Promise<void> {
    await this.#ports.store.forget(scan).catch(() => this.#cannotKeep(undefined));
  }

  #cannotKeep<T>(instead: T): T {
    this.#set({ keeps: false });
    return instead;
  }

  #set(change: Partial<ScanState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }
}
