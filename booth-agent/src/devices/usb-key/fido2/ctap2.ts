/** CTAP2 commands as far as a signature needs them (CTAP 2.1 §6), in CBOR. */
import { decode, encode } from 'cborg';
import type { Channel } from './channel.ts';

/** Status bytes of §8.2 that have a meaning here. */
export const STATUS = {
  operationDenied: 0x27,
  keepaliveCancel: 0x2d,
  noCredentials: 0x2e,
  userActionTimeout: 0x2f,
  pinInvalid: 0x31,
  pinBlocked: 0x32,
  actionTimeout: 0x3a,
} as const;

/** The person did not touch the key in time, or refused. */
export const untouched: ReadonlySet<number> = new Set([
  STATUS.operationDenied,
  STATUS.keepaliveCancel,
  STATUS.userActionTimeout,
  STATUS.actionTimeout,
]);

export class CtapError extends Error {
  readonly status: number;

  constructor(status: number) {
    super(`CTAP2 status 0x${status.toString(16).padStart(2, '0')}`);
    this.status = status;
  }
}

export type Answer = ReadonlyMap<number, unknown>;

/** Sends a command; its answer's map, empty where it has none. Throws CtapError, and Error on what is no CTAP2. */
export async function ask(
  channel: Channel,
  command: number,
  parameters?: Map<number, unknown>,
): Promise<Answer> {
  const body = parameters ? encode(parameters) : new Uint8Array();
  const [status = 0, ...rest] = await channel.cbor(Uint8Array.from([command, ...body]));
  if (status !== 0) throw new CtapError(status);
  if (rest.length === 0) return new Map();
  const answer: unknown = decode(Uint8Array.from(rest), { useMaps: true });
  if (!(answer instanceof Map)) throw new Error('an answer that is no map');
  return answer as Answer;
}

export function bytesOf(value: unknown): Uint8Array {
  if (!(value instanceof Uint8Array)) throw new Error('an answer without its bytes');
  return value;
}

const mapOf = (value: unknown): ReadonlyMap<unknown, unknown> => {
  if (!(value instanceof Map)) throw new Error('an answer without its map');
  return value;
};

/** Proof that the PIN was right, for one command (§6.5.5). */
export interface PinProof {
  readonly parameter: Uint8Array;
  readonly protocol: 1;
}

export interface Assertion {
  readonly credential: Uint8Array;
  readonly authenticatorData: Uint8Array;
  readonly signature: Uint8Array;
}

/**
 * Has the key sign. Without a proof of the PIN nobody is asked to touch it: that only tells which credential it holds,
 * and the signature says so. Throws STATUS.noCredentials where it holds none for this party.
 */
export async function getAssertion(
  channel: Channel,
  party: string,
  clientDataHash: Uint8Array,
  pin: PinProof | null,
): Promise<Assertion> {
  const answer = await ask(
    channel,
    0x02,
    new Map<number, unknown>([
      [1, party],
      [2, clientDataHash],
      [5, { up: pin !== null }],
      ...(pin
        ? ([
            [6, pin.parameter],
            [7, pin.protocol],
          ] as const)
        : []),
    ]),
  );
  return {
    credential: bytesOf(mapOf(answer.get(1)).get('id')),
    authenticatorData: bytesOf(answer.get(2)),
    signature: bytesOf(answer.get(3)),
  };
}

/** Makes a credential that lives in the key, ES256; its authenticator data tells its id and public key. */
export async function makeCredential(
  channel: Channel,
  party: string,
  holder: { readonly id: Uint8Array; readonly name: string },
  clientDataHash: Uint8Array,
  pin: PinProof,
): Promise<Uint8Array> {
  const answer = await ask(
    channel,
    0x01,
    new Map<number, unknown>([
      [1, clientDataHash],
      [2, { id: party, name: party }],
      [3, { id: holder.id, name: holder.name, displayName: holder.name }],
      [4, [{ alg: -7, type: 'public-key' }]],
      [7, { rk: true }],
      [8, pin.parameter],
      [9, pin.protocol],
    ]),
  );
  return bytesOf(answer.get(2));
}
