import { gatewayRefusals } from './gateway.ts';
import { peopleRefusals } from './people.ts';
import { storeRefusals } from './store.ts';

/** Every expected failure of Kawei, by its stable code. Each room keeps its own list; a code is never renamed. */
export const refusals = {
  ...gatewayRefusals,
  ...peopleRefusals,
  ...storeRefusals,
};

export type RefusalCode = keyof typeof refusals;
