/**
 * Troubles of booths and calls of their experts, and which alert stands for which: only a decision on its own alert
 * ends a trouble, or tells the expert that the staff have answered. What the alert was raised for is in `alert.raised`,
 * so a ledger of any age says it.
 */
import { troubleOf } from '../alerts/troubles.ts';
import type { Projection } from '../ledger/command.ts';
import type { Db, Migrations } from '../store/database.ts';

export interface CallTables {
  booth_troubles: { booth: string; what: string; at: string };
  /** The last call of the expert in a booth, and when the staff answered it. */
  booth_calls: { booth: string; at: string; answered_at: string | null };
  /** Alerts of troubles that nobody has decided on; `calling`: 1 while the call that waits now raised it. */
  trouble_alerts: { alert: string; booth: string; what: string; calling: number };
}

export const callMigrations: Migrations = {
  '0055-calls': {
    async up(db) {
      await db.schema
        .createTable('booth_calls')
        .addColumn('booth', 'text', (column) => column.primaryKey())
        .addColumn('at', 'text', (column) => column.notNull())
        .addColumn('answered_at', 'text')
        .execute();
    },
  },
  '0061-trouble-alerts': {
    async up(db) {
      await db.schema
        .createTable('trouble_alerts')
        .addColumn('alert', 'text', (column) => column.primaryKey())
        .addColumn('booth', 'text', (column) => column.notNull())
        .addColumn('what', 'text', (column) => column.notNull())
        .addColumn('calling', 'integer', (column) => column.notNull())
        .execute();
      await rebuild(db);
    },
  },
};

/** Events that end the call of whoever was at a booth. */
const comesOrGoes: readonly string[] = ['admission.granted', 'seat.left', 'expert.departed'];

/** The three tables as the ledger makes them: earlier versions ended troubles and calls with any alert of the booth. */
async function rebuild(db: Db): Promise<void> {
  for (const table of ['booth_troubles', 'booth_calls'] as const) await db.deleteFrom(table).execute();
  const rows = await db
    .selectFrom('ledger')
    .select(['at', 'type', 'payload'])
    .where('type', 'in', [...Object.keys(callProjection), ...comesOrGoes])
    .orderBy('seq')
    .execute();
  for (const { at, type, payload } of rows) {
    const event = { at, type, payload: JSON.parse(payload) };
    if (comesOrGoes.includes(type)) await forgetCalls(db, event.payload.booth);
    else await callProjection[type as keyof typeof callProjection](db, event as never);
  }
}

/** Also replayed by the migration above: a later rule needs a later migration. */
export const callProjection = {
  'booth.trouble': async (db, { at, payload: { booth, what } }) => {
    await db.deleteFrom('booth_troubles').where('booth', '=', booth).execute();
    if (what === 'key-returned') return;
    if (what === 'help') await called(db, booth, at);
    await db.insertInto('booth_troubles').values({ booth, what, at }).execute();
  },
  'alert.raised': async (db, { payload: { alert, code, booth } }) => {
    const what = troubleOf(code);
    if (!what || !booth) return;
    const calling = what === 'help' ? 1 : 0;
    await db.insertInto('trouble_alerts').values({ alert, booth, what, calling }).execute();
  },
  'alert.decided': async (db, { at, payload: { alert } }) => {
    const own = await db
      .selectFrom('trouble_alerts')
      .selectAll()
      .where('alert', '=', alert)
      .executeTakeFirst();
    if (!own) return;
    const { booth, what, calling } = own;
    await db.deleteFrom('trouble_alerts').where('alert', '=', alert).execute();
    await db.deleteFrom('booth_troubles').where('booth', '=', booth).where('what', '=', what).execute();
    if (calling === 0) return;
    // Who has called twice is answered once: the older alerts of this call are no answer to a later one.
    await noLongerCalling(db, booth);
    await db.updateTable('booth_calls').set({ answered_at: at }).where('booth', '=', booth).execute();
  },
} satisfies Projection;

async function called(db: Db, booth: string, at: string): Promise<void> {
  await db.deleteFrom('booth_calls').where('booth', '=', booth).execute();
  await db.insertInto('booth_calls').values({ booth, at, answered_at: null }).execute();
}

async function noLongerCalling(db: Db, booth: string): Promise<void> {
  await db.updateTable('trouble_alerts').set({ calling: 0 }).where('booth', '=', booth).execute();
}

/** What one expert has called for is not the next one's. */
export async function forgetCalls(db: Db, booth: string): Promise<void> {
  await noLongerCalling(db, booth);
  await db.deleteFrom('booth_calls').where('booth', '=', booth).execute();
}
