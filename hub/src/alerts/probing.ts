/** Alerts on tries that add up: one by one each may be a slip, together they find out who was drawn. */
import { wrongCodesOn } from '../invitations/reads.ts';
import type { Command } from '../ledger/command.ts';
import { refusedRequestsOn } from '../panels/reads.ts';
import { raiseAlert } from './decide.ts';
import { countAlerts } from './reads.ts';

/** Badges with wrong codes in a day at one desk: two or three experts misread their message, who tries out names needs many. */
const WRONG_BADGES = 5;

/**
 * Refused requests of a project in a day: a mistyped id or quotas that are too tight are put right in one or two more,
 * who tries out names needs one for each.
 */
const REFUSED_REQUESTS = 3;

/** A project's request was refused by what the pool has: an alert with every so many in a day. */
export const raiseRefusedRequests: Command<
  { project: string; day: string },
  { count: number; refused: number },
  null
> = {
  name: 'raise-refused-requests',
  load: async (db, { project, day }) => ({
    count: await countAlerts(db),
    refused: await refusedRequestsOn(db, project, day),
  }),
  decide({ count, refused }, { project }, facts) {
    if (refused % REFUSED_REQUESTS !== 0) return { events: [], answer: null };
    const values = { project, count: refused };
    return raiseAlert.decide(count, { code: 'PANEL_REQUESTS_REFUSED', values, project }, facts);
  },
};

/** A desk has given a wrong code: an alert with every so many badges of a day that are new among them. */
export const raiseWrongCodes: Command<
  { site: string; badge: string; day: string },
  { count: number; badges: readonly string[] },
  null
> = {
  name: 'raise-wrong-codes',
  load: async (db, { site, day }) => ({
    count: await countAlerts(db),
    badges: await wrongCodesOn(db, site, day),
  }),
  decide({ count, badges }, { site, badge }, facts) {
    const isNew = badges.filter((one) => one === badge).length === 1;
    const different = new Set(badges).size;
    if (!isNew || different % WRONG_BADGES !== 0) return { events: [], answer: null };
    const values = { site, count: different };
    return raiseAlert.decide(count, { code: 'WRONG_CODES_AT_DESK', values, site }, facts);
  },
};
