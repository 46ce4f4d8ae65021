import type { PlannedPanel } from '#shared/catalogue/events/batches.ts';
import type { Text } from '#shared/catalogue/text.ts';
import type { BatchStanding } from '#shared/protocol/batches.ts';
import type { Db } from '../store/database.ts';
import type { BatchTables } from './tables.ts';

/** A project that asks to be drawn in the batch of its day. */
export interface BatchRequestRow {
  readonly project: string;
  readonly day: string;
  readonly time: string | null;
  readonly possible: 'exclude' | 'keep';
  readonly excluded: readonly { readonly expert: string; readonly reason: string }[];
}

export interface BatchRow {
  readonly batch: string;
  readonly day: string;
  readonly openedAt: string;
  readonly completedAt: string | null;
  readonly rounds: number;
  readonly short: number;
  readonly leastShort: number | null;
}

/** One draw of a batch, without what it is drawn from. */
export interface BatchDraw {
  readonly batch: string;
  readonly place: number;
  readonly project: string;
  readonly drawId: string;
  readonly standing: Exclude<BatchStanding, 'asked'>;
  readonly round: number | null;
  readonly reason: Text | null;
}

/** Who waits for a batch, in order of project; of one day or of all. */
export async function waitingFor(db: Db, day?: string): Promise<BatchRequestRow[]> {
  const rows = await db
    .selectFrom('batch_requests')
    .selectAll()
    .$if(day !== undefined, (select) => select.where('day', '=', day ?? ''))
    .orderBy('project')
    .execute();
  return rows.map(request);
}

export async function waitingProject(db: Db, project: string): Promise<BatchRequestRow | null> {
  const row = await db
    .selectFrom('batch_requests')
    .selectAll()
    .where('project', '=', project)
    .executeTakeFirst();
  return row ? request(row) : null;
}

/** Every batch, the latest first. */
export async function listBatches(db: Db): Promise<BatchRow[]> {
  const rows = await db.selectFrom('batches').selectAll().orderBy('opened_at', 'desc').execute();
  return rows.map(batchRow);
}

export async function findBatch(db: Db, batch: string): Promise<BatchRow | null> {
  const row = await db.selectFrom('batches').selectAll().where('batch', '=', batch).executeTakeFirst();
  return row ? batchRow(row) : null;
}

/** Days whose batch is being drawn. */
export async function runningDays(db: Db): Promise<string[]> {
  const rows = await db.selectFrom('batches').select('day').where('completed_at', 'is', null).execute();
  return rows.map(({ day }) => day);
}

/** The draws of a batch in their order. */
export async function drawsOfBatch(db: Db, batch: string): Promise<BatchDraw[]> {
  const rows = await draws(db).where('batch_draws.batch', '=', batch).orderBy('place').execute();
  return rows.map(batchDraw);
}

/** The day of the running batch in which a project waits or is drawn; null where it is in none. */
export async function runningDayOf(db: Db, project: string): Promise<string | null> {
  const row = await db
    .selectFrom('batch_draws')
    .select('day')
    .where('project', '=', project)
    .where('standing', 'in', ['waiting', 'drawing'])
    .executeTakeFirst();
  return row?.day ?? null;
}

/** The latest draw of a project that was made in a batch, and of which day that is. */
export async function batchDrawOf(db: Db, project: string): Promise<(BatchDraw & { day: string }) | null> {
  const row = await draws(db)
    .innerJoin('batches', 'batches.batch', 'batch_draws.batch')
    .select('batch_draws.day')
    .where('project', '=', project)
    .orderBy('opened_at', 'desc')
    .orderBy('batches.batch', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ? { ...batchDraw(row), day: row.day } : null;
}

/** What a batch was opened with: requests in the order of the draws as canonical JSON, and the plan. Sealed. */
export interface FrozenBatch {
  readonly requests: readonly FrozenRequest[];
  readonly plan: readonly PlannedPanel[];
}

export interface FrozenRequest {
  readonly drawId: string;
  readonly input: string;
  readonly identities: string;
}

export async function frozenBatch(db: Db, batch: string): Promise<FrozenBatch> {
  const { plan } = await db
    .selectFrom('batches')
    .select('plan')
    .where('batch', '=', batch)
    .executeTakeFirstOrThrow();
  const rows = await db
    .selectFrom('batch_draws')
    .select(['draw', 'input', 'identities'])
    .where('batch', '=', batch)
    .orderBy('place')
    .execute();
  return {
    requests: rows.map(({ draw, ...rest }) => ({ drawId: draw, ...rest })),
    plan: JSON.parse(plan) as PlannedPanel[],
  };
}

/** What is to be recorded when the turn of one draw has come. Sealed. */
export async function callOfDraw(db: Db, batch: string, draw: string) {
  return db
    .selectFrom('batch_draws')
    .select(['project', 'day', 'time', 'possible', 'identities', 'conflicts'])
    .where('batch', '=', batch)
    .where('draw', '=', draw)
    .executeTakeFirstOrThrow();
}

const draws = (db: Db) =>
  db
    .selectFrom('batch_draws')
    .select(['batch_draws.batch', 'place', 'project', 'draw', 'standing', 'round', 'reason']);

function batchDraw(
  row: Omit<
    BatchTables['batch_draws'],
    'day' | 'time' | 'possible' | 'input' | 'identities' | 'conflicts' | 'input_digest'
  >,
): BatchDraw {
  const { batch, place, project, draw, standing, round, reason } = row;
  return {
    ...{ batch, place, project, drawId: draw, round },
    standing: standing as BatchDraw['standing'],
    reason: reason === null ? null : (JSON.parse(reason) as Text),
  };
}

function batchRow(row: BatchTables['batches']): BatchRow {
  const { batch, day, rounds, short } = row;
  return {
    ...{ batch, day, rounds, short },
    openedAt: row.opened_at,
    completedAt: row.completed_at,
    leastShort: row.least_short,
  };
}

function request(row: BatchTables['batch_requests']): BatchRequestRow {
  return {
    project: row.project,
    day: row.day,
    time: row.time,
    possible: row.possible as BatchRequestRow['possible'],
    excluded: JSON.parse(row.excluded) as BatchRequestRow['excluded'],
  };
}
