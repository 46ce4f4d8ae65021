import { type EventType, events } from '#shared/catalogue/events/index.ts';
import { lookbackEvents } from '#shared/catalogue/events/lookback.ts';
import { reportsEvents } from '#shared/catalogue/events/reports.ts';
import { scoringEvents } from '#shared/catalogue/events/scoring.ts';
import { fillText, type TextValues } from '#shared/catalogue/text.ts';
import type { ProjectView } from '#shared/protocol/views.ts';
import type { Db } from '../store/database.ts';

/** The most entries of a timeline that a view carries. */
const TIMELINE_LIMIT = 300;

/** Too frequent to tell one by one. */
const untold: readonly string[] = ['mark.drafted'];

/** Sealed events of the evaluation may be told: their sentences say that a thing was given, never what. */
const tellable = new Set(Object.keys({ ...scoringEvents, ...lookbackEvents, ...reportsEvents }));

/** What has happened in a project, newest first, in the sentences of the ledger; nothing sealed in it. */
export async function timelineOf(db: Db, project: string): Promise<ProjectView['timeline']> {
  const rows = await db
    .selectFrom('ledger')
    .select(['seq', 'at', 'type', 'payload'])
    .where('subject', '=', `project/${project}`)
    .where('type', 'not in', [...untold])
    .orderBy('seq', 'desc')
    .limit(TIMELINE_LIMIT)
    .execute();
  return rows.flatMap(({ seq, at, type, payload }) => {
    const entry = events[type as EventType];
    if (entry.sealed && !tellable.has(type)) return [];
    const values = JSON.parse(payload) as TextValues;
    return [{ seq, at, text: fillText(entry, values) }];
  });
}
