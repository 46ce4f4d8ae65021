import { NewOrder } from '#shared/protocol/requests.ts';
import type { Routes } from '../gateway/hub.ts';
import { route } from '../gateway/route.ts';
import { plan } from '../ledger/command.ts';
import { orderBooth } from './decide.ts';

export const orderRoutes: Routes = (app, { spine }) => {
  route(
    app,
    {
      method: 'POST',
      url: '/api/booths/:booth/orders',
      summary: 'Lock or unlock a booth, or show a message there',
      access: ['hall', 'supervisor'],
      charge: 'booth',
      body: NewOrder,
    },
    async ({ body, param, session, actor }) => {
      await spine.do(plan(orderBooth, { ...body, booth: param('booth'), site: session.site }), actor);
    },
  );
};
