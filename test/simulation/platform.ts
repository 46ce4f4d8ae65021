/**
 * The platform's WebCrypto without its threads: the same answers, given in the same turn of the event loop, so that
 * two verifications never end in an order of their own.
 */
import { createHash, createPublicKey, type JsonWebKeyInput, type KeyObject, verify } from 'node:crypto';
import * as pkijs from 'pkijs';

interface HeldKey {
  readonly key: KeyObject;
  readonly algorithm: { readonly name: string };
}

let believing = false;

/** Takes every signature for true: a planted defect. */
export function believe(everything: boolean): void {
  believing = everything;
}

const keys = new Map<string, HeldKey>();

const subtle = {
  async importKey(format: string, data: unknown, algorithm: { name: string }): Promise<HeldKey> {
    const text =
      format === 'jwk' ? JSON.stringify(data) : Buffer.from(data as ArrayBuffer).toString('base64');
    const known = keys.get(text);
    if (known) return known;
    const key =
      format === 'jwk'
        ? createPublicKey({ key: data, format: 'jwk' } as JsonWebKeyInput)
        : createPublicKey({ key: Buffer.from(data as ArrayBuffer), format: 'der', type: 'spki' });
    const held = { key, algorithm };
    keys.set(text, held);
    return held;
  },
  async verify(algorithm: { name: string }, { key }: HeldKey, signature: ArrayBuffer, data: ArrayBuffer) {
    const how = algorithm.name === 'ECDSA' ? ({ key, dsaEncoding: 'ieee-p1363' } as const) : key;
    if (believing) return true;
    return verify('sha256', Buffer.from(data), how, Buffer.from(signature));
  },
  async digest(_algorithm: unknown, data: ArrayBuffer): Promise<ArrayBuffer> {
    return new Uint8Array(createHash('sha256').update(Buffer.from(data)).digest()).buffer;
  },
};

/** Puts this process on it, for good: a process that runs mornings does nothing else. */
export function takePlatform(): void {
  const crypto = { subtle, getRandomValues: globalThis.crypto.getRandomValues.bind(globalThis.crypto) };
  Object.defineProperty(globalThis, 'crypto', { value: crypto, configurable: true });
  pkijs.setEngine('simulation', new pkijs.CryptoEngine({ name: 'simulation', crypto: crypto as never }));
}
