/** Enrols keys as a centre does: the key makes a credential, the authority certifies it. */
import { createPublicKey } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import { Channel } from '#booth/devices/usb-key/fido2/channel.ts';
import { enrolKey } from '#booth/devices/usb-key/fido2/enrol.ts';
import type { HidBus } from '#booth/devices/usb-key/fido2/hid.ts';
import { CREDENTIAL_EXTENSION } from '#shared/signature/assertion.ts';
import { bufferOf, octets } from '#shared/signature/der.ts';
import type { Authority } from '../simulators/authority/authority.ts';

export const patience = { silence: 1000, touch: 1500 };

/** Gives the certificate, DER, of the key at this path of the bus. */
export async function enrol(
  bus: HidBus,
  path: string,
  authority: Authority,
  commonName: string,
  pin: string,
): Promise<Uint8Array> {
  const channel = await Channel.open(bus, path, patience, () => {});
  const { credential, point } = await enrolKey(channel, commonName, pin);
  await channel.close();
  const text = (half: Uint8Array) => Buffer.from(half).toString('base64url');
  const jwk = { kty: 'EC', crv: 'P-256', x: text(point.slice(1, 33)), y: text(point.slice(33)) };
  const named = new x509.Extension(CREDENTIAL_EXTENSION, false, bufferOf(octets(credential)));
  return authority.certify(createPublicKey({ key: jwk, format: 'jwk' }), {
    commonName,
    extensions: [named],
  });
}
