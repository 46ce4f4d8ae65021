import { gatewayRefusals } from './gateway.ts';

/** Every expected failure of Kawei, by its stable code. Each room keeps its own list; a code is never renamed. */
export const refusals = {
  ...gatewayRefusals,
};

export type RefusalCode = keyof typeof refusals;
