import { Refusal } from '#shared/catalogue/refusal.ts';
import { PanelFromSites, PanelRequest, ReplaceMember, SitesRequest } from '#shared/protocol/requests.ts';
import type { ExclusionsView } from '#shared/protocol/views.ts';
import type { Hub, Routes } from '../gateway/hub.ts';
import { route } from '../gateway/route.ts';
import { plan } from '../ledger/command.ts';
import { findProject, mayRead, type Reader } from '../projects/reads.ts';
import { askForPanel } from './asking.ts';
import { readRefusedRequests } from './decide/read-refused.ts';
import { replaceMember } from './decide/replace.ts';
import { requireDay } from './decide/request.ts';
import { countedByRule } from './exclusions.ts';
import { callOf, membersOf, refusedRequestsOf } from './reads.ts';
import { askForSites, askFromSites } from './sites/asking.ts';

/** Each look, and each request, weighs the whole pool, which takes a second where it is large. */
const LOOKS = { max: 30, timeWindow: 60_000 };

export const panelRoutes: Routes = (app, hub) => {
  const { spine } = hub;
  const agency = ['agency'] as const;
  route(
    app,
    {
      method: 'POST',
      url: '/api/projects/:id/panel',
      summary: 'Ask for a panel',
      access: agency,
      rateLimit: LOOKS,
      body: PanelRequest,
    },
    ({ body, param, actor }) => askForPanel(hub, { project: param('id'), ...body }, actor),
  );
  route(
    app,
    {
      method: 'POST',
      url: '/api/projects/:id/sites',
      summary: 'Put the sites of the panel to a draw',
      access: agency,
      rateLimit: LOOKS,
      body: SitesRequest,
    },
    ({ body, param, actor }) => askForSites(hub, { project: param('id'), ...body }, actor),
  );
  route(
    app,
    {
      method: 'POST',
      url: '/api/projects/:id/panel/from-sites',
      summary: 'Ask for the panel of the sites that were drawn',
      access: agency,
      rateLimit: LOOKS,
      body: PanelFromSites,
    },
    ({ body, param, actor }) => askFromSites(hub, { project: param('id'), ...body }, actor),
  );
  route(
    app,
    {
      method: 'GET',
      url: '/api/projects/:id/exclusions',
      summary: 'How many the rules keep out of the draw, and by which rule',
      access: ['agency', 'supervisor', 'discipline'],
      charge: 'project',
      rateLimit: LOOKS,
    },
    ({ param, query, session }) => exclusionsView(hub, param('id'), session, query.day),
  );
  route(
    app,
    {
      method: 'GET',
      url: '/api/projects/:id/refused-requests',
      summary: 'Whom refused requests for a panel excluded; each reading is recorded',
      access: ['supervisor', 'discipline'],
      charge: 'project',
    },
    async ({ param, actor }) => {
      const project = param('id');
      if (!(await findProject(hub.store, project))) throw new Refusal('PROJECT_UNKNOWN', { project });
      const refused = await refusedRequestsOf(hub.store, project);
      await spine.do(plan(readRefusedRequests, { project }), actor);
      return refused;
    },
  );
  route(
    app,
    {
      method: 'POST',
      url: '/api/projects/:id/panel/replace',
      summary: 'A member does not come',
      access: agency,
      body: ReplaceMember,
    },
    ({ body: { ticket, reason }, param, actor }) =>
      spine.do(
        plan(replaceMember, { project: param('id'), because: 'absence', reason, who: { ticket } }),
        actor,
      ),
  );
};

/**
 * Numbers alone: whom a rule concerns would tell who is in the pool, and who is kin of whom. How many sit on other panels
 * is told once this one is drawn: before, it would tell how other draws went.
 */
async function exclusionsView(
  { store: db, now, wholePool }: Hub,
  id: string,
  reader: Reader,
  wanted: string | undefined,
): Promise<ExclusionsView> {
  const entered = await findProject(db, id);
  if (!entered || !mayRead(entered, reader)) throw new Refusal('PROJECT_UNKNOWN', { project: id });
  const { project } = entered;
  const call = await callOf(db, id);
  if (call) {
    const drawn = (await membersOf(db, id)).length > 0;
    const told = call.conflicts.filter(({ rule }) => drawn || rule !== 'engaged');
    const rules = countedByRule(told, project.regime);
    return { day: call.day, frozen: true, candidates: null, rules };
  }
  const day = requireDay(wanted, now().toISOString());
  const { output } = await wholePool.ask('weigh-project', { project, day });
  return { day, frozen: false, ...output };
}
