/** A day's batch, as pages ask for it and see it. */
import { type Static, Type } from 'typebox';
import type { Text } from '../catalogue/text.ts';
import { closed, Day } from './primitives.ts';
import { PanelRequest } from './requests.ts';

/** POST /api/projects/:id/batch (agency): as a panel is asked for, to be drawn with the others of that day. */
export const JoinBatch = Type.Object(
  {
    excluded: PanelRequest.properties.excluded,
    day: Day,
    time: PanelRequest.properties.time,
    possible: PanelRequest.properties.possible,
  },
  closed,
);
export type JoinBatch = Static<typeof JoinBatch>;

/** POST /api/batches, POST /api/batches/outlook (system-admin) */
export const BatchDay = Type.Object({ day: Day }, closed);

/** What became of a project in its batch. */
export type BatchStanding = 'asked' | 'waiting' | 'drawing' | 'drawn' | 'failed' | 'refused';

/** GET /api/projects/:id/batch (agency, supervisor, discipline); null where it is in none. */
export interface ProjectBatchView {
  day: string;
  standing: BatchStanding;
  /** Number in the order of the draws, of how many; null before the batch is opened. */
  place: { at: number; of: number } | null;
  /** Why nothing could be drawn. */
  reason: Text | null;
}

export interface BatchProjectRow {
  project: string;
  title: string;
  places: number;
  standing: BatchStanding;
  drawId: string | null;
  reason: Text | null;
}

/** GET /api/batches (system-admin, supervisor, discipline): the latest day first. */
export interface BatchView {
  day: string;
  /** Null while it is only asked for. */
  batch: string | null;
  openedAt: string | null;
  completedAt: string | null;
  /** Places short by the plan, and how few they can be in any order. */
  short: number | null;
  leastShort: number | null;
  /** In the order of the draws once that is frozen. */
  projects: BatchProjectRow[];
}

/** POST /api/batches/outlook: what would be short if the batch were opened now. */
export interface BatchOutlook {
  day: string;
  wanted: number;
  short: number;
  leastShort: number | null;
  /** Those for whom nobody could be planned, and what would have to be relaxed. */
  projects: { project: string; title: string; places: number; reason: Text }[];
}
