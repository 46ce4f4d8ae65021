/** A sheet to sign, and what its signature is bound to. */
import { type Binding, prepareSignature, verifySignature } from '#shared/signature/verify.ts';

export const content = new TextEncoder().encode('{"marks":{"B1":{"T1":12500}}}');

const binding: Binding = {
  ...{ purpose: 'sheet', project: 'P1', expert: 'e1', seat: 'H-0101', booth: 'ab', version: 1 },
};

/** Its signature by the key of this certificate, as a booth prepares it. */
export function prepareSheet(certificate: Uint8Array) {
  return prepareSignature({ content, certificates: [certificate], binding, signingTime: new Date() });
}

/** As the hub verifies it. */
export function verifySheet(cms: Uint8Array, ...anchors: readonly Uint8Array[]) {
  return verifySignature({ cms, content, anchors, binding, at: new Date() });
}
