/**
 * Whether the ledger in a database that others write too is still the one this process knows: nobody has migrated it, and
 * it has the last checkpoint that was seen here. Once it is not, nothing is written to it from here, now or later.
 */
import { Refusal } from '#shared/catalogue/refusal.ts';
import { type Db, requireSameVersion, type Store } from '../store/database.ts';
import { isShared } from '../store/turn.ts';
import { ledgerSize } from './append.ts';
import { checkpointAt, latestCheckpoint, type StoredCheckpoint } from './checkpoints.ts';

export class OwnLedger {
  readonly #store: Store;
  #seen: StoredCheckpoint | null;
  #refusal: Refusal | null = null;
  readonly #end = Promise.withResolvers<Refusal>();

  private constructor(store: Store, seen: StoredCheckpoint | null) {
    this.#store = store;
    this.#seen = seen;
  }

  static async open(store: Store): Promise<OwnLedger> {
    return new OwnLedger(store, isShared(store) ? await latestCheckpoint(store) : null);
  }

  /** The last checkpoint that was seen; null for a database of this process alone. */
  get seen(): StoredCheckpoint | null {
    return this.#seen;
  }

  /** Why nothing is written any more; null where it is. */
  get refusal(): Refusal | null {
    return this.#refusal;
  }

  /** Settles when it is not the own ledger any more. */
  get ended(): Promise<Refusal> {
    return this.#end.promise;
  }

  /** Refuses STORE_UNKNOWN_VERSION, and STORE_SHRUNK where it does not go on from the `size` entries that are known here. */
  async require(db: Db, size: number): Promise<void> {
    try {
      if (this.#refusal) throw this.#refusal;
      await requireSameVersion(this.#store, db);
      if (!(await this.#goesOn(db, size))) throw new Refusal('STORE_SHRUNK', { size });
    } catch (error) {
      if (error instanceof Refusal) {
        this.#refusal = error;
        this.#end.resolve(error);
      }
      throw error;
    }
  }

  async see(db: Db): Promise<void> {
    this.#seen = await latestCheckpoint(db);
  }

  /** `adopt`, and then the checkpoint that stands in this transaction is the last one seen. */
  async afterCommit(db: Db, adopt: () => void): Promise<() => void> {
    const latest = await latestCheckpoint(db);
    return () => {
      adopt();
      this.#seen = latest;
    };
  }

  /** Others may have written in the place of entries that were lost: the size alone says nothing. */
  async #goesOn(db: Db, size: number): Promise<boolean> {
    if ((await ledgerSize(db)) < size) return false;
    if (!this.#seen) return true;
    const there = await checkpointAt(db, this.#seen.size);
    return there !== null && Buffer.compare(there.root, this.#seen.root) === 0;
  }
}
