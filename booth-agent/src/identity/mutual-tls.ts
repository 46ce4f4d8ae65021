/** The lines of an enrolled terminal: TLS 1.3, both sides with certificates of the one authority. */
import { sign, X509Certificate } from 'node:crypto';
import type { ClientRequest, RequestOptions } from 'node:http';
import { get } from 'node:https';
import { WebSocket } from 'ws';
import type { Fingerprint } from '#shared/protocol/booth-frames.ts';
import { HUB_NAME } from '#shared/protocol/enrolment.ts';
import { FRAME_BYTES } from '../core/frames.ts';
import type { LineIdentity } from '../core/world.ts';
import { type Identity, identityOf, pemOf, readIdentity, writeIdentity } from './file.ts';
import { makeKey, makeRequest } from './request.ts';

/** The part of a certificate's time after which the next one is asked for. */
const RENEW_AFTER = 2 / 3;

export class MutualTls implements LineIdentity {
  readonly #directory: string;
  readonly #hub: string;
  #now: Identity;
  /** The key of the certificate that was asked for. */
  #nextKey: string | null = null;

  /** Refuses BOOTH_NOT_ENROLLED, BOOTH_IDENTITY_UNFIT. */
  constructor(directory: string, hub: string) {
    this.#directory = directory;
    this.#hub = hub;
    this.#now = readIdentity(directory, hub);
  }

  get booth(): string {
    return this.#now.booth;
  }

  /** Opens a line; the hub is believed by its authority alone, whatever its address. */
  connect(address: string, patience: number): WebSocket {
    return new WebSocket(address, { maxPayload: FRAME_BYTES, handshakeTimeout: patience, ...this.#peers() });
  }

  get(address: string, options: RequestOptions): ClientRequest {
    return get(address, { ...options, ...this.#peers() });
  }

  /** What is shown, and who is believed. */
  #peers() {
    this.#reread();
    const { key, certificate: cert, authority: ca } = this.#now;
    return { key, cert, ca, servername: HUB_NAME, minVersion: 'TLSv1.3' } as const;
  }

  /** Somebody may have enrolled this terminal anew while it runs. */
  #reread(): void {
    try {
      this.#now = readIdentity(this.#directory, this.#hub);
    } catch {
      // what was read last is still good
    }
  }

  until(): Date {
    return new Date(new X509Certificate(this.#now.certificate).validTo);
  }

  sign(bytes: Uint8Array): { certificate: Uint8Array; signature: Uint8Array } {
    const { key, certificate } = this.#now;
    return {
      certificate: new Uint8Array(new X509Certificate(certificate).raw),
      signature: new Uint8Array(sign('sha256', bytes, key)),
    };
  }

  due(now: Date): boolean {
    const { validFrom, validTo } = new X509Certificate(this.#now.certificate);
    const [from, to] = [Date.parse(validFrom), Date.parse(validTo)];
    return now.getTime() > from + (to - from) * RENEW_AFTER;
  }

  request(fingerprint: Fingerprint): Promise<string> {
    this.#nextKey = makeKey();
    return makeRequest(this.#nextKey, fingerprint);
  }

  take(certificate: string): void {
    if (this.#nextKey === null) return;
    const { authority } = this.#now;
    const next = { key: this.#nextKey, certificate: pemOf(certificate), authority };
    this.#now = identityOf(Object.values(next).join('\n'));
    writeIdentity(this.#directory, next);
    this.#nextKey = null;
  }
}
