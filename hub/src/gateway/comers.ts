/** As whom a line comes: by the certificate it showed in its TLS handshake, or by a token, on one machine. */
import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { TLSSocket } from 'node:tls';
import { digestOf, sha256Hex } from '#shared/canonical/index.ts';
import { Refusal } from '#shared/catalogue/refusal.ts';
import type { BoothFrame, Fingerprint } from '#shared/protocol/booth-frames.ts';
import { compareMachines } from '#shared/venues/fingerprint.ts';
import { requireValid } from '../enrolment/decide.ts';
import { findCertificate } from '../enrolment/reads.ts';
import { findBooth } from '../venues/reads.ts';
import type { BoothAtDoor, DoorBook } from './at-the-door.ts';
import type { Hub } from './hub.ts';

export type Comer =
  | { readonly kind: 'token' }
  /** `digest`: SHA-256 of the certificate, which is of the booths' authority. */
  | { readonly kind: 'certificate'; readonly digest: string };

export const byToken: Comer = { kind: 'token' };

/** A line that is turned away before it opens; with the certificate it showed, where that may be a booth's. */
export interface TurnedAway {
  readonly kind: 'turned-away';
  readonly refusal: Refusal;
  readonly digest: string | null;
}

export type Identify = (request: IncomingMessage) => Comer | TurnedAway;

const away = (refusal: Refusal, digest: string | null = null): TurnedAway => ({
  kind: 'turned-away',
  refusal,
  digest,
});

const LOOPBACK = /^(::ffff:)?127\.|^::1$/;
/** What a proxy on this machine adds: then somebody else's machine speaks through it. */
const FORWARDED = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'] as const;

/** At the port without TLS: nobody, or those on this machine. */
export function identifyPlain(lines: 'tls' | 'token'): Identify {
  return ({ socket, headers }) => {
    if (lines === 'tls') return away(new Refusal('BOOTH_CERTIFICATE_NEEDED'));
    const forwarded = FORWARDED.some((name) => headers[name] !== undefined);
    if (forwarded || !LOOPBACK.test(socket.remoteAddress ?? ''))
      return away(new Refusal('BOOTH_TOKEN_REMOTE'));
    return byToken;
  };
}

/** At the TLS port, whose handshake takes anybody: those whose certificate the authority has signed. */
export const identifyTls: Identify = (request) => {
  const socket = request.socket as TLSSocket;
  const certificate = socket.getPeerX509Certificate();
  if (!certificate) return away(new Refusal('BOOTH_CERTIFICATE_NEEDED'));
  const digest = sha256Hex(new Uint8Array(certificate.raw));
  if (socket.authorized) return { kind: 'certificate', digest };
  const expired = String(socket.authorizationError) === 'CERT_HAS_EXPIRED';
  return away(new Refusal(expired ? 'BOOTH_CERTIFICATE_EXPIRED' : 'BOOTH_CERTIFICATE_NEEDED'), digest);
};

/** Answers a request for a line with a refusal, in the form in which everything is refused. */
export function turnAway(socket: Duplex, refusal: Refusal): void {
  const body = JSON.stringify(refusal.toMessage());
  socket.on('error', () => socket.destroy());
  socket.end(
    `HTTP/1.1 403 Forbidden\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}

export type Hello = Extract<BoothFrame, { type: 'hello' }>;

/** Which booth says hello. Refuses BOOTH_UNKNOWN for a wrong token, and whatever is wrong with a certificate. */
export async function boothThatComes(
  hub: Hub,
  book: DoorBook,
  comer: Comer,
  hello: Hello,
): Promise<BoothAtDoor> {
  if (comer.kind === 'token') {
    const known = await book.find(hello.booth);
    requireToken(known, hello.token);
    return known;
  }
  const { booth } = await requireStanding(hub, comer);
  if (hello.booth !== booth) throw new Refusal('BOOTH_ID_OTHER');
  const known = await book.find(booth);
  if (!known) throw new Refusal('BOOTH_CERTIFICATE_NEEDED');
  if (known.fingerprintDigest !== digestOf(hello.fingerprint))
    await requireSameMachine(hub, comer, booth, hello.fingerprint);
  return known;
}

/** Refuses BOOTH_UNKNOWN where there is no such booth, or this is not its token. */
export function requireToken<B extends { readonly token: string }>(
  known: B | null,
  token = '',
): asserts known is B {
  if (!known || !timingSafeEqual(Buffer.from(known.token), Buffer.from(sha256Hex(token))))
    throw new Refusal('BOOTH_UNKNOWN');
}

/** The booth of a certificate that holds now; '' for a line by token. Refuses BOOTH_CERTIFICATE_… */
export async function requireStanding({ store, now }: Hub, comer: Comer): Promise<{ booth: string }> {
  if (comer.kind === 'token') return { booth: '' };
  return requireValid(await findCertificate(store, comer.digest), now().toISOString());
}

/** Whose certificate this is, whether it still holds or not; null for one the hub has not issued. */
export async function ownerOf({ store }: Hub, comer: { digest?: string | null }): Promise<string | null> {
  return comer.digest ? ((await findCertificate(store, comer.digest))?.booth ?? null) : null;
}

/** Refuses BOOTH_OTHER_MACHINE for a certificate on another machine than it was issued to: a copied key. */
export async function requireSameMachine(
  { store }: Hub,
  comer: Comer,
  booth: string,
  fingerprint: Fingerprint,
): Promise<void> {
  if (comer.kind === 'token') return;
  const recorded = (await findBooth(store, booth))?.fingerprint;
  if (recorded && compareMachines(recorded, fingerprint).otherMachine)
    throw new Refusal('BOOTH_OTHER_MACHINE');
}
