import type { HallDrawing } from '#shared/venues/plan.ts';
import type { Projection } from '../ledger/command.ts';
import type { Migrations } from '../store/database.ts';

export interface VenuesTables {
  sites: { site: string; name: string; city: string };
  halls: {
    hall: string;
    site: string;
    name: string;
    rows: number;
    columns: number;
    /** JSON: [row, column] of each closed seat. */
    closed: string;
    /** JSON: [row, column] of each place where nobody can sit. */
    aisles: string;
    /** JSON: pairs of places that a wall keeps apart. */
    walls: string;
    /** JSON: pairs of seats that count as neighbours though they do not touch. */
    joined: string;
  };
  booths: {
    booth: string;
    hall: string;
    seat: string;
    site: string;
    /** SHA-256 of the token. */
    token: string;
    fingerprint_digest: string | null;
    /** JSON: the parts as last recorded. */
    fingerprint: string | null;
    presence: string;
    presence_at: string | null;
  };
}

export const venuesMigrations: Migrations = {
  '0003-venues': {
    async up(db) {
      await db.schema
        .createTable('sites')
        .addColumn('site', 'text', (column) => column.primaryKey())
        .addColumn('name', 'text', (column) => column.notNull())
        .addColumn('city', 'text', (column) => column.notNull())
        .execute();
      await db.schema
        .createTable('halls')
        .addColumn('hall', 'text', (column) => column.primaryKey())
        .addColumn('site', 'text', (column) => column.notNull())
        .addColumn('name', 'text', (column) => column.notNull())
        .addColumn('rows', 'integer', (column) => column.notNull())
        .addColumn('columns', 'integer', (column) => column.notNull())
        .addColumn('closed', 'text', (column) => column.notNull())
        .execute();
      await db.schema
        .createTable('booths')
        .addColumn('booth', 'text', (column) => column.primaryKey())
        .addColumn('hall', 'text', (column) => column.notNull())
        .addColumn('seat', 'text', (column) => column.notNull().unique())
        .addColumn('site', 'text', (column) => column.notNull())
        .addColumn('token', 'text', (column) => column.notNull())
        .addColumn('fingerprint_digest', 'text')
        .addColumn('fingerprint', 'text')
        .addColumn('presence', 'text', (column) => column.notNull())
        .addColumn('presence_at', 'text')
        .execute();
    },
  },
  '0035-halls-drawn': {
    async up(db) {
      for (const column of ['aisles', 'walls', 'joined'])
        await db.schema
          .alterTable('halls')
          .addColumn(column, 'text', (added) => added.notNull().defaultTo('[]'))
          .execute();
    },
  },
};

type BoothTable = VenuesTables['booths'];

export const venuesProjection: Projection = {
  'site.created': async (db, { payload }) => {
    const { site, name, city } = payload;
    await db.insertInto('sites').values({ site, name, city }).execute();
  },
  'hall.created': async (db, { payload }) => {
    const { hall, site, name, aisles = [], walls = [], joined = [] } = payload;
    await db
      .insertInto('halls')
      .values({ hall, site, name, ...drawn({ ...payload, aisles, walls, joined }) })
      .execute();
  },
  'hall.redrawn': async (db, { payload }) => {
    await db.updateTable('halls').set(drawn(payload)).where('hall', '=', payload.hall).execute();
  },
  'booth.registered': async (db, { payload }) => {
    const { booth, hall, seat, token } = payload;
    const { site } = await db
      .selectFrom('halls')
      .select('site')
      .where('hall', '=', hall)
      .executeTakeFirstOrThrow();
    const unknown = { fingerprint_digest: null, fingerprint: null, presence: 'never', presence_at: null };
    await db
      .insertInto('booths')
      .values({ booth, hall, seat, site, token, ...unknown })
      .execute();
  },
  'booth.fingerprint-recorded': (db, { payload }) => set(db, payload.booth, fingerprintOf(payload)),
  'booth.fingerprint-changed': (db, { payload }) => set(db, payload.booth, fingerprintOf(payload)),
  'booth.present': (db, { at, payload }) => set(db, payload.booth, { presence: 'present', presence_at: at }),
  'booth.missing': (db, { at, payload }) => set(db, payload.booth, { presence: 'missing', presence_at: at }),
  'booth.closed': (db, { at, payload }) => set(db, payload.booth, { presence: 'closed', presence_at: at }),
};

function drawn({ rows, columns, closed, aisles, walls, joined }: HallDrawing) {
  return {
    rows,
    columns,
    closed: JSON.stringify(closed),
    aisles: JSON.stringify(aisles),
    walls: JSON.stringify(walls),
    joined: JSON.stringify(joined),
  };
}

function fingerprintOf({ digest, parts }: { digest: string; parts: readonly unknown[] }) {
  return { fingerprint_digest: digest, fingerprint: JSON.stringify(parts) };
}

async function set(
  db: Parameters<NonNullable<Projection['booth.present']>>[0],
  booth: string,
  values: Partial<BoothTable>,
) {
  await db.updateTable('booths').set(values).where('booth', '=', booth).execute();
}
