/**
 * The booths' port: TLS 1.3, on which a terminal enrols with its code and, from then on, shows its certificate. The
 * handshake itself takes anybody, since who enrols has no certificate yet and whoever is refused is to be told why;
 * a line is opened for certificates of the booths' authority alone, and a session is never resumed, so that each line
 * shows its certificate anew.
 */
import { constants } from 'node:crypto';
import type { Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import rateLimit from '@fastify/rate-limit';
import { type FastifyInstance, fastify } from 'fastify';
import { bytesOfBase64, digestOf, sha256Hex } from '#shared/canonical/index.ts';
import { Refusal } from '#shared/catalogue/refusal.ts';
import { type Enrolled, Enrolment, machineUri } from '#shared/protocol/enrolment.ts';
import { parse } from '#shared/protocol/parse.ts';
import { answerRefusals, tooMany } from '../gateway/app.ts';
import type { BoothDoor } from '../gateway/booths.ts';
import { type Identify, identifyTls } from '../gateway/comers.ts';
import type { Hub } from '../gateway/hub.ts';
import { hubActor, plan } from '../ledger/command.ts';
import type { BoothAuthority } from './authority.ts';
import { issueForBooth, issueForHub, readRequest } from './certificates.ts';
import { enrolBooth, refuseEnrolment, requireUsable } from './decide.ts';
import { findCode } from './reads.ts';
import { Turnstile } from './turnstile.ts';

const BODY_LIMIT = 262_144;
const HANDSHAKE_MILLISECONDS = 10_000;
/** Codes one address may try in a minute: a whole hall may stand behind one, and a code has 60 bits. */
const TRIES_PER_MINUTE = 60;

/** What is served to terminals beside their lines. */
export type BoothRoutes = (app: FastifyInstance, hub: Hub, identify: Identify) => void;

export interface BoothPort {
  /** `wss://HOST:PORT`. */
  readonly address: string;
  close(): Promise<void>;
}

/** Opens the port. */
export async function openBoothPort(
  hub: Hub,
  authority: BoothAuthority,
  door: BoothDoor,
  routes: BoothRoutes,
): Promise<BoothPort> {
  const { tlsHost: host, tlsPort, port: plainPort } = hub.settings;
  const ca = pemOf(authority.certificate);
  const { key, cert } = await issueForHub(authority, hub.now());
  const app = fastify({
    bodyLimit: BODY_LIMIT,
    forceCloseConnections: true,
    https: {
      key,
      cert: `${cert}\n${ca}`, // with the authority, by which a terminal knows the hub from its code
      ca,
      requestCert: true,
      rejectUnauthorized: false,
      minVersion: 'TLSv1.3',
      secureOptions: constants.SSL_OP_NO_TICKET,
      handshakeTimeout: HANDSHAKE_MILLISECONDS,
      pauseOnConnect: true,
    },
  }) as unknown as FastifyInstance;
  answerRefusals(app);
  await app.register(rateLimit, { global: false, errorResponseBuilder: tooMany });
  app.post(
    '/enrol',
    { config: { rateLimit: { max: TRIES_PER_MINUTE, timeWindow: 60_000 } } },
    async ({ body, ip }) => enrol(hub, authority, parse(Enrolment, body), ip),
  );
  routes(app, hub, identifyTls);
  app.setNotFoundHandler(() => {
    throw new Refusal('NOT_FOUND');
  });
  door.attach(app.server, identifyTls);
  const turnstile = new Turnstile(app.server as unknown as Server, hub.timers);
  await app.listen({ host, port: plainPort === 0 ? 0 : tlsPort });
  const { port } = app.server.address() as AddressInfo;
  const close = async () => {
    turnstile.close();
    await app.close();
  };
  return { address: `wss://${host}:${port}`, close };
}

/** The authority as PEM. */
export function pemOf(der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

async function enrol(
  hub: Hub,
  authority: BoothAuthority,
  { secret, request, fingerprint }: Enrolment,
  address: string,
): Promise<Enrolled> {
  const { store, spine, now, settings } = hub;
  const asked = await readRequest(bytesOfBase64(request));
  if (!asked.uris.includes(machineUri(digestOf(fingerprint)))) throw new Refusal('ENROLMENT_REQUEST_INVALID');
  const code = sha256Hex(secret);
  try {
    const at = now();
    const { booth } = requireUsable(await findCode(store, code), asked.key, at.toISOString());
    const days = settings.certificateDays;
    const issued = await issueForBooth(authority, { booth, request: asked, now: at, days });
    return await spine.do(plan(enrolBooth, { code, issued, fingerprint }), { kind: 'booth', id: booth });
  } catch (error) {
    if (error instanceof Refusal && error.status === 403)
      await spine.do(plan(refuseEnrolment, { address, refusal: error }), hubActor);
    throw error;
  }
}
