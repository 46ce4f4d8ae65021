import { Refusal } from '#shared/catalogue/refusal.ts';
import { inCharge } from '#shared/charge/charge.ts';
import type { Routes } from '../gateway/hub.ts';
import { route } from '../gateway/route.ts';
import { findBooth } from '../venues/reads.ts';
import { lastReport, readinessRows } from './reads.ts';

const access = ['hall', 'supervisor', 'system-admin'] as const;

export const readinessRoutes: Routes = (app, { store, now, presence }) => {
  route(
    app,
    {
      method: 'GET',
      url: '/api/readiness',
      summary: 'Which booths are ready, and what to do at others',
      access,
      charge: 'narrowed',
    },
    async ({ session: { site, charge } }) => {
      const at = now().toISOString();
      const rows = await readinessRows(store, site, at, (booth) => presence.of(booth).presence);
      return rows.filter((row) => inCharge(charge, [row.site]));
    },
  );
  route(
    app,
    {
      method: 'GET',
      url: '/api/booths/:booth/readiness/file',
      summary: 'The last readiness report of a booth, as its machine has signed it, for kawei verify',
      access,
      charge: 'booth',
    },
    async ({ param, session }) => {
      const booth = param('booth');
      const known = await findBooth(store, booth);
      const report = known && (await lastReport(store, booth));
      if (!report || (session.site !== null && known.site !== session.site))
        throw new Refusal('BOOTH_NOT_HERE', { booth });
      return report.readiness;
    },
  );
};
