import { alerts } from '#shared/catalogue/alerts/index.ts';
import { fillText } from '#shared/catalogue/text.ts';
import { DecideAlert } from '#shared/protocol/requests.ts';
import type { AlertView } from '#shared/protocol/views.ts';
import type { Routes } from '../gateway/hub.ts';
import { route } from '../gateway/route.ts';
import { plan } from '../ledger/command.ts';
import type { BehindWatch } from '../recovery/behind.ts';
import { alertsInCharge } from './charge.ts';
import { decideAlert } from './decide.ts';
import { alertsOfSite } from './reads.ts';

/** A hub that is behind writes no alert; it is shown at the head of the list for as long as it lasts. */
function behindAlert({ missing }: BehindWatch): AlertView[] {
  if (!missing) return [];
  const code = 'HUB_BEHIND';
  const entry = alerts[code];
  const { severity } = entry;
  const size = Math.max(0, ...missing.heads.map((head) => head.size));
  const values = { size, booths: missing.acts.length };
  const text = fillText(entry, values);
  const nobodys = { project: null, site: null, booth: null, decision: null } as const;
  return [{ id: 'A0', code, severity, at: missing.since, text, state: 'open', ...nobodys }];
}

export const alertRoutes: Routes = (app, { spine, store, behind }) => {
  const access = ['supervisor', 'discipline', 'hall'] as const;
  route(
    app,
    { method: 'GET', url: '/api/alerts', summary: 'The newest alerts', access, charge: 'narrowed' },
    async ({ session: { site, charge }, query: { project } }) => {
      if (site) return alertsOfSite(store, site);
      const whole = charge === null && project === undefined ? behindAlert(behind) : [];
      return [...whole, ...(await alertsInCharge(store, charge, project))];
    },
  );
  route(
    app,
    {
      method: 'POST',
      url: '/api/alerts/:id/decide',
      summary: 'Decide on an alert',
      access,
      charge: 'alert',
      body: DecideAlert,
    },
    async ({ body, param, session, actor }) => {
      await spine.do(plan(decideAlert, { alert: param('id'), ...body, site: session.site }), actor);
    },
  );
};
