import { PanelRequest, PoolImport, ReplaceMember } from '#shared/protocol/requests.ts';
import type { Routes } from '../gateway/hub.ts';
import { route } from '../gateway/route.ts';
import { plan } from '../ledger/command.ts';
import { importPool, replaceMember, requestPanel } from './decide.ts';
import { expertRows } from './reads.ts';

/** Room for a pool of some ten thousand experts in one import. */
const POOL_LIMIT = 32 * 1_048_576;

export const panelRoutes: Routes = (app, { spine, store, settings }) => {
  const admin = ['system-admin'] as const;
  route(
    app,
    { method: 'GET', url: '/api/experts', summary: 'The pool, ID numbers masked', access: admin },
    () => expertRows(store),
  );
  route(
    app,
    {
      method: 'POST',
      url: '/api/experts',
      summary: 'Import experts',
      access: admin,
      body: PoolImport,
      bodyLimit: POOL_LIMIT,
    },
    ({ body, actor }) => spine.do(plan(importPool, body), actor),
  );
  const agency = ['agency'] as const;
  route(
    app,
    {
      method: 'POST',
      url: '/api/projects/:id/panel',
      summary: 'Ask for a panel',
      access: agency,
      body: PanelRequest,
    },
    ({ body, param, actor }) =>
      spine.do(
        plan(requestPanel, { project: param('id'), ...body, seconds: settings.ceremonySeconds }),
        actor,
      ),
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
