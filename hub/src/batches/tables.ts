import type { Projection } from '../ledger/command.ts';
import { partText } from '../ledger/prepared.ts';
import type { Db, Migrations } from '../store/database.ts';

export interface BatchTables {
  /** Projects that ask to be drawn with the others of their day, until that is done. */
  batch_requests: {
    project: string;
    day: string;
    time: string | null;
    possible: string;
    /** JSON: whom the tenderer or agency wants left out. Sealed. */
    excluded: string;
    asked_at: string;
  };
  batches: {
    batch: string;
    day: string;
    opened_at: string;
    completed_at: string | null;
    /** Rounds that have been begun. */
    rounds: number;
    /** JSON: a planned panel for each draw, in their order. Sealed. */
    plan: string;
    short: number;
    least_short: number | null;
  };
  batch_draws: {
    batch: string;
    /** Place in the order, from 1. */
    place: number;
    project: string;
    draw: string;
    input_digest: string;
    /** JSON of the request as if it were alone, and who is behind its pseudonyms. Sealed. */
    input: string;
    identities: string;
    conflicts: string;
    /** Of the evaluation, in China. */
    day: string;
    time: string | null;
    possible: string;
    /** waiting, drawing, drawn, failed, refused */
    standing: string;
    /** The round in which its turn came; null before. */
    round: number | null;
    /** JSON: why nothing could be drawn; null where something was. */
    reason: string | null;
  };
}

export const batchMigrations: Migrations = {
  '0028-batches': {
    async up(db) {
      await db.schema
        .createTable('batch_requests')
        .addColumn('project', 'text', (column) => column.primaryKey())
        .addColumn('day', 'text', (column) => column.notNull())
        .addColumn('time', 'text')
        .addColumn('possible', 'text', (column) => column.notNull())
        .addColumn('excluded', 'text', (column) => column.notNull())
        .addColumn('asked_at', 'text', (column) => column.notNull())
        .execute();
      await db.schema
        .createTable('batches')
        .addColumn('batch', 'text', (column) => column.primaryKey())
        .addColumn('day', 'text', (column) => column.notNull())
        .addColumn('opened_at', 'text', (column) => column.notNull())
        .addColumn('completed_at', 'text')
        .addColumn('rounds', 'integer', (column) => column.notNull())
        .addColumn('plan', 'text', (column) => column.notNull())
        .addColumn('short', 'integer', (column) => column.notNull())
        .addColumn('least_short', 'integer')
        .execute();
      await db.schema
        .createTable('batch_draws')
        .addColumn('batch', 'text', (column) => column.notNull())
        .addColumn('place', 'integer', (column) => column.notNull())
        .addColumn('project', 'text', (column) => column.notNull())
        .addColumn('draw', 'text', (column) => column.notNull())
        .addColumn('input_digest', 'text', (column) => column.notNull())
        .addColumn('input', 'text', (column) => column.notNull())
        .addColumn('identities', 'text', (column) => column.notNull())
        .addColumn('conflicts', 'text', (column) => column.notNull())
        .addColumn('day', 'text', (column) => column.notNull())
        .addColumn('time', 'text')
        .addColumn('possible', 'text', (column) => column.notNull())
        .addColumn('standing', 'text', (column) => column.notNull())
        .addColumn('round', 'integer')
        .addColumn('reason', 'text')
        .addPrimaryKeyConstraint('batch_draws_key', ['batch', 'place'])
        .execute();
      await db.schema.createIndex('batch_draws_project').on('batch_draws').column('project').execute();
      await db.schema.createIndex('batch_draws_draw').on('batch_draws').column('draw').execute();
    },
  },
};

export const batchProjection: Projection = {
  'batch.joined': async (db, { at, payload }) => {
    const { project, day, time = null, possible, excluded } = payload;
    await leave(db, project);
    await db
      .insertInto('batch_requests')
      .values({ project, day, time, possible, excluded: JSON.stringify(excluded), asked_at: at })
      .execute();
  },
  'batch.left': (db, { payload }) => leave(db, payload.project),
  // Whoever asks for a panel by itself waits for no batch any more.
  'panel.requested': (db, { payload }) => leave(db, payload.project),
  'batch.request-frozen': async (db, { payload }) => {
    const { batch, project, drawId, place, inputDigest } = payload;
    const asked = await db
      .selectFrom('batch_requests')
      .select(['day', 'time', 'possible'])
      .where('project', '=', project)
      .executeTakeFirstOrThrow();
    await db
      .insertInto('batch_draws')
      .values({
        ...{ batch, place, project, draw: drawId, input_digest: inputDigest, ...asked },
        input: partText(payload, 'input'),
        identities: partText(payload, 'identities'),
        conflicts: partText(payload, 'conflicts'),
        ...{ standing: 'waiting', round: null, reason: null },
      })
      .execute();
    await leave(db, project);
  },
  'batch.opened': async (db, { at, payload: { batch, day, short, leastShort, plan } }) => {
    await db
      .insertInto('batches')
      .values({
        ...{ batch, day, opened_at: at, completed_at: null, rounds: 0, plan: JSON.stringify(plan) },
        ...{ short, least_short: leastShort },
      })
      .execute();
  },
  'batch.round': async (db, { payload: { batch, round, drawn, refused } }) => {
    await db.updateTable('batches').set({ rounds: round }).where('batch', '=', batch).execute();
    for (const drawId of drawn) await setDraw(db, drawId, { standing: 'drawing', round });
    for (const { drawId, reason } of refused)
      await setDraw(db, drawId, { standing: 'refused', round, reason: JSON.stringify(reason) });
  },
  'draw.completed': (db, { payload }) => setDraw(db, payload.drawId, { standing: 'drawn' }),
  'draw.failed': (db, { payload: { drawId, reason } }) => {
    const [zh = reason, en = reason] = reason.split(' / ');
    return setDraw(db, drawId, { standing: 'failed', reason: JSON.stringify({ zh, en }) });
  },
  'batch.completed': async (db, { at, payload: { batch } }) => {
    await db.updateTable('batches').set({ completed_at: at }).where('batch', '=', batch).execute();
  },
};

async function leave(db: Db, project: string): Promise<void> {
  await db.deleteFrom('batch_requests').where('project', '=', project).execute();
}

/**
 * Nothing where the draw is of no batch. One for which nothing could be drawn has its id still free: it may come again,
 * by itself or in another batch.
 */
async function setDraw(db: Db, draw: string, values: Partial<BatchTables['batch_draws']>): Promise<void> {
  await db
    .updateTable('batch_draws')
    .set(values)
    .where('draw', '=', draw)
    .where('standing', 'in', ['waiting', 'drawing'])
    .execute();
}
