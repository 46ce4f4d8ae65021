/** Enrolment: the key makes a credential for its expert; an authority then certifies its public key. */
import { randomBytes } from 'node:crypto';
import { decode } from 'cborg';
import { sha256 } from '#shared/canonical/index.ts';
import { Refusal } from '#shared/catalogue/refusal.ts';
import { RELYING_PARTY } from '#shared/signature/assertion.ts';
import { Channel, KeyGone } from './channel.ts';
import { CtapError, makeCredential, STATUS, untouched } from './ctap2.ts';
import type { HidBus } from './hid.ts';
import { pointOf, provePin, retriesLeft } from './pin.ts';

export interface Enrolled {
  /** To be named by the certificate: see CREDENTIAL_EXTENSION. */
  readonly credential: Uint8Array;
  /** Public key, an uncompressed point of P-256. */
  readonly point: Uint8Array;
}

/** Offsets within the authenticator data (WebAuthn §6.1): after hash, flags and counter come AAGUID and credential. */
const LENGTH_AT = 53;
const CREDENTIAL_AT = 55;
const ATTESTED = 0x40;

/** A person looks for their key, and touches it. */
const PATIENCE = { silence: 3000, touch: 30_000 };

/**
 * Enrols the one key in the machine. Refuses KEY_ABSENT, KEY_SEVERAL, KEY_PIN_WRONG, KEY_PIN_LOCKED, KEY_UNTOUCHED and
 * KEY_FAILED.
 */
export async function enrolInserted(bus: HidBus, name: string, pin: string): Promise<Enrolled> {
  let channel: Channel | null = null;
  try {
    const [path, another] = await bus.list();
    if (path === undefined) throw new Refusal('KEY_ABSENT');
    if (another !== undefined) throw new Refusal('KEY_SEVERAL');
    channel = await Channel.open(bus, path, PATIENCE, () => {});
    return await enrolKey(channel, name, pin);
  } catch (error) {
    throw await refusalOf(error, channel);
  } finally {
    await channel?.close();
  }
}

async function refusalOf(error: unknown, channel: Channel | null): Promise<Refusal> {
  if (error instanceof Refusal) return error;
  if (error instanceof KeyGone) return new Refusal('KEY_ABSENT');
  const status = error instanceof CtapError ? error.status : null;
  if (status === STATUS.pinBlocked) return new Refusal('KEY_PIN_LOCKED');
  if (status === STATUS.pinInvalid && channel)
    return new Refusal('KEY_PIN_WRONG', { left: await retriesLeft(channel) });
  if (status !== null && untouched.has(status)) return new Refusal('KEY_UNTOUCHED');
  return new Refusal('KEY_FAILED', { detail: (error as Error).message });
}

/** Has the key in this channel make a credential of its own. The person touches it; the PIN is asked of them before. */
export async function enrolKey(channel: Channel, name: string, pin: string): Promise<Enrolled> {
  const hash = sha256(new Uint8Array(randomBytes(32)));
  const proof = await provePin(channel, pin, hash);
  const holder = { id: new Uint8Array(randomBytes(16)), name };
  const data = await makeCredential(channel, RELYING_PARTY, holder, hash, proof);
  if (data.length < CREDENTIAL_AT || ((data[32] ?? 0) & ATTESTED) === 0)
    throw new Error('an answer without a credential');
  const length = new DataView(data.buffer, data.byteOffset).getUint16(LENGTH_AT);
  const credential = data.slice(CREDENTIAL_AT, CREDENTIAL_AT + length);
  const key: unknown = decode(data.slice(CREDENTIAL_AT + length), { useMaps: true });
  if (credential.length !== length || length === 0) throw new Error('a credential that is cut');
  return { credential, point: pointOf(key) };
}
