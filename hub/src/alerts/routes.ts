import { DecideAlert } from '#shared/protocol/requests.ts';
import type { Routes } from '../gateway/hub.ts';
import { route } from '../gateway/route.ts';
import { plan } from '../ledger/command.ts';
import { decideAlert } from './decide.ts';
import { alertsOfSite, listAlerts } from './reads.ts';

export const alertRoutes: Routes = (app, { spine, store }) => {
  const access = ['supervisor', 'discipline', 'hall'] as const;
  route(app, { method: 'GET', url: '/api/alerts', summary: 'Alerts, newest first', access }, ({ session }) =>
    session.site ? alertsOfSite(store, session.site) : listAlerts(store),
  );
  route(
    app,
    {
      method: 'POST',
      url: '/api/alerts/:id/decide',
      summary: 'Decide on an alert',
      access,
      body: DecideAlert,
    },
    async ({ body, param, session, actor }) => {
      await spine.do(plan(decideAlert, { alert: param('id'), ...body, site: session.site }), actor);
    },
  );
};
