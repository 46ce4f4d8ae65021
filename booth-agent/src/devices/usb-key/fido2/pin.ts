/** The PIN by PIN/UV auth protocol one (CTAP 2.1 §6.5.6): it goes to the key encrypted, as a part of its hash. */
import { createCipheriv, createDecipheriv, createECDH, createHash, createHmac } from 'node:crypto';
import type { Channel } from './channel.ts';
import { ask, bytesOf, type PinProof } from './ctap2.ts';

const CLIENT_PIN = 0x06;
const GET_RETRIES = 0x01;
const GET_KEY_AGREEMENT = 0x02;
const GET_PIN_TOKEN = 0x05;

/** How many wrong PINs the key still takes. */
export async function retriesLeft(channel: Channel): Promise<number> {
  const left = (await ask(channel, CLIENT_PIN, command(GET_RETRIES))).get(3);
  if (typeof left !== 'number') throw new Error('an answer without its retries');
  return left;
}

/** Proves the PIN for one command on this hash. Throws STATUS.pinInvalid, STATUS.pinBlocked. */
export async function provePin(channel: Channel, pin: string, clientDataHash: Uint8Array): Promise<PinProof> {
  const agreed = (await ask(channel, CLIENT_PIN, command(GET_KEY_AGREEMENT))).get(1);
  const ours = createECDH('prime256v1');
  const point = ours.generateKeys();
  const shared = createHash('sha256')
    .update(ours.computeSecret(pointOf(agreed)))
    .digest();
  const hash = createHash('sha256').update(pin, 'utf8').digest().subarray(0, 16);
  const answer = await ask(
    channel,
    CLIENT_PIN,
    new Map<number, unknown>([
      ...command(GET_PIN_TOKEN),
      [3, coseOf(point)],
      [6, crypt(createCipheriv, shared, hash)],
    ]),
  );
  const token = crypt(createDecipheriv, shared, bytesOf(answer.get(2)));
  const parameter = createHmac('sha256', token).update(clientDataHash).digest().subarray(0, 16);
  return { parameter: new Uint8Array(parameter), protocol: 1 };
}

function command(subCommand: number): Map<number, unknown> {
  return new Map<number, unknown>([
    [1, 1],
    [2, subCommand],
  ]);
}

function crypt(
  how: typeof createCipheriv | typeof createDecipheriv,
  key: Uint8Array,
  bytes: Uint8Array,
): Uint8Array {
  const cipher = how('aes-256-cbc', key, Buffer.alloc(16)).setAutoPadding(false);
  return new Uint8Array(Buffer.concat([cipher.update(bytes), cipher.final()]));
}

/** A P-256 public key in COSE (RFC 9053 §7.1) as an uncompressed point. */
export function pointOf(cose: unknown): Uint8Array {
  if (!(cose instanceof Map)) throw new Error('an answer without its public key');
  const [x, y] = [bytesOf(cose.get(-2)), bytesOf(cose.get(-3))];
  if (x.length !== 32 || y.length !== 32) throw new Error('a public key that is not of P-256');
  return Uint8Array.from([4, ...x, ...y]);
}

/** Key type EC2, algorithm ECDH-ES + HKDF-256 as §6.5.6 asks, curve P-256. */
function coseOf(point: Uint8Array): Map<number, unknown> {
  return new Map<number, unknown>([
    [1, 2],
    [3, -25],
    [-1, 1],
    [-2, new Uint8Array(point.subarray(1, 33))],
    [-3, new Uint8Array(point.subarray(33))],
  ]);
}
