import type { Projection } from '../ledger/command.ts';
import type { Db, Migrations } from '../store/database.ts';

export interface OrderTables {
  booth_orders: {
    booth: string;
    /** From 1 for each booth. */
    number: number;
    kind: string;
    text: string;
    at: string;
    /** When the booth said that it is done. */
    obeyed_at: string | null;
  };
  booth_locks: { booth: string; code: string; text: string; at: string };
}

export const orderMigrations: Migrations = {
  '0046-orders': {
    async up(db) {
      await db.schema
        .createTable('booth_orders')
        .addColumn('booth', 'text', (column) => column.notNull())
        .addColumn('number', 'integer', (column) => column.notNull())
        .addColumn('kind', 'text', (column) => column.notNull())
        .addColumn('text', 'text', (column) => column.notNull())
        .addColumn('at', 'text', (column) => column.notNull())
        .addColumn('obeyed_at', 'text')
        .addPrimaryKeyConstraint('booth_orders_key', ['booth', 'number'])
        .execute();
      await db.schema
        .createTable('booth_locks')
        .addColumn('booth', 'text', (column) => column.primaryKey())
        .addColumn('code', 'text', (column) => column.notNull())
        .addColumn('text', 'text', (column) => column.notNull())
        .addColumn('at', 'text', (column) => column.notNull())
        .execute();
    },
  },
};

export const orderProjection: Projection = {
  'booth.locked': async (db, { at, payload: { booth, order, cause } }) => {
    await ordered(db, { booth, number: order, kind: 'lock', text: cause, at });
    await locked(db, { booth, code: 'HALL_LOCK', text: cause, at });
  },
  'booth.unlocked': async (db, { at, payload: { booth, order, reason } }) => {
    await ordered(db, { booth, number: order, kind: 'unlock', text: reason, at });
    await db.deleteFrom('booth_locks').where('booth', '=', booth).execute();
  },
  'booth.told': async (db, { at, payload: { booth, order, text } }) =>
    ordered(db, { booth, number: order, kind: 'message', text, at }),
  'booth.obeyed': async (db, { at, payload: { booth, order } }) => {
    await db
      .updateTable('booth_orders')
      .set({ obeyed_at: at })
      .where('booth', '=', booth)
      .where('number', '=', order)
      .execute();
  },
  'booth.trouble': async (db, { at, payload: { booth, what } }) => {
    if (what === 'second-screen') await locked(db, { booth, code: 'SECOND_SCREEN', text: '', at });
  },
};

async function ordered(db: Db, order: Omit<OrderTables['booth_orders'], 'obeyed_at'>): Promise<void> {
  await db
    .insertInto('booth_orders')
    .values({ ...order, obeyed_at: null })
    .execute();
}

/** The latest lock is the one that is shown. */
async function locked(db: Db, lock: OrderTables['booth_locks']): Promise<void> {
  await db.deleteFrom('booth_locks').where('booth', '=', lock.booth).execute();
  await db.insertInto('booth_locks').values(lock).execute();
}
