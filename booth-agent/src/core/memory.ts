/** What else a booth remembers beside its outbox, so that a restart shows the person what they saw before. */

import type { Static, TSchema } from 'typebox';
import { BoothView, type LedgerHead, type RefusalBody } from '#shared/protocol/booth-frames.ts';
import type { Note } from '#shared/protocol/bridge.ts';
import { ExpertView, type Marks } from '#shared/protocol/evaluation.ts';
import { parse } from '#shared/protocol/parse.ts';
import type { Disk } from './disk.ts';
import type { KnownDocuments } from './documents.ts';
import type { BoothLock } from './locks.ts';

export interface Remembered {
  /** The last view the hub has sent. */
  readonly view: BoothView | null;
  /** Whether this disk has ever been known to the hub: before that, numbers of acts are not settled. */
  readonly welcomed: boolean;
  /** What the person has entered before the admission. */
  readonly badge: string | null;
  readonly slip: string | null;
  /** The digits of the slip's QR code; null where the six were typed. */
  readonly scan: string | null;
  /**
   * The expert was let in by their slip while the line was down, with what lay here for them, if anything did. In effect
   * as long as that admission is in the outbox.
   */
  readonly provisional: { readonly session: ExpertView | null } | null;
  /** Why the hub has refused the admission. */
  readonly refusal: Static<typeof RefusalBody> | null;
  /**
   * SHA-256 of the certificate the present expert asked to be admitted with; null once it is revoked, until the hub has
   * taken a signature with another.
   */
  readonly ownKey: string | null;
  /** The session (`PROJECT/EXPERT`) whose expert has left. */
  readonly left: string | null;
  /** A session has ended here that its expert did not leave: they withdrew, or their seat was changed. */
  readonly ended: boolean;
  /** Marks changed for an amendment and not signed yet. */
  readonly amendment: Marks;
  /** Since when the expert has covered the screen; null while they work. */
  readonly paused: string | null;
  /** Of the present expert alone. */
  readonly notes: readonly Note[];
  /** Which documents of bids the present expert may read; the files lie beside this disk. */
  readonly documents: KnownDocuments | null;
  /** How many of the panel's statements were shown to the present expert. */
  readonly talkRead: number;
  /** The hub was told that the key is out, and not yet that it is back. */
  readonly keyMissed: boolean;
  readonly lastSavedAt: string | null;
  /** The longest ledger the hub has told of: one that was restored from an older back-up is told by it. */
  readonly head: LedgerHead | null;
  /** Verifies seat slips: the first key that the hub has told, for the life of this disk. */
  readonly slipKey: string | null;
  /** When the view was told, by the hub's clock, how far that was ahead of this machine's, and the view's version. */
  /** Why this booth is locked; `told`: the hall knows of it. */
  readonly lock: BoothLock | null;
  /** The hall's message, until it is read. */
  readonly message: { readonly text: string; readonly at: string } | null;
  /** The number of the last order of the hall that was done here. */
  readonly lastOrder: number;
  readonly heard: { readonly version: number; readonly at: string; readonly ahead: number } | null;
}

const fresh: Remembered = {
  view: null,
  welcomed: false,
  badge: null,
  slip: null,
  scan: null,
  provisional: null,
  refusal: null,
  ownKey: null,
  left: null,
  ended: false,
  amendment: {},
  paused: null,
  notes: [],
  talkRead: 0,
  documents: null,
  keyMissed: false,
  lastSavedAt: null,
  head: null,
  slipKey: null,
  lock: null,
  message: null,
  lastOrder: 0,
  heard: null,
};

export class Memory {
  readonly #disk: Disk;
  #now: Remembered;

  constructor(disk: Disk) {
    this.#disk = disk;
    this.#now = this.#read();
  }

  get now(): Remembered {
    return this.#now;
  }

  /** Holds what was held before a transaction around a change, which has failed. */
  hold(before: Remembered): void {
    this.#now = before;
  }

  /** Holds in memory what is on disk. */
  reread(): void {
    this.#now = this.#read();
  }

  #read(): Remembered {
    const rows = this.#disk.prepare("SELECT name, value FROM kept WHERE name NOT LIKE 'outbox.%'").all();
    const kept = Object.fromEntries(
      (rows as { name: string; value: string }[]).map(({ name, value }) => [name, JSON.parse(value)]),
    ) as Partial<Remembered>;
    const view = readable(BoothView, kept.view ?? null);
    const session = readable(ExpertView, kept.provisional?.session ?? null);
    return { ...fresh, ...kept, view, provisional: kept.provisional ? { session } : null };
  }

  /** Remembers these, durably, all or none. */
  keep(changes: Partial<Remembered>): void {
    const write = this.#disk.prepare('INSERT OR REPLACE INTO kept (name, value) VALUES (?, ?)');
    this.#disk.transaction(() => {
      for (const [name, value] of Object.entries(changes)) write.run(name, JSON.stringify(value));
    })();
    this.#now = { ...this.#now, ...changes };
  }
}

/** A view kept by an older version of this program may have another form: then the hub's next one is waited for. */
function readable<const S extends TSchema>(schema: S, kept: unknown): Static<S> | null {
  try {
    return kept === null ? null : parse(schema, kept);
  } catch {
    return null;
  }
}
