/** What else a booth remembers beside its outbox, so that a restart shows the person what they saw before. */

import type { Static } from 'typebox';
import {
  type BoothView,
  BoothView as BoothViewSchema,
  type LedgerHead,
  type RefusalBody,
} from '#shared/protocol/booth-frames.ts';
import type { Marks } from '#shared/protocol/evaluation.ts';
import { parse } from '#shared/protocol/parse.ts';
import type { Disk } from './disk.ts';

export interface Remembered {
  /** The last view the hub has sent. */
  readonly view: BoothView | null;
  /** Whether this disk has ever been known to the hub: before that, numbers of acts are not settled. */
  readonly welcomed: boolean;
  /** What the person has entered before the admission. */
  readonly badge: string | null;
  readonly slip: string | null;
  /** Why the hub has refused the admission. */
  readonly refusal: Static<typeof RefusalBody> | null;
  /** SHA-256 of the certificate the present expert asked to be admitted with. */
  readonly ownKey: string | null;
  /** The session (`PROJECT/EXPERT`) whose expert has left. */
  readonly left: string | null;
  /** Marks changed for an amendment and not signed yet. */
  readonly amendment: Marks;
  /** The hub was told that the key is out, and not yet that it is back. */
  readonly keyMissed: boolean;
  readonly lastSavedAt: string | null;
  /** The longest ledger the hub has told of: one that was restored from an older back-up is told by it. */
  readonly head: LedgerHead | null;
}

const fresh: Remembered = {
  view: null,
  welcomed: false,
  badge: null,
  slip: null,
  refusal: null,
  ownKey: null,
  left: null,
  amendment: {},
  keyMissed: false,
  lastSavedAt: null,
  head: null,
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

  /** Holds in memory what is on disk, after a transaction around a change has failed. */
  reread(): void {
    this.#now = this.#read();
  }

  #read(): Remembered {
    const rows = this.#disk.prepare("SELECT name, value FROM kept WHERE name NOT LIKE 'outbox.%'").all();
    const kept = Object.fromEntries(
      (rows as { name: string; value: string }[]).map(({ name, value }) => [name, JSON.parse(value)]),
    ) as Partial<Remembered>;
    return { ...fresh, ...kept, view: readableView(kept.view ?? null) };
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
function readableView(kept: unknown): BoothView | null {
  try {
    return kept === null ? null : parse(BoothViewSchema, kept);
  } catch {
    return null;
  }
}
