import { DecideFlag } from '#shared/protocol/requests.ts';
import type { Routes } from '../gateway/hub.ts';
import { route } from '../gateway/route.ts';
import { plan } from '../ledger/command.ts';
import { decideFlag } from './decide/supervising.ts';

export const lookbackRoutes: Routes = (app, { spine }) => {
  route(
    app,
    {
      method: 'POST',
      url: '/api/projects/:id/flags/:flag/decide',
      summary: 'Decide on an explained flag: close it, note it, send it back to the panel, or refer it',
      access: ['supervisor', 'discipline'],
      charge: 'project',
      body: DecideFlag,
    },
    async ({ body, param, actor }) => {
      await spine.do(plan(decideFlag, { project: param('id'), flag: param('flag'), ...body }), actor);
    },
  );
};
