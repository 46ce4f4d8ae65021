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
  };
  draw_parties: {
    draw: string;
    party: string;
    commitment: string | null;
    nonce: string | null;
    salt: string | null;
    withheld: string | null;
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
};

export const drawProjection: Projection = {
  'draw.opened': async (db, { at, payload }) => {
    const { drawId, kind, about, inputDigest, parties, deadline, seconds } = payload;
    await db
      .insertInto('draws')
      .values({
        draw: drawId,
        kind,
        about,
        input: partText(payload, 'input'),
        input_digest: inputDigest,
        phase: 'committing',
        commitment_root: null,
        deadline,
        seconds,
        opened_at: at,
        completed_at: null,
        transcript: null,
      })
      .execute();
    const nothing = { commitment: null, nonce: null, salt: null, withheld: null };
    for (const party of parties)
      await db
        .insertInto('draw_parties')
        .values({ draw: drawId, party, ...nothing })
        .execute();
  },
  'draw.committed': (db, { payload }) => setParty(db, payload, { commitment: payload.commitment }),
  'draw.revealed': (db, { payload }) => setParty(db, payload, { nonce: payload.nonce, salt: payload.salt }),
  'draw.withheld': (db, { payload }) => setParty(db, payload, { withheld: payload.reason }),
  'draw.commitments-closed': (db, { payload }) => {
    const { commitmentRoot, deadline } = payload;
    return setDraw(db, payload.drawId, { phase: 'revealing', commitment_root: commitmentRoot, deadline });
  },
  'draw.completed': (db, { at, payload }) =>
    setDraw(db, payload.drawId, {
      phase: 'completed',
      completed_at: at,
      transcript: JSON.stringify(payload.transcript),
    }),
  'draw.failed': (db, { at, payload }) => setDraw(db, payload.drawId, { phase: 'failed', completed_at: at }),
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
