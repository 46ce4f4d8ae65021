import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { keyKind, type OpenKey } from '#shared/signature/keys.ts';

/** As `webKey`, with node:crypto: answers at once, in less than half the time of WebCrypto on one core. */
export const nodeKey: OpenKey = (spki) => {
  const key = keyKind(spki) === null ? null : opened(spki);
  return (data, signature) => key !== null && verify('sha256', data, key, signature);
};

function opened(spki: Uint8Array): KeyObject | null {
  try {
    return createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
  } catch {
    return null; // no key of this kind
  }
}
