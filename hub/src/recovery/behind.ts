/**
 * Whether this hub has forgotten something: a hub restored from an older back-up is told so by those who remember
 * more, its booths and its witnesses. It is then `behind`: it takes nothing but those acts of booths that it had
 * acknowledged before, until an administrator has recorded a decision. (Entries of staff cannot come back, and the
 * ledger can never again be the one that was witnessed; so nothing but a decision ends it.)
 */
import { hexOf } from '#shared/canonical/index.ts';
import { Refusal } from '#shared/catalogue/refusal.ts';
import type { LedgerHead } from '#shared/protocol/booth-frames.ts';
import { type BoothAct, lastActOf } from '../ledger/booth-acts.ts';
import { checkpointAt, latestCheckpoint } from '../ledger/checkpoints.ts';
import type { Actor, Command, Planned } from '../ledger/command.ts';
import type { Db } from '../store/database.ts';
import { isShared } from '../store/turn.ts';

/** A head of the ledger that somebody holds; `source` says who, such as `booth/T1` or `witness/S2`. */
export interface HeldHead extends LedgerHead {
  readonly source: string;
}

export interface Missing {
  readonly heads: readonly HeldHead[];
  /** Booths with acts that were acknowledged: the highest of each. */
  readonly acts: readonly { readonly booth: string; readonly n: number }[];
  readonly since: string;
}

const ACCEPT = 'accept-loss';

export class BehindWatch {
  readonly #db: Db;
  readonly #now: () => Date;
  readonly #heads = new Map<string, HeldHead>();
  /** The highest n acknowledged to each booth, as the booth says. */
  readonly #acked = new Map<string, number>();
  readonly #lacking = new Set<string>();
  #since: string | null = null;
  #head: LedgerHead | null = null;
  /**
   * The last head of somebody's that this ledger was found to have: many hold the same. Not of a ledger on a server, which
   * may lose it.
   */
  #agreed: LedgerHead | null = null;
  /** Whether a loss was ever accepted; null while that was not looked up. */
  #accepted: boolean | null = null;
  /** How many decisions there were: what was looked up before one says nothing after it. */
  #decisions = 0;

  constructor(db: Db, now: () => Date) {
    this.#db = db;
    this.#now = now;
  }

  /** What is missing; null for a hub that is not behind. */
  get missing(): Missing | null {
    if (this.#since === null) return null;
    const acts = [...this.#lacking].map((booth) => ({ booth, n: this.#acked.get(booth) ?? 0 }));
    return { heads: [...this.#heads.values()], acts, since: this.#since };
  }

  /** The ledger's present head, to be told to those who keep it. `size` is the ledger's own. */
  async head(size: number): Promise<LedgerHead | null> {
    if (this.#head?.size === size) return this.#head;
    const latest = await latestCheckpoint(this.#db);
    const head = latest && { size: latest.size, root: hexOf(latest.root) };
    // What another process has written since is not known to stay: a server that fails may lose it.
    if (head?.size === size) this.#head = head;
    return head;
  }

  /** Somebody holds this head of the ledger. One that this ledger has not, or not so, is missing here. */
  async noticeHead(held: HeldHead): Promise<void> {
    if (this.#agreed?.size === held.size && this.#agreed.root === held.root) return;
    const decisions = this.#decisions;
    const accepted = await this.#db
      .selectFrom('accepted_heads')
      .select((eb) => eb.fn.max('size').as('size'))
      .executeTakeFirst();
    // Of the ledger as it was before a loss that was accepted: nothing more is to be said of it.
    if (held.size <= Number(accepted?.size ?? 0)) return;
    const own = await checkpointAt(this.#db, held.size);
    const agreed = own !== null && hexOf(own.root) === held.root;
    if (agreed && !isShared(this.#db)) this.#agreed = { size: held.size, root: held.root };
    if (agreed || decisions !== this.#decisions) return;
    this.#heads.set(held.source, held);
    this.#since ??= this.#now().toISOString();
  }

  /** Another hub process on this database says what is missing: looked at as if its sources had said so here. */
  async adopt({ heads, acts }: Pick<Missing, 'heads' | 'acts'>): Promise<void> {
    for (const head of heads) await this.noticeHead(head);
    for (const { booth, n } of acts) await this.noticeActs(booth, n);
  }

  /**
   * A booth says which of its acts were acknowledged. Gives the highest that is settled here. `stored`: the highest that
   * was found stored a moment ago; more than that is read only where it is less than was acknowledged.
   */
  async noticeActs(booth: string, told: number, stored = -1): Promise<number> {
    const decisions = this.#decisions;
    const acked = Math.max(told, this.#acked.get(booth) ?? 0);
    this.#acked.set(booth, acked);
    const own = stored < acked ? await lastActOf(this.#db, booth) : stored;
    const last = Math.max(own, await this.#acceptedOf(booth));
    if (acked > last && decisions === this.#decisions) {
      this.#lacking.add(booth);
      this.#since ??= this.#now().toISOString();
    } else this.#lacking.delete(booth);
    return last;
  }

  /** The highest n of a booth's acts that were accepted as lost; 0 for none. Hardly ever is there one of anybody. */
  async #acceptedOf(booth: string): Promise<number> {
    if (this.#accepted === false) return 0;
    const decisions = this.#decisions;
    const rows = this.#db.selectFrom('accepted_acts').select((eb) => eb.fn.max('n').as('n'));
    if (this.#accepted === null && !isShared(this.#db)) {
      const any = (await rows.executeTakeFirst())?.n ?? null;
      if (decisions === this.#decisions) this.#accepted = any !== null;
    }
    return Number((await rows.where('booth', '=', booth).executeTakeFirst())?.n ?? 0);
  }

  /** Why a command is not taken now; null where it is. */
  refusal(planned: Planned, actor: Actor, act?: BoothAct): Refusal | null {
    if (this.#since === null || planned.name === ACCEPT) return null;
    if (actor.kind === 'booth' && act && act.n <= (this.#acked.get(act.booth) ?? 0)) return null;
    const size = Math.max(0, ...[...this.#heads.values()].map((head) => head.size));
    return new Refusal('HUB_BEHIND', { size, booths: this.#lacking.size });
  }

  /** The decision is in the ledger: the hub goes on. */
  settled(): void {
    this.#decisions += 1;
    this.#heads.clear();
    this.#lacking.clear();
    this.#since = null;
    this.#accepted = null;
  }
}

/** Records who has decided to go on without what is missing, and why. */
export const acceptLoss: Command<{ missing: Missing; who: string; reason: string }, null, null> = {
  name: ACCEPT,
  load: async () => null,
  decide: (_state, { missing: { heads, acts }, who, reason }) => ({
    events: [
      {
        type: 'ledger.loss-accepted',
        subject: 'ledger',
        payload: { heads: [...heads], acts: [...acts], who, reason },
      },
    ],
    answer: null,
  }),
};
