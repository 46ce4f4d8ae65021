import type { Projection } from '../ledger/command.ts';
import type { Migrations } from '../store/database.ts';
import { type CallTables, callMigrations, callProjection, forgetCalls } from './calls.ts';

export interface SeatingTables extends CallTables {
  /** One who has checked in, and where they sit. */
  attendances: {
    project: string;
    expert: string;
    real_id: string;
    site: string;
    badge: string;
    checked_in_at: string;
    state: string;
    hall: string | null;
    seat: string | null;
    slip: string | null;
    slip_issued_at: string | null;
    slip_issue: number;
    booth: string | null;
    booth_digest: string | null;
  };
  seat_draws: {
    draw: string;
    /** Ids of halls, with `+` between them. */
    hall: string;
    /** JSON: {pseudonym, project, expert, realId} of every occupant. Sealed. */
    occupants: string;
    done: number;
    /** Of the entry that asked for it: their order. */
    seq: number;
  };
  /** Readings at desks that led to a check-in: the same one asked for again is done already. */
  check_in_scans: {
    scan: string;
    site: string;
    badge: string;
    project: string;
    expert: string;
    undone: number;
  };
  failed_seats: { seat: string; reason: string };
  booth_pauses: { booth: string; at: string };
}

export const seatingMigrations: Migrations = {
  '0007-seating': {
    async up(db) {
      await db.schema
        .createTable('attendances')
        .addColumn('project', 'text', (column) => column.notNull())
        .addColumn('expert', 'text', (column) => column.notNull())
        .addColumn('real_id', 'text', (column) => column.notNull())
        .addColumn('site', 'text', (column) => column.notNull())
        .addColumn('badge', 'text', (column) => column.notNull())
        .addColumn('checked_in_at', 'text', (column) => column.notNull())
        .addColumn('state', 'text', (column) => column.notNull())
        .addColumn('hall', 'text')
        .addColumn('seat', 'text')
        .addColumn('slip', 'text')
        .addColumn('slip_issued_at', 'text')
        .addColumn('booth', 'text')
        .addColumn('booth_digest', 'text')
        .addPrimaryKeyConstraint('attendances_key', ['project', 'expert'])
        .execute();
      await db.schema.createIndex('attendances_seat').on('attendances').column('seat').execute();
      await db.schema.createIndex('attendances_site').on('attendances').column('site').execute();
      await db.schema
        .createTable('seat_draws')
        .addColumn('draw', 'text', (column) => column.primaryKey())
        .addColumn('hall', 'text', (column) => column.notNull())
        .addColumn('occupants', 'text', (column) => column.notNull())
        .addColumn('done', 'integer', (column) => column.notNull())
        .execute();
      await db.schema
        .createTable('failed_seats')
        .addColumn('seat', 'text', (column) => column.primaryKey())
        .addColumn('reason', 'text', (column) => column.notNull())
        .execute();
      await db.schema
        .createTable('booth_troubles')
        .addColumn('booth', 'text', (column) => column.primaryKey())
        .addColumn('what', 'text', (column) => column.notNull())
        .addColumn('at', 'text', (column) => column.notNull())
        .execute();
    },
  },
  // Draws were told apart in time by SQLite's own row numbers, which no other database has.
  '0016-seat-draws-in-order': {
    async up(db) {
      await db.schema
        .alterTable('seat_draws')
        .addColumn('seq', 'integer', (column) => column.notNull().defaultTo(0))
        .execute();
      const requests = await db
        .selectFrom('ledger')
        .select(['seq', 'payload'])
        .where('type', '=', 'seat-draw.requested')
        .execute();
      for (const { seq, payload } of requests) {
        const { drawId } = JSON.parse(payload) as { drawId: string };
        await db.updateTable('seat_draws').set({ seq }).where('draw', '=', drawId).execute();
      }
    },
  },
  '0030-check-in-scans': {
    async up(db) {
      await db.schema
        .createTable('check_in_scans')
        .addColumn('scan', 'text', (column) => column.primaryKey())
        .addColumn('site', 'text', (column) => column.notNull())
        .addColumn('badge', 'text', (column) => column.notNull())
        .addColumn('project', 'text', (column) => column.notNull())
        .addColumn('expert', 'text', (column) => column.notNull())
        .addColumn('undone', 'integer', (column) => column.notNull())
        .execute();
    },
  },
  '0034-slip-issues': {
    async up(db) {
      await db.schema
        .alterTable('attendances')
        .addColumn('slip_issue', 'integer', (column) => column.notNull().defaultTo(0))
        .execute();
      const drawn = await db
        .selectFrom('ledger')
        .select(['seq', 'payload'])
        .where('type', '=', 'seats.drawn')
        .orderBy('seq')
        .execute();
      for (const { seq, payload } of drawn) {
        const { placements } = JSON.parse(payload) as { placements: (Who & { readonly seat: string })[] };
        for (const { project, expert, seat } of placements)
          await db
            .updateTable('attendances')
            .set({ slip_issue: seq })
            .where('project', '=', project)
            .where('expert', '=', expert)
            .where('seat', '=', seat)
            .execute();
      }
    },
  },
  ...callMigrations,
  '0054-pauses': {
    async up(db) {
      await db.schema
        .createTable('booth_pauses')
        .addColumn('booth', 'text', (column) => column.primaryKey())
        .addColumn('at', 'text', (column) => column.notNull())
        .execute();
    },
  },
};

type ProjectionDb = Parameters<NonNullable<Projection['seats.drawn']>>[0];
interface Who {
  readonly project: string;
  readonly expert: string;
}

export const seatingProjection: Projection = {
  'expert.checked-in': async (db, { at, payload }) => {
    const { project, expert, realId, site, badge, scan } = payload;
    const nowhere = {
      hall: null,
      seat: null,
      slip: null,
      slip_issued_at: null,
      slip_issue: 0,
      booth: null,
      booth_digest: null,
    };
    await db
      .insertInto('attendances')
      .values({
        project,
        expert,
        real_id: realId,
        site,
        badge,
        checked_in_at: at,
        state: 'checked-in',
        ...nowhere,
      })
      .execute();
    if (scan === undefined) return;
    await db.insertInto('check_in_scans').values({ scan, site, badge, project, expert, undone: 0 }).execute();
  },
  'check-in.undone': async (db, { payload }) => {
    await db
      .updateTable('check_in_scans')
      .set({ undone: 1 })
      .where('project', '=', payload.project)
      .where('expert', '=', payload.expert)
      .execute();
    await db
      .deleteFrom('attendances')
      .where('project', '=', payload.project)
      .where('expert', '=', payload.expert)
      .execute();
  },
  'member.replaced': (db, { payload }) => set(db, payload, { state: 'replaced', slip: null }),
  'seat-draw.requested': async (db, { seq, payload }) => {
    const { drawId, hall, occupants } = payload;
    await db
      .insertInto('seat_draws')
      .values({ draw: drawId, hall, occupants: JSON.stringify(occupants), done: 0, seq })
      .execute();
  },
  'seats.drawn': async (db, { seq, at, payload }) => {
    await db.updateTable('seat_draws').set({ done: 1 }).where('draw', '=', payload.drawId).execute();
    for (const { project, expert, seat, slip } of payload.placements) {
      await set(
        db,
        { project, expert },
        { state: 'seated', hall: payload.hall, seat, slip, slip_issued_at: at, slip_issue: seq },
      );
    }
  },
  'draw.failed': async (db, { payload }) => {
    await db.updateTable('seat_draws').set({ done: 1 }).where('draw', '=', payload.drawId).execute();
  },
  'admission.granted': async (db, { payload }) => {
    await clearBooth(db, payload.booth);
    await set(db, payload, { state: 'admitted', booth: payload.booth, booth_digest: payload.boothDigest });
  },
  'seat.vacated': async (db, { payload }) => {
    const nowhere = {
      hall: null,
      seat: null,
      slip: null,
      slip_issued_at: null,
      slip_issue: 0,
      booth: null,
      booth_digest: null,
    };
    await set(db, payload, { state: 'checked-in', ...nowhere });
    await db.insertInto('failed_seats').values({ seat: payload.seat, reason: payload.reason }).execute();
  },
  'seat.left': async (db, { payload }) => {
    await clearBooth(db, payload.booth);
    await set(db, payload, { state: 'left' });
  },
  'expert.departed': async (db, { payload }) => {
    await clearBooth(db, payload.booth);
    await set(db, payload, { state: 'left', slip: null });
  },
  'booth.paused': async (db, { at, payload: { booth } }) => {
    await db.insertInto('booth_pauses').values({ booth, at }).execute();
  },
  'booth.resumed': (db, { payload: { booth } }) => endPause(db, booth),
  ...callProjection,
};

async function endPause(db: ProjectionDb, booth: string): Promise<void> {
  await db.deleteFrom('booth_pauses').where('booth', '=', booth).execute();
}

/** What one expert has asked for there is not the next one's. */
async function clearBooth(db: ProjectionDb, booth: string): Promise<void> {
  await endPause(db, booth);
  await forgetCalls(db, booth);
}

async function set(
  db: ProjectionDb,
  { project, expert }: Who,
  values: Partial<SeatingTables['attendances']>,
): Promise<void> {
  await db
    .updateTable('attendances')
    .set(values)
    .where('project', '=', project)
    .where('expert', '=', expert)
    .execute();
}
