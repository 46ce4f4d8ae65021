/**
 * Signatures of FIDO2 keys: an assertion (WebAuthn §7.2) whose challenge is the SHA-256 of what is to be signed. A
 * certificate that names a credential belongs to such a key; its signature value is the DER of
 * SEQUENCE { authenticatorData, clientDataJSON, signature }, each an OCTET STRING.
 */
import { hexOf, sha256 } from '../canonical/index.ts';
import * as DER from './der.ts';
import type { PublicKey } from './keys.ts';

/** The relying party of experts' keys: a name of ours, since no browser is asked. */
export const RELYING_PARTY = 'kawei.invalid';

/** The extension of a certificate that names the credential of its key: an OCTET STRING. */
export const CREDENTIAL_EXTENSION = '1.3.6.1.4.1.59999.1.2';

export interface PackedAssertion {
  readonly authenticatorData: Uint8Array;
  readonly clientDataJSON: Uint8Array;
  readonly signature: Uint8Array;
}

/** Flags of the authenticator data (WebAuthn §6.1): the person was there, and had the PIN. */
const PRESENT = 0x01;
const VERIFIED = 0x04;
/** More data follows: none is taken. */
const MORE = 0xc0;
const AUTHENTICATOR_DATA_BYTES = 37;

/** The client data for these bytes; there is one text for them, and no other is taken. */
export function clientDataOf(toBeSigned: Uint8Array): Uint8Array {
  const challenge = base64Url(sha256(toBeSigned));
  const origin = `https://${RELYING_PARTY}`;
  return new TextEncoder().encode(
    JSON.stringify({ type: 'webauthn.get', challenge, origin, crossOrigin: false }),
  );
}

export function packAssertion({ authenticatorData, clientDataJSON, signature }: PackedAssertion): Uint8Array {
  return DER.sequence(DER.octets(authenticatorData), DER.octets(clientDataJSON), DER.octets(signature));
}

/** Throws on what is no packed assertion. */
export function openAssertion(packed: Uint8Array): PackedAssertion {
  const [data, client, signature, more] = DER.partsOf(DER.readDer(packed));
  if (more) throw new Error('more than an assertion');
  return {
    authenticatorData: DER.contentOf(data, DER.TAG.octets),
    clientDataJSON: DER.contentOf(client, DER.TAG.octets),
    signature: DER.contentOf(signature, DER.TAG.octets),
  };
}

/** Whether the holder of this key, being there and knowing its PIN, has signed these bytes. */
export async function assertionHolds(
  key: PublicKey,
  toBeSigned: Uint8Array,
  packed: Uint8Array,
): Promise<boolean> {
  let opened: PackedAssertion;
  try {
    opened = openAssertion(packed);
  } catch {
    return false;
  }
  const { authenticatorData, clientDataJSON, signature } = opened;
  const flags = authenticatorData[32] ?? 0;
  if (authenticatorData.length !== AUTHENTICATOR_DATA_BYTES || (flags & MORE) !== 0) return false;
  if ((flags & PRESENT) === 0 || (flags & VERIFIED) === 0) return false;
  const party = sha256(new TextEncoder().encode(RELYING_PARTY));
  if (!DER.isSame(authenticatorData.subarray(0, 32), party)) return false;
  if (!DER.isSame(clientDataJSON, clientDataOf(toBeSigned))) return false;
  if (key.kind !== 'P-256') return false;
  return key.holds('SHA-256', signedBytes(authenticatorData, clientDataJSON), signature);
}

/** What a key signs (WebAuthn §6.3.3, figure 4). */
export function signedBytes(authenticatorData: Uint8Array, clientDataJSON: Uint8Array): Uint8Array {
  return Uint8Array.from([...authenticatorData, ...sha256(clientDataJSON)]);
}

function base64Url(bytes: Uint8Array): string {
  const text = btoa(String.fromCharCode(...bytes));
  return text.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/** The credential that the value of the extension names; null where it is none. */
export function credentialIn(extension: Uint8Array): string | null {
  try {
    const { tag, content } = DER.readDer(extension);
    return tag === DER.TAG.octets && content.length > 0 ? hexOf(content) : null;
  } catch {
    return null;
  }
}
