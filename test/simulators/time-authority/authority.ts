/**
 * A time-stamping authority as there are others in the world: OpenSSL makes its certificates (root, issuing authority,
 * time-stamping key) and answers every query with `openssl ts -reply`; nothing of ours has a hand in it.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pathOf } from '../../programs.ts';

export interface AuthorityKind {
  /** As `openssl genpkey` takes it after `-algorithm`. */
  readonly key: readonly string[];
  readonly digest: 'sha256' | 'sha384' | 'sha512';
  /** How long the certificate of its key is valid. */
  readonly days: number;
  readonly usage: string;
  /** Its extended key usage, as OpenSSL writes it. */
  readonly purpose: string;
  readonly name: string;
}

const usual: AuthorityKind = {
  key: ['RSA', '-pkeyopt', 'rsa_keygen_bits:2048'],
  digest: 'sha256',
  days: 365,
  usage: 'critical,digitalSignature,nonRepudiation',
  purpose: 'critical,timeStamping',
  name: 'Simulated TSA',
};

export class OpensslAuthority {
  readonly directory: string;
  readonly kind: AuthorityKind;

  constructor(directory: string, kind: Partial<AuthorityKind> = {}) {
    this.directory = directory;
    this.kind = { ...usual, ...kind };
    mkdirSync(directory, { recursive: true });
    this.#write('extensions.cnf', extensionsOf(this.kind));
    this.#certify('root', 'Simulated Root', null, 3650);
    this.#certify('issuer', 'Simulated Issuer', 'root', 3650);
    this.#certify('tsa', this.kind.name, 'issuer', this.kind.days);
    const chain = ['issuer', 'root'].map((name) => readFileSync(join(directory, `${name}.crt`), 'utf8'));
    this.#write('chain.pem', chain.join(''));
    this.#write('tsa.cnf', configuration(this.kind.digest));
    this.#write('serial', '01\n');
  }

  /** PEM file of its root. */
  get root(): string {
    return join(this.directory, 'root.crt');
  }

  /** Answers one query as `openssl ts` does. */
  reply(query: Uint8Array): Buffer {
    this.#write('query.tsq', query);
    this.#openssl('ts', '-reply', '-config', 'tsa.cnf', '-queryfile', 'query.tsq', '-out', 'answer.tsr');
    return readFileSync(join(this.directory, 'answer.tsr'));
  }

  #certify(name: string, commonName: string, issuer: string | null, days: number): void {
    this.#openssl('genpkey', '-algorithm', ...this.kind.key, '-out', `${name}.key`);
    const subject = ['-subj', `/C=CN/O=Simulated/CN=${commonName}`];
    const signed = issuer === null ? [] : ['-CA', `${issuer}.crt`, '-CAkey', `${issuer}.key`];
    this.#openssl(
      ...['req', '-x509', '-new', '-key', `${name}.key`, ...subject, ...signed, '-days', String(days)],
      ...['-config', 'extensions.cnf', '-extensions', name, `-${this.kind.digest}`, '-out', `${name}.crt`],
    );
  }

  #write(name: string, content: string | Uint8Array): void {
    writeFileSync(join(this.directory, name), content);
  }

  #openssl(...args: string[]): void {
    execFileSync(pathOf('OPENSSL'), args, { cwd: this.directory, stdio: 'pipe' });
  }
}

function extensionsOf({ usage, purpose }: AuthorityKind): string {
  return `[req]
distinguished_name = subject
[subject]
[root]
basicConstraints = critical,CA:true
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
[issuer]
basicConstraints = critical,CA:true,pathlen:0
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[tsa]
basicConstraints = critical,CA:false
keyUsage = ${usage}
extendedKeyUsage = ${purpose}
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
`;
}

/** It sends its whole chain along, the root too, as many do. */
function configuration(digest: string): string {
  return `[tsa]
default_tsa = own
[own]
serial = serial
crypto_device = builtin
signer_cert = tsa.crt
signer_key = tsa.key
certs = chain.pem
signer_digest = ${digest}
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ordering = no
tsa_name = yes
ess_cert_id_chain = no
ess_cert_id_alg = sha256
`;
}

export type Answering = (query: Buffer, response: ServerResponse) => void;

export interface AuthorityServer {
  readonly url: string;
  /** How many queries it has had, and what the last was sent as. */
  asked: number;
  mediaType: string;
  /** What it does with the next query. */
  answer: Answering;
  close(): Promise<void>;
}

/** Answers by the authority's own hand. */
export const honestly =
  (authority: OpensslAuthority): Answering =>
  (query, response) =>
    response.writeHead(200, { 'content-type': 'application/timestamp-reply' }).end(authority.reply(query));

/** Serves an authority over HTTP, well behaved until it is told otherwise. */
export async function serveAuthority(answer: Answering, port = 0): Promise<AuthorityServer> {
  const server: Server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      running.asked += 1;
      running.mediaType = request.headers['content-type'] ?? '';
      running.answer(Buffer.concat(parts), response);
    });
  });
  await new Promise<void>((listening) => server.listen(port, '127.0.0.1', listening));
  const running: AuthorityServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/tsa`,
    ...{ asked: 0, mediaType: '', answer },
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
  return running;
}
