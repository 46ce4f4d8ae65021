import { type LockCode, locks } from '#shared/catalogue/locks.ts';
import { fillText } from '#shared/catalogue/text.ts';
import type { BoothOrder } from '#shared/protocol/booth-frames.ts';
import type { SeatLock } from '#shared/protocol/views.ts';
import type { Db } from '../store/database.ts';
import { rememberedQuery } from '../store/kept-query.ts';

const waiting = rememberedQuery((db, { booth }: { booth: string }) =>
  db
    .selectFrom('booth_orders')
    .select(['number', 'kind', 'text', 'at'])
    .where('booth', '=', booth)
    .where('obeyed_at', 'is', null)
    .orderBy('number'),
);

/** Orders to a booth that it has not said to be done, in their order. */
export async function waitingOrders(db: Db, booth: string): Promise<BoothOrder[]> {
  const rows = await waiting(db, { booth });
  return rows.map(({ number, kind, text, at }) => ({
    order: number,
    kind: kind as BoothOrder['kind'],
    text,
    at,
  }));
}

/** The number of a booth's last order; 0 before the first. */
export async function lastOrder(db: Db, booth: string): Promise<number> {
  const row = await db
    .selectFrom('booth_orders')
    .select((eb) => eb.fn.max('number').as('last'))
    .where('booth', '=', booth)
    .executeTakeFirst();
  return Number(row?.last ?? 0);
}

/** Whether a booth was given this order and has not said yet that it is done. */
export async function isWaiting(db: Db, booth: string, order: number): Promise<boolean> {
  return (await waitingOrders(db, booth)).some((one) => one.order === order);
}

/** Why each locked booth is locked, by the booth. `arrived`: the booth has said so itself. */
export async function lockedBooths(db: Db): Promise<Map<string, SeatLock>> {
  const rows = await db.selectFrom('booth_locks').selectAll().execute();
  const pending = await db
    .selectFrom('booth_orders')
    .select('booth')
    .where('kind', '=', 'lock')
    .where('obeyed_at', 'is', null)
    .execute();
  const waits = new Set(pending.map(({ booth }) => booth));
  return new Map(
    rows.map(({ booth, code, text, at }) => {
      const { cause, clears } = locks[code as LockCode];
      const told = fillText(cause, { text });
      return [booth, { code, cause: told, clears, at, arrived: !waits.has(booth) }];
    }),
  );
}
