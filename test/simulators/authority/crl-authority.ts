/**
 * An authority that revokes, as there are others in the world: OpenSSL makes its certificates and its revocation lists
 * (`openssl ca -gencrl`); nothing of ours has a hand in it.
 */
import { execFileSync } from 'node:child_process';
import { createPrivateKey, type KeyObject } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { KnownCertificate, readCertificates } from '#shared/signature/certificates.ts';
import { pathOf } from '../../programs.ts';
import type { Authority } from './authority.ts';
import { SIGNER } from './sm2-authority.ts';

export type AuthorityKey = 'RSA' | 'P-256' | 'SM2';

/** Arguments of `openssl genpkey`, and the digest that goes with the key. */
const kinds: Readonly<Record<AuthorityKey, { key: readonly string[]; digest: string }>> = {
  RSA: { key: ['RSA', '-pkeyopt', 'rsa_keygen_bits:2048'], digest: 'sha256' },
  'P-256': { key: ['EC', '-pkeyopt', 'ec_paramgen_curve:P-256'], digest: 'sha256' },
  SM2: { key: ['SM2'], digest: 'sm3' },
};

export interface ListRequest {
  /** crlNumber; by default one more than the last. */
  readonly number?: number;
  readonly from?: Date;
  readonly until?: Date;
  /** Sections of extensions besides authority key and number, as OpenSSL's configuration has them. */
  readonly extensions?: string;
  /** Who signs it instead: another authority with the same name or not. */
  readonly by?: CrlAuthority;
}

export interface Issuing {
  /** May issue certificates itself. */
  readonly isAuthority?: boolean;
  readonly usage?: string;
  /** How many authorities may stand below it. */
  readonly pathLength?: number;
  /** More lines of extensions. */
  readonly extensions?: string;
}

const DAY = 86_400_000;

export class CrlAuthority {
  readonly directory: string;
  readonly kind: AuthorityKey;
  /** PEM file of its certificate. */
  readonly file: string;
  #number = 0;
  readonly #revoked: string[] = [];

  /** Of a key and certificate that lie there as `own.key` and `own.crt`. */
  constructor(directory: string, kind: AuthorityKey) {
    this.directory = directory;
    this.kind = kind;
    this.file = join(directory, 'own.crt');
  }

  /** One that signs itself. */
  static root(
    directory: string,
    kind: AuthorityKey,
    name: string,
    usage = 'critical,keyCertSign,cRLSign',
  ): CrlAuthority {
    mkdirSync(directory, { recursive: true });
    const authority = new CrlAuthority(directory, kind);
    authority.#newKey('own.key');
    const extensions = ['basicConstraints=critical,CA:TRUE', `keyUsage=${usage}`];
    authority.openssl(
      ...[
        'req',
        '-x509',
        '-new',
        '-utf8',
        '-key',
        'own.key',
        '-subj',
        `/CN=${name}/O=Simulated`,
        '-days',
        '3650',
      ],
      ...authority.#signing(),
      ...extensions.flatMap((line) => ['-addext', line]),
      ...['-out', 'own.crt'],
    );
    return authority;
  }

  /** The simulated authority's other half. */
  static async of(directory: string, authority: Authority): Promise<CrlAuthority> {
    mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, 'own.key'), await authority.keyPem());
    writeFileSync(join(directory, 'own.crt'), authority.certificatePem);
    return new CrlAuthority(directory, 'RSA');
  }

  /** An issuing authority below this one. */
  below(name: string, issuing: Issuing = {}): CrlAuthority {
    const directory = join(this.directory, name);
    mkdirSync(directory);
    const { key, certificate } = this.issue(name, {
      isAuthority: true,
      usage: 'keyCertSign,cRLSign',
      ...issuing,
    });
    writeFileSync(join(directory, 'own.key'), readFileSync(key));
    writeFileSync(join(directory, 'own.crt'), readFileSync(certificate));
    return new CrlAuthority(directory, this.kind);
  }

  get certificate(): Uint8Array {
    return derOf(this.file);
  }

  /** Issues a certificate for a new key; PEM files of both. */
  issue(
    name: string,
    {
      isAuthority = false,
      usage = 'digitalSignature,nonRepudiation',
      pathLength,
      extensions = '',
    }: Issuing = {},
  ): { readonly key: string; readonly certificate: string } {
    const [key, request, certificate] = ['key', 'csr', 'crt'].map((ending) => `${name}.${ending}`) as [
      string,
      string,
      string,
    ];
    this.#newKey(key);
    this.openssl(
      ...[
        'req',
        '-new',
        '-utf8',
        '-key',
        key,
        '-subj',
        `/CN=${name}/O=Simulated`,
        ...this.#signing(),
        '-out',
        request,
      ],
    );
    const length = pathLength === undefined ? '' : `,pathlen:${pathLength}`;
    writeFileSync(
      join(this.directory, 'extensions'),
      `basicConstraints=critical,CA:${isAuthority ? 'TRUE' : 'FALSE'}${length}\nkeyUsage=critical,${usage}\n${extensions}\n`,
    );
    const ids = this.kind === 'SM2' ? ['-vfyopt', SIGNER] : [];
    this.openssl(
      ...['x509', '-req', '-in', request, ...ids, ...this.#signing(), '-days', '300', '-CAcreateserial'],
      ...['-CA', 'own.crt', '-CAkey', 'own.key', '-extfile', 'extensions', '-out', certificate],
    );
    return { key: join(this.directory, key), certificate: join(this.directory, certificate) };
  }

  /** Names a certificate of this authority (DER) in every list from now on. */
  revoke(certificate: Uint8Array, at: Date, reason = 'keyCompromise'): void {
    const serial = KnownCertificate.read(certificate).serial.toUpperCase();
    this.#revoked.push(
      `R\t491231235959Z\t${stamp(at).slice(2)},${reason}\t${serial.length % 2 ? '0' : ''}${serial}\tunknown\t/CN=x`,
    );
  }

  /** Takes every name off the list again. */
  release(): void {
    this.#revoked.length = 0;
  }

  /** A new list, by `openssl ca -gencrl`; its PEM file. */
  list({ number = this.#number + 1, from, until, extensions = '', by = this }: ListRequest = {}): string {
    this.#number = number;
    const name = `list-${number}-${this.#revoked.length}.pem`;
    const start = from ?? new Date(Date.now() - 60_000);
    const end = until ?? new Date(start.getTime() + DAY);
    writeFileSync(join(this.directory, 'index.txt'), this.#revoked.map((line) => `${line}\n`).join(''));
    writeFileSync(join(this.directory, 'number'), `${number.toString(16).padStart(4, '0')}\n`);
    writeFileSync(join(this.directory, 'ca.cnf'), configuration(extensions));
    const times = ['-crl_lastupdate', stamp(start), '-crl_nextupdate', stamp(end)];
    const signer = [
      '-keyfile',
      join(by.directory, 'own.key'),
      '-cert',
      by.file,
      '-md',
      kinds[by.kind].digest,
    ];
    const ids = by.kind === 'SM2' ? ['-sigopt', SIGNER] : [];
    this.openssl('ca', '-gencrl', '-config', 'ca.cnf', ...signer, ...ids, ...times, '-out', name);
    return join(this.directory, name);
  }

  /** Runs openssl in its directory; gives what it prints. Throws where it refuses. */
  openssl(...options: readonly string[]): string {
    return execFileSync(pathOf('OPENSSL'), options, { cwd: this.directory, encoding: 'utf8', stdio: 'pipe' });
  }

  #newKey(file: string): void {
    const [algorithm = '', ...options] = kinds[this.kind].key;
    this.openssl('genpkey', '-algorithm', algorithm, ...options, '-out', file);
  }

  #signing(): string[] {
    return [`-${kinds[this.kind].digest}`, ...(this.kind === 'SM2' ? ['-sigopt', SIGNER] : [])];
  }
}

/** The certificate in a PEM file. */
export function derOf(file: string): Uint8Array {
  const [der] = readCertificates(readFileSync(file, 'utf8'));
  if (!der) throw new Error(`no certificate in ${file}`);
  return der;
}

export function keyIn(file: string): KeyObject {
  return createPrivateKey(readFileSync(file));
}

/** As `openssl ca` takes times. */
function stamp(date: Date): string {
  return `${date.toISOString().slice(0, 19).replace(/[-:T]/g, '')}Z`;
}

function configuration(extensions: string): string {
  return `[ca]
default_ca = own
[own]
database = index.txt
crlnumber = number
default_crl_days = 1
crl_extensions = list
[list]
authorityKeyIdentifier = keyid
${extensions}
`;
}
