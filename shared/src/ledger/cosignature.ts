/** Cosignatures of witnesses on a checkpoint (C2SP tlog-cosignature, Ed25519), verify side. */
import { ed25519 } from '@noble/curves/ed25519.js';
import { base64Of } from '../canonical/index.ts';
import { Refusal } from '../catalogue/refusal.ts';
import { type Check, checked } from '../verification/check.ts';
import { type Note, parseNote, parseVerifierKey, signaturesBy, type VerifierKey } from './note.ts';

/** Signature type of a cosignature: a time, and Ed25519 over it and the checkpoint. */
export const COSIGNATURE = 0x04;

const TIME_BYTES = 8;
const SIGNATURE_BYTES = 64;

/** What a witness signs: that at `seconds` (POSIX) it had seen no larger tree of this log than this one. */
export function cosignedMessage(noteText: string, seconds: number): Uint8Array {
  return new TextEncoder().encode(`cosignature/v1\ntime ${seconds}\n${noteText}`);
}

/** The bytes of a cosignature: the time, big-endian, and the signature. */
export function cosignatureBytes(seconds: number, signature: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(TIME_BYTES + SIGNATURE_BYTES);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(seconds));
  bytes.set(signature, TIME_BYTES);
  return bytes;
}

/** Reads a witness's verifier key. Refuses NOTE_INVALID. */
export function parseWitnessKey(text: string): VerifierKey {
  return parseVerifierKey(text, COSIGNATURE);
}

/**
 * When the witness cosigned the note; null when it has not, or one of its cosignatures does not hold. It may stand there
 * at several times, as after an answer that was lost: the first that is written counts.
 */
export function cosignedAt(note: Note, key: VerifierKey): Date | null {
  const times = signaturesBy(note, key).map((cosignature) => timeOf(cosignature, note.text, key));
  return times.includes(null) ? null : (times[0] ?? null);
}

function timeOf(bytes: Uint8Array, text: string, { publicKey }: VerifierKey): Date | null {
  if (bytes.length !== TIME_BYTES + SIGNATURE_BYTES) return null;
  const seconds = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0));
  const date = new Date(seconds * 1000);
  if (!Number.isSafeInteger(seconds) || Number.isNaN(date.getTime())) return null;
  try {
    const signature = bytes.slice(TIME_BYTES);
    const holds = ed25519.verify(signature, cosignedMessage(text, seconds), publicKey, { zip215: false });
    return holds ? date : null;
  } catch {
    return null; // no point of the curve
  }
}

/** More than half of the witnesses. */
export function majority(witnesses: number): number {
  return witnesses === 0 ? 0 : Math.floor(witnesses / 2) + 1;
}

/** One check for each key that a checkpoint is said to be cosigned under. */
export function cosignatureChecks(checkpoint: string, keys: readonly string[]): Promise<Check[]> {
  return Promise.all(
    keys.map((text) => {
      const name = text.split('+')[0] ?? '';
      const claim = { zh: `见证方 ${name} 联署了检查点`, en: `witness ${name} cosigned the checkpoint` };
      return checked(claim, 'checkpoint', () => {
        return cosignedAt(parseNote(checkpoint), parseWitnessKey(text)) !== null;
      });
    }),
  );
}

/** Verifier keys of the witnesses a reader trusts, and how many of them must have cosigned. */
export interface WitnessTrust {
  readonly keys: readonly string[];
  readonly quorum: number;
}

/**
 * Whether enough of the witnesses the reader trusts have cosigned, each by a key of its own: what is signed does not
 * name the witness. One of theirs that does not hold spoils the note, whoever else has cosigned.
 */
export function quorumCheck(checkpoint: string, { keys: trusted, quorum }: WitnessTrust): Promise<Check> {
  const claim = {
    zh: `您信任的 ${trusted.length} 个见证方中至少 ${quorum} 个联署了检查点`,
    en: `at least ${quorum} of the ${trusted.length} witnesses you trust cosigned the checkpoint`,
  };
  return checked(claim, 'checkpoint', () => {
    const note = parseNote(checkpoint);
    const keys = trusted.map(parseWitnessKey);
    if (new Set(keys.map(({ publicKey }) => base64Of(publicKey))).size !== keys.length)
      throw new Refusal('NOTE_INVALID', { detail: 'witness twice' });
    const named = keys.filter((key) => signaturesBy(note, key).length > 0);
    const wrong = named.find((key) => cosignedAt(note, key) === null);
    if (wrong) throw new Refusal('NOTE_INVALID', { detail: `cosignature of ${wrong.name}` });
    return named.length >= quorum;
  });
}
