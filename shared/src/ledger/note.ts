/** Signed notes (C2SP signed-note) with Ed25519 keys, verify side: how a log signs its checkpoints. */
import { ed25519 } from '@noble/curves/ed25519.js';
import { base64Of, bytesOfBase64, sha256 } from '../canonical/index.ts';
import { Refusal } from '../catalogue/refusal.ts';
import { compareBytes } from '../signature/der.ts';

export interface NoteSignature {
  readonly name: string;
  /** Four bytes that tell which key of this name. */
  readonly keyId: Uint8Array;
  readonly signature: Uint8Array;
}

export interface Note {
  /** What is signed, with its last newline. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

/** A key that verifies notes, `NAME+ID+KEY`. */
export interface VerifierKey {
  readonly name: string;
  readonly keyId: Uint8Array;
  /** 32 bytes (RFC 8032). */
  readonly publicKey: Uint8Array;
}

/** Signature type of Ed25519 over the note's text. */
export const ED25519 = 0x01;

const SIGNATURE_LINE =
  /^— ([^\p{White_Space}+]+) ((?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?)$/u;
/** The specification asks for 16 signatures at least, of nearly 5 kB each: those of keys that are unknown here count too. */
const NOTE_CHARACTERS = 128 * 1024;
/** Lines of signatures that a note may have: the log's, and a hundred witnesses'. */
const SIGNATURES = 128;
const ID_BYTES = 4;

/** Reads a note. Refuses NOTE_INVALID, saying what is wrong with it. */
export function parseNote(note: string): Note {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the specification forbids them, so they are looked for
  if (note.length > NOTE_CHARACTERS || /[\u0000-\u0009\u000b-\u001f]/.test(note)) throw invalid('characters');
  const split = note.lastIndexOf('\n\n');
  if (split < 0 || !note.endsWith('\n')) throw invalid('no signatures');
  const lines = note.slice(split + 2, -1).split('\n');
  if (lines.length > SIGNATURES) throw invalid('too many signatures');
  return { text: note.slice(0, split + 1), signatures: lines.map(signatureOf) };
}

function signatureOf(line: string): NoteSignature {
  const [, name, encoded] = SIGNATURE_LINE.exec(line) ?? [];
  const bytes = name && encoded ? canonicalBase64(encoded) : null;
  if (!name || !bytes || bytes.length <= ID_BYTES) throw invalid('signature line');
  return { name, keyId: bytes.slice(0, ID_BYTES), signature: bytes.slice(ID_BYTES) };
}

/** Reads a verifier key of a type. Refuses NOTE_INVALID for one that does not agree with its own id. */
export function parseVerifierKey(text: string, type = ED25519): VerifierKey {
  const [, name, id, encoded] =
    /^([^\p{White_Space}+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/u.exec(text) ?? [];
  const bytes = encoded ? canonicalBase64(encoded) : null;
  if (!name || !id || bytes?.length !== 33 || bytes[0] !== type) throw invalid('verifier key');
  const publicKey = bytes.slice(1);
  const keyId = keyIdOf(name, type, publicKey);
  if (hex(keyId) !== id) throw invalid('verifier key');
  return { name, keyId, publicKey };
}

export function verifierKeyText(name: string, publicKey: Uint8Array, type = ED25519): string {
  return `${name}+${hex(keyIdOf(name, type, publicKey))}+${base64Of(Uint8Array.of(type, ...publicKey))}`;
}

/** A signature as it stands in a note: what comes after the four bytes of key id is `signature`. */
export function signatureLine(name: string, keyId: Uint8Array, signature: Uint8Array): string {
  return `— ${name} ${base64Of(Uint8Array.of(...keyId, ...signature))}\n`;
}

/** The signatures of a note that bear a key's name and id, whether they hold or not; each once. */
export function signaturesBy(note: Note, key: VerifierKey): Uint8Array[] {
  const own = note.signatures.filter((one) => bears(one, key)).map(({ signature }) => signature);
  return own.filter((one, n) => own.findIndex((other) => compareBytes(one, other) === 0) === n);
}

function bears({ name, keyId }: NoteSignature, key: VerifierKey): boolean {
  return name === key.name && compareBytes(keyId, key.keyId) === 0;
}

/** Whether a signature line bears a key's name and id, whether it holds or not. Refuses NOTE_INVALID for no such line. */
export function isLineOf(line: string, key: VerifierKey): boolean {
  return bears(signatureOf(line.replace(/\n$/, '')), key);
}

/** The note with the signatures of these keys alone. */
export function noteOnlyBy(note: Note, keys: readonly VerifierKey[]): string {
  const lines = keys.flatMap((key) =>
    signaturesBy(note, key).map((signature) => signatureLine(key.name, key.keyId, signature)),
  );
  return `${note.text}\n${lines.join('')}`;
}

/** First four bytes of `SHA-256(name ‖ newline ‖ type ‖ public key)`. */
export function keyIdOf(name: string, type: number, publicKey: Uint8Array): Uint8Array {
  return sha256(Uint8Array.of(...new TextEncoder().encode(`${name}\n`), type, ...publicKey)).slice(
    0,
    ID_BYTES,
  );
}

/**
 * Whether a known key has signed the note. A known key's signature that does not hold refuses the whole note, and so do
 * two that differ: Ed25519 gives one text one signature (RFC 8032), so that a note costs one verification at most.
 */
export function noteSignedBy(note: Note, key: VerifierKey): boolean {
  const [signature, another] = signaturesBy(note, key);
  if (!signature || another) return false;
  return verifyEd25519(signature, new TextEncoder().encode(note.text), key.publicKey);
}

/** Whether an Ed25519 signature (RFC 8032) holds; false also for bytes that are none. */
export function verifyEd25519(signature: Uint8Array, text: Uint8Array, publicKey: Uint8Array): boolean {
  try {
    return ed25519.verify(signature, text, publicKey, { zip215: false });
  } catch {
    return false; // of another length, or no point of the curve
  }
}

/** Bytes of base64 in its one canonical writing; null for any other. */
function canonicalBase64(text: string): Uint8Array | null {
  try {
    const bytes = bytesOfBase64(text);
    return base64Of(bytes) === text ? bytes : null;
  } catch {
    return null;
  }
}

function hex(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

function invalid(detail: string): Refusal {
  return new Refusal('NOTE_INVALID', { detail });
}
