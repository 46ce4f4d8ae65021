import { timesOf } from '#shared/protocol/draws.ts';
import {
  CheckIn,
  Departure,
  MoveExpert,
  SlipRequest,
  StartSeatDraw,
  UndoCheckIn,
} from '#shared/protocol/requests.ts';
import type { Routes } from '../gateway/hub.ts';
import { route } from '../gateway/route.ts';
import { plan } from '../ledger/command.ts';
import { checkIn, undoCheckIn } from './decide/check-in.ts';
import { recordDeparture } from './decide/departure.ts';
import { moveExpert, startSeatDraw } from './decide/seat-draw.ts';
import { readSlip } from './decide/slip.ts';
import { deskView } from './desk-view.ts';
import { scannedBy } from './identity.ts';
import type { Attendance } from './reads.ts';
import { issuedSlip } from './slips.ts';

export const seatingRoutes: Routes = (app, hub) => {
  const { spine, settings } = hub;
  const access = ['hall'] as const;
  const times = timesOf(settings.ceremonySeconds);
  route(
    app,
    { method: 'GET', url: '/api/hall', summary: 'The desk of one’s own site', access },
    ({ session }) => deskView(hub, session.site ?? ''),
  );
  route(
    app,
    { method: 'POST', url: '/api/hall/check-in', summary: 'Check an expert in', access, body: CheckIn },
    ({ body, session, actor }) =>
      spine.do(plan(checkIn, { ...scannedBy(hub, body), site: session.site ?? '' }), actor),
  );
  route(
    app,
    { method: 'POST', url: '/api/hall/check-in/undo', summary: 'Undo a check-in', access, body: UndoCheckIn },
    async ({ body, session, actor }) => {
      await spine.do(plan(undoCheckIn, { ...body, site: session.site ?? '' }), actor);
    },
  );
  route(
    app,
    {
      method: 'POST',
      url: '/api/hall/seat-draw',
      summary: 'Draw seats for all who wait',
      access,
      body: StartSeatDraw,
    },
    ({ body, session, actor }) =>
      spine.do(plan(startSeatDraw, { ...body, site: session.site ?? '', times }), actor),
  );
  route(
    app,
    { method: 'POST', url: '/api/hall/slips', summary: 'Read a seat slip', access, body: SlipRequest },
    ({ body, session, actor }) => {
      const qrOf = (held: Attendance, key: string) => issuedSlip(hub.logKey, held, key)?.text ?? '';
      return spine.do(plan(readSlip, { ...body, site: session.site ?? '', qrOf }), actor);
    },
  );
  route(
    app,
    {
      method: 'POST',
      url: '/api/hall/move',
      summary: 'Move an expert from a failed terminal',
      access,
      body: MoveExpert,
    },
    ({ body, session, actor }) =>
      spine.do(plan(moveExpert, { ...body, site: session.site ?? '', times }), actor),
  );
  route(
    app,
    {
      method: 'POST',
      url: '/api/hall/departure',
      summary: 'An expert has gone before the end',
      access,
      body: Departure,
    },
    async ({ body, session, actor }) => {
      await spine.do(plan(recordDeparture, { ...body, site: session.site ?? '' }), actor);
    },
  );
};
