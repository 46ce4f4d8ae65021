import { Refusal } from '#shared/catalogue/refusal.ts';
import type { Charge } from '#shared/charge/charge.ts';
import { BeaconReading, DrawCommit, DrawCountersign, DrawReveal } from '#shared/protocol/draws.ts';
import type { DrawView } from '#shared/protocol/views.ts';
import type { Routes } from '../gateway/hub.ts';
import { route } from '../gateway/route.ts';
import { plan } from '../ledger/command.ts';
import { projectsInCharge } from '../projects/charge.ts';
import { listProjects } from '../projects/reads.ts';
import type { Db } from '../store/database.ts';
import { findHall } from '../venues/reads.ts';
import { readBeacon } from './decide/beacon.ts';
import { commit, countersign, reveal } from './decide/ceremony.ts';
import { drawsAbout, drawsOfParty, drawView, sitesOfProject, transcriptOf } from './reads.ts';
import { watchedDraw, watchedDraws } from './watching.ts';

export const drawRoutes: Routes = (app, { spine, store }) => {
  route(
    app,
    {
      method: 'GET',
      url: '/api/draws',
      summary: 'Draws one has a part in',
      access: ['hall', 'agency', 'supervisor', 'discipline'],
      charge: 'narrowed',
    },
    ({ session, actor }) =>
      session.site
        ? ofSite(store, session.site)
        : ofProjects(store, session.role === 'agency' ? `user:${actor.id}` : null, session.charge),
  );
  const hall = ['hall'] as const;
  route(
    app,
    {
      method: 'POST',
      url: '/api/draws/:drawId/countersign',
      summary: 'Countersign the frozen input',
      access: hall,
      body: DrawCountersign,
    },
    async ({ body, param, session, actor }) => {
      const asked = { drawId: param('drawId'), site: session.site ?? '', ...body };
      await spine.do(plan(countersign, asked), actor);
    },
  );
  route(
    app,
    {
      method: 'POST',
      url: '/api/draws/:drawId/commit',
      summary: 'Commit to a nonce',
      access: hall,
      body: DrawCommit,
    },
    async ({ body, param, session, actor }) => {
      await spine.do(plan(commit, { drawId: param('drawId'), party: session.site ?? '', ...body }), actor);
    },
  );
  route(
    app,
    {
      method: 'POST',
      url: '/api/draws/:drawId/reveal',
      summary: 'Reveal a nonce',
      access: hall,
      body: DrawReveal,
    },
    async ({ body, param, session, actor }) => {
      await spine.do(plan(reveal, { drawId: param('drawId'), party: session.site ?? '', ...body }), actor);
    },
  );
  route(
    app,
    {
      method: 'POST',
      url: '/api/draws/:drawId/beacon',
      summary: 'Enter the value of the beacon that was named',
      access: ['supervisor', 'discipline'],
      charge: 'draw',
      body: BeaconReading,
    },
    async ({ body, param, actor }) => {
      await spine.do(plan(readBeacon, { drawId: param('drawId'), ...body }), actor);
    },
  );
  const watchers = ['supervisor', 'discipline'] as const;
  route(
    app,
    {
      method: 'GET',
      url: '/api/draws/watch',
      summary: 'All draws in one’s charge, the latest first',
      access: watchers,
      charge: 'narrowed',
    },
    ({ session }) => watchedDraws(store, session.charge),
  );
  route(
    app,
    {
      method: 'GET',
      url: '/api/draws/:drawId/watch',
      summary: 'A draw step by step, as it goes',
      access: watchers,
      charge: 'draw',
    },
    async ({ param }) => {
      const watched = await watchedDraw(store, param('drawId'));
      if (!watched) throw new Refusal('DRAW_NOT_FOUND', { drawId: param('drawId') });
      return watched;
    },
  );
  route(
    app,
    {
      method: 'GET',
      url: '/api/draws/:drawId/transcript',
      summary: 'Transcript',
      access: watchers,
      charge: 'draw',
    },
    async ({ param }) => {
      const transcript = await transcriptOf(store, param('drawId'));
      if (!transcript) throw new Refusal('DRAW_NOT_FOUND', { drawId: param('drawId') });
      return transcript;
    },
  );
};

/** A hall desk sees of a draw of a panel or of sites only its id and digest: the project is not its business. */
async function ofSite(db: Db, site: string): Promise<DrawView[]> {
  const views: DrawView[] = [];
  for (const draw of await drawsOfParty(db, site)) {
    const title = draw.kind === 'seats' ? ((await findHall(db, draw.about))?.name ?? draw.about) : '';
    views.push(forDesk(drawView(draw, title)));
  }
  return views;
}

/** The id of a panel draw carries the project's: a desk gets the digest in the sentence, the id only to answer with. */
function forDesk(view: DrawView): DrawView {
  return { ...view, seed: view.kind === 'panel' ? null : view.seed };
}

async function ofProjects(db: Db, enteredBy: string | null, charge: Charge): Promise<DrawView[]> {
  const shown = await projectsInCharge(db, charge);
  const views: DrawView[] = [];
  for (const { project, enteredBy: owner } of await listProjects(db)) {
    if (enteredBy !== null && owner !== enteredBy) continue;
    if (shown && !shown.has(project.id)) continue;
    for (const about of [project.id, sitesOfProject(project.id)])
      for (const draw of await drawsAbout(db, about)) views.push(drawView(draw, project.title));
  }
  return views;
}
