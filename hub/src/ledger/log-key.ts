/** The key that signs the ledger's checkpoints: Ed25519, made once, beside the hub's other keys. */
import { createPrivateKey, createPublicKey, generateKeyPairSync, hkdfSync, sign } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Refusal } from '#shared/catalogue/refusal.ts';
import {
  ED25519,
  keyIdOf,
  noteSignedBy,
  parseNote,
  parseVerifierKey,
  signatureLine,
  verifierKeyText,
} from '#shared/ledger/note.ts';
import { writeDurably } from '../store/durable-file.ts';

export interface LogKey {
  /** Name of the log, the first line of each checkpoint. */
  readonly origin: string;
  /** `NAME+ID+KEY`, for whoever verifies. */
  readonly verifierKey: string;
  /** Signs the text of a note (C2SP signed-note): gives the whole note. */
  signNote(text: string): string;
  /** 32 bytes for another use, the same on every hub of this ledger (HKDF-SHA-256, RFC 5869). */
  secretFor(use: string): Uint8Array;
}

/**
 * Loads the key from `directory`, making it where there is none yet and nothing is signed. A ledger is continued by the
 * key that signed its latest checkpoint, the note `latest`, and by no other. Refuses LEDGER_KEY_MISSING,
 * LEDGER_KEY_OTHER.
 */
export function openLogKey(directory: string, origin: string, latest: string | null = null): LogKey {
  const file = join(directory, 'ledger.key');
  if (!existsSync(file)) {
    if (latest !== null) throw new Refusal('LEDGER_KEY_MISSING', { file });
    const { privateKey } = generateKeyPairSync('ed25519');
    writeDurably(file, privateKey.export({ format: 'pem', type: 'pkcs8' }));
  }
  const key = readLogKey(file, origin);
  if (latest !== null && !noteSignedBy(parseNote(latest), parseVerifierKey(key.verifierKey)))
    throw new Refusal('LEDGER_KEY_OTHER', { file, origin });
  return key;
}

function readLogKey(file: string, origin: string): LogKey {
  const key = createPrivateKey(readFileSync(file, 'utf8'));
  const { x = '' } = createPublicKey(key).export({ format: 'jwk' });
  const { d = '' } = key.export({ format: 'jwk' });
  const publicKey = new Uint8Array(Buffer.from(x, 'base64url'));
  const keyId = keyIdOf(origin, ED25519, publicKey);
  return {
    origin,
    verifierKey: verifierKeyText(origin, publicKey),
    signNote: (text) => `${text}\n${signatureLine(origin, keyId, sign(null, Buffer.from(text), key))}`,
    secretFor: (use) => new Uint8Array(hkdfSync('sha256', Buffer.from(d, 'base64url'), '', use, 32)),
  };
}
