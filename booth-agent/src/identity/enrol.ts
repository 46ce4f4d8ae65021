/** A terminal's enrolment: the hub is known by the code before anything is sent to it, the key never leaves the machine. */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { request as httpsRequest } from 'node:https';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { sha256 } from '#shared/canonical/index.ts';
import { Refusal } from '#shared/catalogue/refusal.ts';
import type { Fingerprint } from '#shared/protocol/booth-frames.ts';
import { Enrolled, type Enrolment, HUB_NAME } from '#shared/protocol/enrolment.ts';
import { parse } from '#shared/protocol/parse.ts';
import { authorityOf, readEnrolmentCode } from '#shared/venues/enrolment-code.ts';
import { identityOf, pemOf, writeIdentity, writeSecret } from './file.ts';
import { makeKey, makeRequest } from './request.ts';

export interface EnrolParts {
  /** `wss://host:port` of the hub's port for booths. */
  readonly hub: string;
  /** As it was typed. */
  readonly code: string;
  /** Directory of what this booth keeps. */
  readonly data: string;
  readonly fingerprint: Fingerprint;
}

/** The key until its certificate has come: a second try with the same code must be with the same key. */
const DRAFT = 'enrolling.key';
const PATIENCE_MILLISECONDS = 15_000;
/** What the hub says of the code or the request, which the person at the terminal is told as it is. */
const OWN_CODES = [
  'ENROLMENT_CODE_WRONG',
  'ENROLMENT_CODE_EXPIRED',
  'ENROLMENT_CODE_USED',
  'ENROLMENT_REQUEST_INVALID',
] as const;

/**
 * Enrols this terminal and gives its id. May be repeated with the same code until it succeeds. Refuses
 * ENROLMENT_CODE_…, ENROLMENT_HUB_OTHER before anything is sent, ENROLMENT_UNREACHABLE.
 */
export async function enrol({ hub, code, data, fingerprint }: EnrolParts): Promise<string> {
  const { secret, authority: expected } = readEnrolmentCode(code);
  const der = await presentedAuthority(hub);
  if (!der || authorityOf(sha256(new Uint8Array(der))) !== expected)
    throw new Refusal('ENROLMENT_HUB_OTHER', { address: hub });
  const authority = pemOf(der.toString('base64'));
  const key = draftKey(data);
  const request = await makeRequest(key, fingerprint);
  const { booth, certificate } = await post(hub, authority, { secret, request, fingerprint });
  const identity = { key, certificate: pemOf(certificate), authority };
  identityOf(Object.values(identity).join('\n')); // what does not belong together is not kept
  writeIdentity(data, identity);
  dropDraft(data);
  return booth;
}

/** Who is enrolled is not told otherwise for the sake of a draft: it holds the very key that is kept now. */
function dropDraft(data: string): void {
  try {
    rmSync(join(data, DRAFT), { force: true });
  } catch {
    // the next enrolment takes it
  }
}

function draftKey(data: string): string {
  const file = join(data, DRAFT);
  if (existsSync(file)) return readFileSync(file, 'utf8');
  const key = makeKey();
  writeSecret(file, key);
  return key;
}

const placeOf = (hub: string) => {
  const { hostname, port } = new URL(hub);
  return { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || 443), servername: HUB_NAME };
};

const unreachable = (hub: string, detail: string) =>
  new Refusal('ENROLMENT_UNREACHABLE', { address: hub, detail });

/** The authority that whatever answers there shows with its certificate, DER; nothing is sent to it. */
function presentedAuthority(hub: string): Promise<Buffer | null> {
  return new Promise((resolve, reject) => {
    const socket = connect({ ...placeOf(hub), rejectUnauthorized: false, minVersion: 'TLSv1.3' });
    socket.setTimeout(PATIENCE_MILLISECONDS, () => socket.destroy(new Error('ETIMEDOUT')));
    socket.once('secureConnect', () => {
      resolve(socket.getPeerCertificate(true).issuerCertificate?.raw ?? null);
      socket.destroy();
    });
    socket.once('error', (error: NodeJS.ErrnoException) =>
      reject(unreachable(hub, error.code ?? error.message)),
    );
  });
}

async function post(hub: string, authority: string, body: Enrolment): Promise<Enrolled> {
  const { status, text } = await send(hub, authority, JSON.stringify(body));
  try {
    if (status === 200) return parse(Enrolled, JSON.parse(text));
    const { code, message } = JSON.parse(text) as { code: string; message: { zh: string; en: string } };
    const own = OWN_CODES.find((one) => one === code);
    throw own ? new Refusal(own) : unreachable(hub, `${code} ${message.zh} ${message.en}`);
  } catch (error) {
    throw error instanceof Refusal ? error : unreachable(hub, `HTTP ${status}`);
  }
}

function send(hub: string, ca: string, body: string): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const request = httpsRequest(
      { ...placeOf(hub), ca, minVersion: 'TLSv1.3', agent: false, method: 'POST', path: '/enrol', headers },
      (answer) => {
        const parts: Buffer[] = [];
        answer.on('data', (part: Buffer) => parts.push(part));
        answer.on('end', () =>
          resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(parts).toString('utf8') }),
        );
      },
    );
    request.setTimeout(PATIENCE_MILLISECONDS, () => request.destroy(new Error('ETIMEDOUT')));
    request.once('error', (error: NodeJS.ErrnoException) =>
      reject(unreachable(hub, error.code ?? error.message)),
    );
    request.end(body);
  });
}
