import type { EventEntry } from '#shared/catalogue/events/entry.ts';
import type { EventType } from '#shared/catalogue/events/index.ts';
import { events as catalogue } from '#shared/catalogue/events/index.ts';
import { blankText, fillText, type TextValues } from '#shared/catalogue/text.ts';
import type { RecordRow } from '#shared/protocol/views.ts';
import type { Routes } from './hub.ts';
import { route } from './route.ts';

const ROWS_AT_MOST = 500;

/** The record for the audit administrator: every event, newest first; sealed payloads stay sealed. */
export const recordRoutes: Routes = (app, { store }) => {
  route(
    app,
    { method: 'GET', url: '/api/record', summary: 'The ledger, newest first', access: ['audit-admin'] },
    async ({ query }): Promise<RecordRow[]> => {
      const before = Number.parseInt(query.before ?? '', 10);
      const limit = Number.parseInt(query.limit ?? '', 10);
      const rows = await store
        .selectFrom('ledger')
        .selectAll()
        .$if(Number.isInteger(before), (select) => select.where('seq', '<', before))
        .orderBy('seq', 'desc')
        .limit(Number.isInteger(limit) ? Math.min(Math.max(limit, 1), ROWS_AT_MOST) : 100)
        .execute();
      return rows.map((row) => {
        const entry: EventEntry = catalogue[row.type as EventType];
        const payload = shown(entry, JSON.parse(row.payload) as Record<string, unknown>);
        return {
          seq: row.seq,
          at: row.at,
          type: row.type,
          subject: row.subject,
          text: payload === null ? blankText(entry) : filled(entry, payload),
          digest: row.digest,
          leafHash: Buffer.from(row.leaf_hash).toString('hex'),
          payload,
        };
      });
    },
  );
};

/** What the record shows of a payload: nothing of a sealed one, and of others all but the fields that are hidden. */
function shown(
  { sealed, hides = [] }: EventEntry,
  payload: Record<string, unknown>,
): Record<string, unknown> | null {
  if (sealed) return null;
  return Object.fromEntries(Object.entries(payload).filter(([field]) => !hides.includes(field)));
}

function filled(entry: EventEntry, payload: Record<string, unknown>) {
  const plain = Object.fromEntries(
    Object.entries(payload).filter(([, value]) => typeof value === 'string' || typeof value === 'number'),
  ) as TextValues;
  return fillText(entry, plain);
}
