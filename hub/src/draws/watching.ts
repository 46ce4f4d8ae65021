import { events } from '#shared/catalogue/events/index.ts';
import { fillText, type TextValues } from '#shared/catalogue/text.ts';
import type { Charge } from '#shared/charge/charge.ts';
import type { DrawRow, WatchedDraw } from '#shared/protocol/views.ts';
import { findProject } from '../projects/reads.ts';
import type { Db } from '../store/database.ts';
import { findHall } from '../venues/reads.ts';
import { drawsInCharge } from './charge.ts';
import { type DrawState, drawView, findDraw, hallsOfSeatDraw, projectOfSites } from './reads.ts';

/** Draws that are listed to those who watch, the latest first. */
const LISTED = 200;

/** Draws of panels, of seats and of sites that are in this charge, the latest first. */
export async function watchedDraws(db: Db, charge: Charge): Promise<DrawRow[]> {
  const shown = await drawsInCharge(db, charge);
  const found = await db
    .selectFrom('draws')
    .select(['draw', 'kind', 'about', 'phase', 'opened_at', 'completed_at'])
    .orderBy('opened_at', 'desc')
    .$if(charge === null, (select) => select.limit(LISTED))
    .execute();
  const rows = found.filter(shown).slice(0, LISTED);
  return Promise.all(
    rows.map(async (row) => ({
      drawId: row.draw,
      kind: row.kind as DrawRow['kind'],
      title: await titleOf(db, row),
      phase: row.phase as DrawRow['phase'],
      openedAt: row.opened_at,
      completedAt: row.completed_at,
    })),
  );
}

/** What a draw is about, in the words people know: the project's title, or the halls' names. */
export async function titleOf(db: Db, { kind, about }: { kind: string; about: string }): Promise<string> {
  if (kind !== 'seats') {
    const project = kind === 'sites' ? projectOfSites(about) : about;
    return (await findProject(db, project))?.project.title ?? project;
  }
  const halls = await Promise.all(
    hallsOfSeatDraw(about).map(async (hall) => (await findHall(db, hall))?.name ?? hall),
  );
  return halls.join('、');
}

/** A ceremony with everything the ledger holds of it, in its order; null if there is none. */
export async function watchedDraw(db: Db, drawId: string): Promise<WatchedDraw | null> {
  const draw = await findDraw(db, drawId);
  if (!draw) return null;
  return {
    draw: { ...drawView(draw, await titleOf(db, draw)), seed: draw.seed },
    record: await recordOf(db, draw),
  };
}

/** Types whose payload holds a whole input or transcript: their sentences are filled from the draw itself. */
const LARGE: readonly string[] = ['draw.opened', 'draw.completed'];

async function recordOf(db: Db, { drawId, inputDigest, about }: DrawState): Promise<WatchedDraw['record']> {
  const entries = await db
    .selectFrom('ledger')
    .select(['seq', 'at', 'type'])
    .where('subject', '=', `draw/${drawId}`)
    .orderBy('seq')
    .execute();
  const payloads = await db
    .selectFrom('ledger')
    .select(['seq', 'payload'])
    .where('subject', '=', `draw/${drawId}`)
    .where('type', 'not in', [...LARGE])
    .execute();
  const payloadOf = new Map(payloads.map(({ seq, payload }) => [seq, JSON.parse(payload) as TextValues]));
  return entries.map(({ seq, at, type }) => {
    const values = payloadOf.get(seq) ?? { drawId, inputDigest, about };
    const entry = events[type as keyof typeof events];
    // A countersignature is a site's, every other step a party's; both are the same places.
    const { party, site } = values as { party?: string; site?: string };
    return {
      ...{ seq, at, type, party: party ?? site ?? null },
      text: fillText(entry, values),
    };
  });
}
