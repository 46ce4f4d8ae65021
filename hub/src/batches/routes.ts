import { Refusal } from '#shared/catalogue/refusal.ts';
import type { Text } from '#shared/catalogue/text.ts';
import {
  BatchDay,
  type BatchProjectRow,
  type BatchView,
  JoinBatch,
  type ProjectBatchView,
} from '#shared/protocol/batches.ts';
import type { Routes } from '../gateway/hub.ts';
import { route } from '../gateway/route.ts';
import { plan } from '../ledger/command.ts';
import { projectsInCharge } from '../projects/charge.ts';
import { findProject, mayRead, type Reader } from '../projects/reads.ts';
import type { Db } from '../store/database.ts';
import { joinBatch, leaveBatch } from './decide.ts';
import { openDay, outlookOf } from './opening.ts';
import {
  type BatchRow,
  batchDrawOf,
  drawsOfBatch,
  listBatches,
  waitingFor,
  waitingProject,
} from './reads.ts';

const agency = ['agency'] as const;
/** Who keeps the pool opens the batch: agencies have only their own projects, a hall may know of none. */
const centre = ['system-admin'] as const;
/** Each look weighs the whole pool and may ask the solver. */
const LOOKS = { max: 10, timeWindow: 60_000 };

export const batchRoutes: Routes = (app, hub) => {
  const { spine, store } = hub;
  const ofProject = '/api/projects/:id/batch';
  route(
    app,
    {
      method: 'POST',
      url: ofProject,
      summary: 'Ask to be drawn in the batch of a day',
      access: agency,
      body: JoinBatch,
    },
    async ({ body: { day, time, excluded, possible = 'exclude' }, param, actor }) => {
      await spine.do(plan(joinBatch, { project: param('id'), day, time, excluded, possible }), actor);
    },
  );
  route(
    app,
    { method: 'POST', url: `${ofProject}/leave`, summary: 'Withdraw from the batch', access: agency },
    async ({ param, actor }) => {
      await spine.do(plan(leaveBatch, { project: param('id') }), actor);
    },
  );
  route(
    app,
    {
      method: 'GET',
      url: ofProject,
      summary: 'Where a project stands in its batch',
      access: ['agency', 'supervisor', 'discipline'],
      charge: 'project',
    },
    async ({ param, session }) => ({ batch: await standingOf(store, param('id'), session) }),
  );
  route(
    app,
    {
      method: 'GET',
      url: '/api/batches',
      summary: 'Batches, and who waits for one',
      access: ['system-admin', 'supervisor', 'discipline'],
      charge: 'narrowed',
    },
    async ({ session: { charge } }) =>
      narrowed(await batchViews(store), await projectsInCharge(store, charge)),
  );
  route(
    app,
    {
      method: 'POST',
      url: '/api/batches/outlook',
      summary: 'What would be short in the batch of a day',
      access: centre,
      body: BatchDay,
      rateLimit: LOOKS,
    },
    ({ body }) => outlookOf(hub, body.day),
  );
  route(
    app,
    {
      method: 'POST',
      url: '/api/batches',
      summary: 'Open the batch of a day',
      access: centre,
      body: BatchDay,
      rateLimit: LOOKS,
    },
    ({ body, actor }) => openDay(hub, body.day, actor),
  );
};

async function standingOf(db: Db, id: string, reader: Reader): Promise<ProjectBatchView | null> {
  const entered = await findProject(db, id);
  if (!entered || !mayRead(entered, reader)) throw new Refusal('PROJECT_UNKNOWN', { project: id });
  const waiting = await waitingProject(db, id);
  if (waiting) return { day: waiting.day, standing: 'asked', place: null, reason: null };
  const draw = await batchDrawOf(db, id);
  if (!draw) return null;
  const { day, standing, reason } = draw;
  const of = (await drawsOfBatch(db, draw.batch)).length;
  const told = reader.role === 'agency' && reason ? withoutNumbers(id) : reason;
  return { day, standing, reason: told, place: { at: draw.place, of } };
}

/** The reason has numbers from which an agency would learn of those it excludes whether they sit on another panel. */
function withoutNumbers(project: string): Text {
  return new Refusal('PANEL_NOT_FORMED', { project }).toMessage().message;
}

async function batchViews(db: Db): Promise<BatchView[]> {
  const opened = await Promise.all((await listBatches(db)).map((batch) => openedView(db, batch)));
  const waiting = await waitingFor(db);
  const days = [...new Set(waiting.map(({ day }) => day))];
  const asked = await Promise.all(
    days.map(async (day): Promise<BatchView> => {
      const own = waiting.filter((one) => one.day === day);
      const rows = own.map(({ project }) =>
        rowOf(db, project, { standing: 'asked', drawId: null, reason: null }),
      );
      const none = { batch: null, openedAt: null, completedAt: null, short: null, leastShort: null };
      return { day, ...none, projects: await Promise.all(rows) };
    }),
  );
  return [...asked, ...opened].sort((a, b) => (a.day < b.day ? 1 : a.day > b.day ? -1 : 0));
}

/** Batches with projects in the charge, and these alone; what the whole batch is short of would tell of the others. */
function narrowed(batches: readonly BatchView[], shown: ReadonlySet<string> | null): readonly BatchView[] {
  if (shown === null) return batches;
  return batches.flatMap((batch) => {
    const projects = batch.projects.filter(({ project }) => shown.has(project));
    return projects.length === 0 ? [] : [{ ...batch, projects, short: null, leastShort: null }];
  });
}

async function openedView(db: Db, { rounds: _, ...batch }: BatchRow): Promise<BatchView> {
  const draws = await drawsOfBatch(db, batch.batch);
  return { ...batch, projects: await Promise.all(draws.map((draw) => rowOf(db, draw.project, draw))) };
}

async function rowOf(
  db: Db,
  id: string,
  { standing, drawId, reason }: Pick<BatchProjectRow, 'standing' | 'drawId' | 'reason'>,
): Promise<BatchProjectRow> {
  const project = (await findProject(db, id))?.project;
  const places = project?.panel.categories.reduce((sum, { count }) => sum + count, 0) ?? 0;
  return { project: id, title: project?.title ?? id, places, standing, drawId, reason };
}
