import { inCharge } from '#shared/charge/charge.ts';
import { NewSiteKey, RevokeSiteKey } from '#shared/protocol/draws.ts';
import type { Routes } from '../gateway/hub.ts';
import { route } from '../gateway/route.ts';
import { plan } from '../ledger/command.ts';
import { registerSiteKey, revokeSiteKey } from './decide/site-keys.ts';
import { listSiteKeys } from './reads.ts';

export const siteKeyRoutes: Routes = (app, { spine, store }) => {
  route(
    app,
    {
      method: 'GET',
      url: '/api/site-keys',
      summary: 'Keys with which sites countersign',
      access: ['hall', 'security-admin', 'audit-admin', 'supervisor', 'discipline'],
      charge: 'narrowed',
    },
    async ({ session }) => {
      const keys = await listSiteKeys(store, session.role === 'hall' ? (session.site ?? '') : null);
      return keys.filter(({ site }) => inCharge(session.charge, [site]));
    },
  );
  route(
    app,
    {
      method: 'POST',
      url: '/api/site-keys',
      summary: 'Register the signing key of a workstation',
      access: ['hall'],
      body: NewSiteKey,
    },
    async ({ body, session, actor }) => {
      await spine.do(plan(registerSiteKey, { ...body, site: session.site ?? '' }), actor);
    },
  );
  route(
    app,
    {
      method: 'POST',
      url: '/api/site-keys/:key/revoke',
      summary: 'Revoke a signing key',
      access: ['hall', 'security-admin'],
      body: RevokeSiteKey,
    },
    async ({ body, param, session, actor }) => {
      const site = session.role === 'hall' ? (session.site ?? '') : null;
      await spine.do(plan(revokeSiteKey, { ...body, key: param('key'), site }), actor);
    },
  );
};
