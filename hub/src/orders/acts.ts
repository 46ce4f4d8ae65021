import type { ActHandlers } from '../gateway/acts.ts';
import { plan } from '../ledger/command.ts';
import { obeyed } from './decide.ts';

export const orderActs: ActHandlers<'obeyed'> = {
  obeyed: async ({ booth, act }) => plan(obeyed, { booth, order: act.order }),
};
