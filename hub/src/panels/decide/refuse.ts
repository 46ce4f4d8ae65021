import type { EventPayload } from '#shared/catalogue/events/index.ts';
import type { Refusal } from '#shared/catalogue/refusal.ts';
import type { Command } from '../../ledger/command.ts';

export interface RefusedRequest extends Omit<EventPayload<'panel.request-refused'>, 'code'> {
  readonly refusal: Refusal;
}

/**
 * Refuses a request for a panel or for sites, on record: each such refusal tells a little of who sits on other panels,
 * and with other experts excluded each time it tells of whom.
 */
export const refuseRequest: Command<RefusedRequest, null, null> = {
  name: 'refuse-request',
  load: async () => null,
  decide(_ground, { refusal, ...request }) {
    const payload = { ...request, code: refusal.code };
    const subject = `project/${request.project}`;
    return { events: [{ type: 'panel.request-refused', subject, payload }], answer: null, refusal };
  },
};
