import type { Static } from 'typebox';
import { Refusal } from '#shared/catalogue/refusal.ts';
import { ORDERS_LIMIT } from '#shared/protocol/booth-frames.ts';
import type { NewOrder } from '#shared/protocol/requests.ts';
import type { Command, NewEvent } from '../ledger/command.ts';
import { type BoothIdentity, findBooth } from '../venues/reads.ts';
import { isWaiting, lastOrder, waitingOrders } from './reads.ts';

type Asked = Static<typeof NewOrder> & {
  readonly booth: string;
  /** Site of a hall's desk, which orders its own booths alone; null for supervisors. */
  readonly site: string | null;
};

interface OrderScene {
  readonly known: BoothIdentity | null;
  readonly last: number;
  readonly waiting: number;
}

/** The hall orders a booth: to lock, to unlock, to show a message. It is done once, also if the booth comes later. */
export const orderBooth: Command<Asked, OrderScene, null> = {
  name: 'order-booth',
  load: async (db, { booth }) => ({
    known: await findBooth(db, booth),
    last: await lastOrder(db, booth),
    waiting: (await waitingOrders(db, booth)).length,
  }),
  decide({ known, last, waiting }, { booth, site, kind, text }) {
    if (!known || (site !== null && known.site !== site)) throw new Refusal('BOOTH_NOT_HERE', { booth });
    if (waiting >= ORDERS_LIMIT) throw new Refusal('ORDERS_WAITING', { booth });
    const ordered = { booth, seat: known.seat, site: known.site, order: last + 1 };
    return { events: [orderEvent(kind, text, ordered)], answer: null };
  },
};

function orderEvent(
  kind: Asked['kind'],
  text: string,
  ordered: { booth: string; seat: string; site: string; order: number },
): NewEvent {
  const subject = `booth/${ordered.booth}`;
  if (kind === 'lock') return { type: 'booth.locked', subject, payload: { ...ordered, cause: text } };
  if (kind === 'unlock') return { type: 'booth.unlocked', subject, payload: { ...ordered, reason: text } };
  return { type: 'booth.told', subject, payload: { ...ordered, text } };
}

/** A booth says that an order is done; one that was said before, or never given, is no news. */
export const obeyed: Command<
  { booth: string; order: number },
  { known: BoothIdentity | null; waits: boolean },
  null
> = {
  name: 'order-obeyed',
  load: async (db, { booth, order }) => ({
    known: await findBooth(db, booth),
    waits: await isWaiting(db, booth, order),
  }),
  decide({ known, waits }, { booth, order }) {
    if (!known || !waits) return { events: [], answer: null };
    const payload = { booth, seat: known.seat, site: known.site, order };
    return { events: [{ type: 'booth.obeyed', subject: `booth/${booth}`, payload }], answer: null };
  },
};
