/**
 * Who this terminal is to its hub: key, certificate and the hub's authority in one file that the agent's user alone may
 * read, replaced as a whole, so that there is always the old one or the new one.
 */
import { createPrivateKey, X509Certificate } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { Refusal } from '#shared/catalogue/refusal.ts';
import { makeDirectory } from '../core/disk.ts';

export interface Identity {
  readonly booth: string;
  /** PKCS #8, PEM. */
  readonly key: string;
  /** PEM. */
  readonly certificate: string;
  /** The hub's authority of booths, PEM: nothing else is believed to be the hub. */
  readonly authority: string;
}

const FILE = 'identity.pem';
const PEM = /-----BEGIN ([A-Z ]+)-----[\s\S]+?-----END \1-----/g;

/** Reads it. Refuses BOOTH_NOT_ENROLLED where there is none, BOOTH_IDENTITY_UNFIT for one that cannot be used. */
export function readIdentity(directory: string, hub: string): Identity {
  const file = join(directory, FILE);
  if (!existsSync(file)) throw new Refusal('BOOTH_NOT_ENROLLED', { hub });
  const unfit = (detail: string) => new Refusal('BOOTH_IDENTITY_UNFIT', { file, detail });
  const mode = statSync(file).mode & 0o777;
  if (process.platform !== 'win32' && (mode & 0o077) !== 0)
    throw unfit(`mode ${mode.toString(8)}: chmod 600`);
  try {
    return identityOf(readFileSync(file, 'utf8'));
  } catch (error) {
    throw unfit((error as Error).message);
  }
}

/** Puts the three together. Throws where they do not belong together. */
export function identityOf(pem: string): Identity {
  const [key = '', certificate = '', authority = ''] = pem.match(PEM) ?? [];
  const own = new X509Certificate(certificate);
  const issuer = new X509Certificate(authority);
  const fits = own.checkPrivateKey(createPrivateKey(key)) && own.verify(issuer.publicKey);
  const booth = /^CN=(.+)$/m.exec(own.subject)?.[1];
  if (!fits || !booth) throw new Error('key, certificate and authority do not belong together');
  return { booth, key, certificate, authority };
}

export function writeIdentity(
  directory: string,
  { key, certificate, authority }: Omit<Identity, 'booth'>,
): void {
  writeSecret(join(directory, FILE), [key, certificate, authority].map((one) => `${one.trim()}\n`).join(''));
}

/** Writes a file for this user alone; it is on the disk, whole and under its name, before this returns. */
export function writeSecret(path: string, content: string): void {
  makeDirectory(dirname(path));
  const draft = `${path}.part`;
  const file = openSync(draft, 'w', 0o600);
  try {
    writeFileSync(file, content);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(draft, path);
  if (process.platform === 'win32') return; // sees to a file's name by itself
  const directory = openSync(dirname(path), 'r');
  try {
    fsyncSync(directory);
  } finally {
    closeSync(directory);
  }
}

/** DER in base64, as the hub gives certificates, as PEM. */
export function pemOf(base64: string): string {
  const lines = base64.match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
