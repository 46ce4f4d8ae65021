/** An authority of SM2 certificates by openssl: root and experts, signed with SM3. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readCertificates } from '#shared/signature/certificates.ts';
import { pathOf } from '../../programs.ts';

export const SIGNER = 'distid:1234567812345678';

export interface Sm2Key {
  /** 32 bytes. */
  readonly key: Uint8Array;
  readonly certificate: Uint8Array;
}

export class Sm2Authority {
  readonly directory = mkdtempSync(join(tmpdir(), 'kawei-sm2-'));

  constructor() {
    this.#newKey('root');
    const subject = ['-subj', '/CN=SM2 Root/O=Simulated', '-days', '3650'];
    const extensions = ['-addext', 'keyUsage=critical,keyCertSign,cRLSign'];
    const options = ['-new', '-x509', '-key', this.#file('root.key'), '-sm3', '-sigopt', SIGNER];
    this.openssl('req', ...options, ...subject, ...extensions, '-out', this.#file('root.pem'));
  }

  get certificate(): Uint8Array {
    return this.#certificate('root');
  }

  issue(name: string): Sm2Key {
    this.#newKey(name);
    const key = this.#file(`${name}.key`);
    const [request, made] = [this.#file(`${name}.csr`), this.#file(`${name}.pem`)];
    const subject = `/CN=${name}/O=Simulated`;
    this.openssl(
      'req',
      '-new',
      '-utf8',
      '-key',
      key,
      '-sm3',
      '-sigopt',
      SIGNER,
      '-subj',
      subject,
      '-out',
      request,
    );
    const extensions = this.#file('extensions');
    writeFileSync(extensions, 'keyUsage=critical,digitalSignature,nonRepudiation\n');
    this.openssl(
      ...['x509', '-req', '-in', request, '-vfyopt', SIGNER, '-sigopt', SIGNER, '-sm3', '-days', '30'],
      ...['-CA', this.#file('root.pem'), '-CAkey', this.#file('root.key'), '-CAcreateserial'],
      ...['-extfile', extensions, '-out', made],
    );
    const text = this.openssl('pkey', '-in', key, '-text', '-noout');
    const hex = /priv:([\s0-9a-f:]+)/.exec(text)?.[1]?.replaceAll(/[\s:]/g, '') ?? '';
    return {
      key: new Uint8Array(Buffer.from(hex.slice(-64).padStart(64, '0'), 'hex')),
      certificate: this.#certificate(name),
    };
  }

  /** Runs openssl; gives what it prints. Throws where it refuses. */
  openssl(...options: readonly string[]): string {
    return execFileSync(pathOf('OPENSSL'), options, { encoding: 'utf8', stdio: 'pipe' });
  }

  remove(): void {
    rmSync(this.directory, { recursive: true });
  }

  #newKey(name: string): void {
    this.openssl(
      'genpkey',
      '-algorithm',
      'EC',
      '-pkeyopt',
      'ec_paramgen_curve:SM2',
      '-out',
      this.#file(`${name}.key`),
    );
  }

  #certificate(name: string): Uint8Array {
    const [der] = readCertificates(readFileSync(this.#file(`${name}.pem`), 'latin1'));
    if (!der) throw new Error(`no certificate of ${name}`);
    return der;
  }

  #file(name: string): string {
    return join(this.directory, name);
  }
}
