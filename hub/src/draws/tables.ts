import type { NamedBeacon } from '#shared/draw/beacon.ts';
import type { Transcript } from '#shared/draw/transcript.ts';
import type { Projection } from '../ledger/command.ts';
import { partText } from '../ledger/prepared.ts';
import type { Migrations } from '../store/database.ts';

export interface DrawTables {
  draws: {
    draw: string;
    kind: string;
    /** The project or hall it is about. */
    about: string;
    /** JSON of the frozen input. */
    input: string;
    input_digest: string;
    phase: string;
    commitment_root: string | null;
    deadline: string;
    seconds: number;
    opened_at: string;
    completed_at: string | null;
    /** JSON of the transcript, once completed. */
    transcript: string | null;
    /** JSON of the time for each phase; null where the input was not yet countersigned. */
    times: string | null;
    seed: string | null;
    /** JSON of the beacon in the seed; null where there is none. */
    beacon: string | null;
    /** JSON of the beacon that was named in advance; null for none. */
    named: string | null;
    /** When two different values of it were entered and neither counted; the latest, null for never. */
    beacon_voided_at: string | null;
  };
  /** What people have entered as the value of a beacon; of each the latest. */
  beacon_readings: { draw: string; by: string; at: string; value: string };
  draw_parties: {
    draw: string;
    party: string;
    commitment: string | null;
    nonce: string | null;
    salt: string | null;
    withheld: string | null;
    /** Key and signature by which the party countersigned the input. */
    countersign_key: string | null;
    countersignature: string | null;
  };
  /** The keys with which desks countersign; the revoked among them. */
  site_keys: {
    /** Ed25519 public key in hex. */
    key: string;
    site: string;
    label: string;
    registered_by: string;
    registered_at: string;
    revoked_by: string | null;
    revoked_at: string | null;
    reason: string | null;
  };
}

export const drawMigrations: Migrations = {
  '0006-draws': {
    async up(db) {
      await db.schema
        .createTable('draws')
        .addColumn('draw', 'text', (column) => column.primaryKey())
        .addColumn('kind', 'text', (column) => column.notNull())
        .addColumn('about', 'text', (column) => column.notNull())
        .addColumn('input', 'text', (column) => column.notNull())
        .addColumn('input_digest', 'text', (column) => column.notNull())
        .addColumn('phase', 'text', (column) => column.notNull())
        .addColumn('commitment_root', 'text')
        .addColumn('deadline', 'text', (column) => column.notNull())
        .addColumn('seconds', 'integer', (column) => column.notNull())
        .addColumn('opened_at', 'text', (column) => column.notNull())
        .addColumn('completed_at', 'text')
        .addColumn('transcript', 'text')
        .execute();
      await db.schema.createIndex('draws_about').on('draws').columns(['about', 'opened_at']).execute();
      await db.schema
        .createTable('draw_parties')
        .addColumn('draw', 'text', (column) => column.notNull())
        .addColumn('party', 'text', (column) => column.notNull())
        .addColumn('commitment', 'text')
        .addColumn('nonce', 'text')
        .addColumn('salt', 'text')
        .addColumn('withheld', 'text')
        .addPrimaryKeyConstraint('draw_parties_key', ['draw', 'party'])
        .execute();
    },
  },
  '0029-site-keys': {
    async up(db) {
      await db.schema
        .createTable('site_keys')
        .addColumn('key', 'text', (column) => column.primaryKey())
        .addColumn('site', 'text', (column) => column.notNull())
        .addColumn('label', 'text', (column) => column.notNull())
        .addColumn('registered_by', 'text', (column) => column.notNull())
        .addColumn('registered_at', 'text', (column) => column.notNull())
        .addColumn('revoked_by', 'text')
        .addColumn('revoked_at', 'text')
        .addColumn('reason', 'text')
        .execute();
      for (const column of ['countersign_key', 'countersignature'] as const)
        await db.schema.alterTable('draw_parties').addColumn(column, 'text').execute();
    },
  },
  '0031-ceremony': {
    async up(db) {
      for (const column of ['times', 'seed', 'beacon'] as const)
        await db.schema.alterTable('draws').addColumn(column, 'text').execute();
      const made = await db
        .selectFrom('draws')
        .select(['draw', 'transcript'])
        .where('transcript', 'is not', null)
        .execute();
      for (const { draw, transcript } of made)
        await db
          .updateTable('draws')
          .set(seedOf(transcript ?? ''))
          .where('draw', '=', draw)
          .execute();
    },
  },
  '0037-beacons': {
    async up(db) {
      await db.schema.alterTable('draws').addColumn('named', 'text').execute();
      await db.schema
        .createTable('beacon_readings')
        .addColumn('draw', 'text', (column) => column.notNull())
        .addColumn('by', 'text', (column) => column.notNull())
        .addColumn('at', 'text', (column) => column.notNull())
        .addColumn('value', 'text', (column) => column.notNull())
        .addPrimaryKeyConstraint('beacon_readings_key', ['draw', 'by'])
        .execute();
    },
  },
  '0038-beacons-voided': {
    async up(db) {
      await db.schema.alterTable('draws').addColumn('beacon_voided_at', 'text').execute();
    },
  },
};

/** How long a beacon may fail to come after its time, in milliseconds, before its draw fails. */
const BEACON_PATIENCE = 86_400_000;

/** What of a transcript views show without reading the whole of it. */
function seedOf(transcript: string): Pick<DrawTables['draws'], 'seed' | 'beacon'> {
  const { seed, beacon } = JSON.parse(transcript) as Transcript;
  return { seed, beacon: beacon === null ? null : JSON.stringify(beacon) };
}

export const drawProjection: Projection = {
  'draw.opened': async (db, { at, payload }) => {
    const { drawId, kind, about, inputDigest, parties, deadline, seconds, times, beacon } = payload;
    await db
      .insertInto('draws')
      .values({
        draw: drawId,
        kind,
        about,
        input: partText(payload, 'input'),
        input_digest: inputDigest,
        phase: times ? 'countersigning' : 'committing',
        times: times ? JSON.stringify(times) : null,
        commitment_root: null,
        deadline,
        seconds,
        opened_at: at,
        completed_at: null,
        transcript: null,
        seed: null,
        beacon: null,
        named: beacon ? JSON.stringify(beacon) : null,
        beacon_voided_at: null,
      })
      .execute();
    const nothing = {
      ...{ commitment: null, nonce: null, salt: null, withheld: null },
      ...{ countersign_key: null, countersignature: null },
    };
    for (const party of parties)
      await db
        .insertInto('draw_parties')
        .values({ draw: drawId, party, ...nothing })
        .execute();
  },
  'draw.countersigned': (db, { payload: { drawId, site, key, signature } }) =>
    setParty(db, { drawId, party: site }, { countersign_key: key, countersignature: signature }),
  'draw.countersignatures-closed': (db, { payload: { drawId, deadline } }) =>
    setDraw(db, drawId, { phase: 'committing', deadline }),
  'draw.committed': (db, { payload }) => setParty(db, payload, { commitment: payload.commitment }),
  'draw.revealed': (db, { payload }) => setParty(db, payload, { nonce: payload.nonce, salt: payload.salt }),
  'draw.withheld': (db, { payload }) => setParty(db, payload, { withheld: payload.reason }),
  'draw.commitments-closed': (db, { payload }) => {
    const { commitmentRoot, deadline } = payload;
    return setDraw(db, payload.drawId, { phase: 'revealing', commitment_root: commitmentRoot, deadline });
  },
  'draw.reveals-closed': async (db, { payload: { drawId } }) => {
    const { named } = await db
      .selectFrom('draws')
      .select('named')
      .where('draw', '=', drawId)
      .executeTakeFirstOrThrow();
    if (named === null) return setDraw(db, drawId, { phase: 'drawing' });
    const { published } = JSON.parse(named) as NamedBeacon;
    const deadline = new Date(Date.parse(published) + BEACON_PATIENCE).toISOString();
    return setDraw(db, drawId, { phase: 'awaiting-beacon', deadline });
  },
  'draw.beacon-read': async (db, { at, payload: { drawId, value, by } }) => {
    await db.deleteFrom('beacon_readings').where('draw', '=', drawId).where('by', '=', by).execute();
    await db.insertInto('beacon_readings').values({ draw: drawId, by, at, value }).execute();
  },
  'draw.beacon-voided': async (db, { at, payload: { drawId } }) => {
    await db.deleteFrom('beacon_readings').where('draw', '=', drawId).execute();
    await setDraw(db, drawId, { beacon_voided_at: at });
  },
  'draw.beacon-known': (db, { payload: { drawId, beacon } }) =>
    setDraw(db, drawId, { phase: 'drawing', beacon: JSON.stringify(beacon) }),
  'draw.completed': (db, { at, payload }) => {
    const transcript = partText(payload, 'transcript');
    return setDraw(db, payload.drawId, {
      ...{ phase: 'completed', completed_at: at, transcript },
      ...seedOf(transcript),
    });
  },
  'draw.failed': (db, { at, payload }) => setDraw(db, payload.drawId, { phase: 'failed', completed_at: at }),
  'site-key.registered': async (db, { at, payload: { key, site, label, by } }) => {
    const row = { key, site, label, registered_by: by, registered_at: at };
    const open = { revoked_by: null, revoked_at: null, reason: null };
    await db
      .insertInto('site_keys')
      .values({ ...row, ...open })
      .execute();
  },
  'site-key.revoked': async (db, { at, payload: { key, reason, by } }) => {
    const revoked = { revoked_by: by, revoked_at: at, reason };
    await db.updateTable('site_keys').set(revoked).where('key', '=', key).execute();
  },
};

type ProjectionDb = Parameters<NonNullable<Projection['draw.opened']>>[0];

async function setDraw(db: ProjectionDb, draw: string, values: Partial<DrawTables['draws']>): Promise<void> {
  await db.updateTable('draws').set(values).where('draw', '=', draw).execute();
}

async function setParty(
  db: ProjectionDb,
  { drawId, party }: { drawId: string; party: string },
  values: Partial<DrawTables['draw_parties']>,
): Promise<void> {
  await db
    .updateTable('draw_parties')
    .set(values)
    .where('draw', '=', drawId)
    .where('party', '=', party)
    .execute();
}
