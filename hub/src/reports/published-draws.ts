/**
 * Draws that anybody may make again: those of an evaluation whose report is sealed, and those of seats where that is so
 * of everybody who was placed. A transcript names nobody, but who watches a booth could learn from it what is evaluated
 * there while it still goes on.
 */
import { Refusal } from '#shared/catalogue/refusal.ts';
import type { PublishedDraw } from '#shared/protocol/views.ts';
import { type CompletedDraw, completedDraws, projectOfSites, transcriptText } from '../draws/reads.ts';
import { titleOf } from '../draws/watching.ts';
import type { Routes } from '../gateway/hub.ts';
import { route } from '../gateway/route.ts';
import { projectsOfSeatDraws } from '../seating/reads.ts';
import type { Db } from '../store/database.ts';
import { sealedReports } from './reads.ts';

/** Large pools make transcripts of many megabytes. */
const A_MINUTE = { max: 120, timeWindow: 60_000 };

export const publishedDrawRoutes: Routes = (app, { store }) => {
  route(
    app,
    {
      method: 'GET',
      url: '/api/public/draws',
      summary: 'Draws that anybody may make again, the latest first',
      access: 'anyone',
      rateLimit: A_MINUTE,
    },
    (): Promise<PublishedDraw[]> => publishedDraws(store),
  );
  route(
    app,
    {
      method: 'GET',
      url: '/api/public/draws/:drawId',
      summary: 'Transcript of such a draw',
      access: 'anyone',
      rateLimit: A_MINUTE,
    },
    async ({ param }) => {
      const drawId = param('drawId');
      const isOpen = (await published(store)).some((draw) => draw.drawId === drawId);
      const text = isOpen ? await transcriptText(store, drawId) : null;
      if (text === null) throw new Refusal('DRAW_NOT_PUBLISHED', { drawId });
      return new Response(text, {
        headers: { 'content-type': 'application/json', 'cache-control': 'public, max-age=86400' },
      });
    },
  );
};

async function publishedDraws(db: Db): Promise<PublishedDraw[]> {
  return Promise.all(
    (await published(db)).map(async ({ drawId, kind, about, completedAt }) => ({
      ...{ drawId, kind, completedAt },
      title: await titleOf(db, { kind, about }),
    })),
  );
}

async function published(db: Db): Promise<CompletedDraw[]> {
  const over = new Set((await sealedReports(db)).map(({ project }) => project));
  const seated = await projectsOfSeatDraws(db);
  return (await completedDraws(db)).filter(({ drawId, kind, about }) =>
    projectsOf({ drawId, kind, about }, seated).every((project) => over.has(project)),
  );
}

function projectsOf(
  { drawId, kind, about }: Pick<CompletedDraw, 'drawId' | 'kind' | 'about'>,
  seated: ReadonlyMap<string, readonly string[]>,
): readonly string[] {
  if (kind === 'seats') return seated.get(drawId) ?? [''];
  return [kind === 'sites' ? projectOfSites(about) : about];
}
