/** Who asks: session cookies, and the refusal of requests that another site's page has caused. */
import { randomBytes } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { sha256Hex } from '#shared/canonical/index.ts';
import { Refusal } from '#shared/catalogue/refusal.ts';
import { findSession } from '../people/reads.ts';
import type { Store } from '../store/database.ts';

const COOKIE = 'kawei_session';

export function readSessions(app: FastifyInstance, store: Store, now: () => Date): void {
  app.decorateRequest('session', null);
  app.addHook('onRequest', async (request) => {
    requireOwnSite(request);
    const token = request.cookies[COOKIE];
    request.session = token ? await findSession(store, sha256Hex(token), now().toISOString()) : null;
  });
}

/** Digest of the request's session token; '' without one. */
export function sessionDigest(request: FastifyRequest): string {
  const token = request.cookies[COOKIE];
  return token ? sha256Hex(token) : '';
}

/**
 * Makes a session token, puts it into an httpOnly cookie, and gives its digest, which alone is stored. The cookie goes by
 * TLS alone where it came so, which a trusted proxy says (KAWEI_PROXY): on plain loopback it would never come back.
 */
export function giveSession(reply: FastifyReply): string {
  const token = randomBytes(32).toString('base64url');
  const secure = reply.request.protocol === 'https';
  reply.setCookie(COOKIE, token, { path: '/', httpOnly: true, sameSite: 'strict', secure });
  return sha256Hex(token);
}

export function takeSession(reply: FastifyReply): void {
  reply.clearCookie(COOKIE, { path: '/' });
}

/**
 * Refuses a changing request that comes from another site (CSRF): browsers say so in Sec-Fetch-Site, older ones
 * in Origin. A client that is not a browser sends neither and has no cookies of anybody to misuse.
 */
function requireOwnSite(request: FastifyRequest): void {
  if (request.method === 'GET' || request.method === 'HEAD' || request.method === 'OPTIONS') return;
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') throw new Refusal('CROSS_SITE');
  const { origin, host } = request.headers;
  if (origin !== undefined && URL.parse(origin)?.host !== host) throw new Refusal('CROSS_SITE');
}
