import { randomBytes } from 'node:crypto';
import { sha256Hex } from '#shared/canonical/index.ts';
import { inCharge } from '#shared/charge/charge.ts';
import { HallRedrawn, NewBooth, NewHall, NewSite } from '#shared/protocol/requests.ts';
import type { Routes } from '../gateway/hub.ts';
import { route } from '../gateway/route.ts';
import { plan } from '../ledger/command.ts';
import { createHall, createSite, redrawHall, registerBooth } from './decide.ts';
import { venueViews } from './reads.ts';

export const venuesRoutes: Routes = (app, { spine, store, presence }) => {
  const readers = ['system-admin', 'audit-admin', 'supervisor', 'discipline'] as const;
  route(
    app,
    {
      method: 'GET',
      url: '/api/venues',
      summary: 'Sites, halls and booths',
      access: readers,
      charge: 'narrowed',
    },
    async ({ session: { charge } }) => {
      const venues = await venueViews(store, (booth) => presence.of(booth).lastHeardAt);
      return venues.filter(({ id }) => inCharge(charge, [id]));
    },
  );
  const admin = ['system-admin'] as const;
  route(
    app,
    { method: 'POST', url: '/api/sites', summary: 'Create a site', access: admin, body: NewSite },
    async ({ body, actor }) => {
      await spine.do(plan(createSite, body), actor);
    },
  );
  route(
    app,
    { method: 'POST', url: '/api/halls', summary: 'Create a hall', access: admin, body: NewHall },
    async ({ body, actor }) => {
      await spine.do(plan(createHall, body), actor);
    },
  );
  route(
    app,
    {
      method: 'POST',
      url: '/api/halls/:hall/drawing',
      summary: 'Draw a hall anew, while nobody sits in it',
      access: admin,
      body: HallRedrawn,
    },
    async ({ param, body, actor }) => {
      await spine.do(plan(redrawHall, { ...body, hall: param('hall') }), actor);
    },
  );
  route(
    app,
    {
      method: 'POST',
      url: '/api/booths',
      summary: 'Register a booth; its token is told once',
      access: admin,
      body: NewBooth,
    },
    async ({ body, actor }) => {
      const token = randomBytes(32).toString('base64url');
      await spine.do(plan(registerBooth, { ...body, token: sha256Hex(token) }), actor);
      return { token };
    },
  );
};
