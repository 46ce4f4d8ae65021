/** Keys of an authority in SoftHSM, behind the adapter as it ships. */
import { generateKeyPairSync } from 'node:crypto';
import { openPkcs11Key, type Pkcs11Parts } from '#booth/devices/usb-key/pkcs11/key.ts';
import { Authority, type Holder } from '#test/simulators/authority/authority.ts';
import { type Pair, SoftHsm } from '#test/simulators/usb-key/soft-hsm.ts';
import type { KeyBench } from './key-contract.ts';

export const PIN = '123456';

export type Kind = 'RSA' | 'P-256';

export async function pairOf(authority: Authority, kind: Kind, holder: Holder): Promise<Pair> {
  const { privateKey, publicKey } =
    kind === 'RSA'
      ? generateKeyPairSync('rsa', { modulusLength: 2048 })
      : generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { key: privateKey, certificate: await authority.certify(publicKey, holder) };
}

/** Opens the adapter on this SoftHSM, or on a library that lies on top of it. */
export async function openOn(hsm: SoftHsm, parts: Partial<Pkcs11Parts> = {}) {
  Object.assign(process.env, hsm.environment);
  return openPkcs11Key({ module: hsm.library, log: () => {}, ...parts });
}

/** A machine with one expert's key in it, and another's beside. */
export async function softHsmBench(kind: Kind): Promise<KeyBench & { readonly authority: Authority }> {
  const authority = await Authority.create('Experts CA');
  const hsm = new SoftHsm();
  const pair = await pairOf(authority, kind, { commonName: '李明' });
  const token = hsm.make('own', PIN, pair);
  const another = hsm.make('other', PIN, await pairOf(authority, 'P-256', { commonName: '王芳' }));
  another.pullOut();
  const port = await openOn(hsm);
  return {
    ...{ authority, port, pin: PIN, certificate: pair.certificate, another },
    insert: () => token.insert(),
    pullOut: () => token.pullOut(),
    close: async () => {
      await port.close();
      hsm.remove();
    },
  };
}
