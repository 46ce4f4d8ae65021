import { inCharge } from '#shared/charge/charge.ts';
import type { EnrolmentsView } from '#shared/protocol/enrolment-views.ts';
import { BoothRevocation } from '#shared/protocol/requests.ts';
import type { Routes } from '../gateway/hub.ts';
import { route } from '../gateway/route.ts';
import { plan } from '../ledger/command.ts';
import { sitesOfBooths } from '../venues/reads.ts';
import { revokeBooth } from './decide.ts';
import { offerCode } from './offer.ts';
import { enrolmentRows } from './reads.ts';

export const enrolmentRoutes: Routes = (app, hub) => {
  const { spine, store, now, settings } = hub;
  const readers = ['system-admin', 'audit-admin', 'supervisor', 'discipline'] as const;
  const admin = ['system-admin'] as const;
  route(
    app,
    {
      method: 'GET',
      url: '/api/enrolments',
      summary: 'Certificates of booths',
      access: readers,
      charge: 'narrowed',
    },
    async ({ session: { charge } }): Promise<EnrolmentsView> => {
      const siteOf = await sitesOfBooths(store);
      const rows = await enrolmentRows(store, now().toISOString());
      return {
        lines: settings.boothLines,
        port: settings.boothLines === 'tls' ? settings.tlsPort : null,
        booths: rows.filter(({ booth }) => inCharge(charge, [siteOf.get(booth) ?? ''])),
      };
    },
  );
  route(
    app,
    {
      method: 'POST',
      url: '/api/booths/:booth/enrolment',
      summary: 'Make a one-time code for a booth, told once',
      access: admin,
    },
    ({ param, session, actor }) => offerCode(hub, { booth: param('booth'), who: session.name }, actor),
  );
  route(
    app,
    {
      method: 'POST',
      url: '/api/booths/:booth/revocation',
      summary: 'Revoke the certificates of a booth; its line is cut at once',
      access: admin,
      body: BoothRevocation,
    },
    async ({ param, body, session, actor }) => {
      const asked = { booth: param('booth'), who: session.name, reason: body.reason };
      await spine.do(plan(revokeBooth, asked), actor);
    },
  );
};
