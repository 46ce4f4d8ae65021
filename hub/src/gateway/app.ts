/** The hub's server: what is turned away before any room sees it, the rooms' routes, the pages. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import fastifyStatic from '@fastify/static';
import swagger from '@fastify/swagger';
import { type FastifyError, type FastifyInstance, fastify } from 'fastify';
import { Refusal } from '#shared/catalogue/refusal.ts';
import { pagePolicyWith, pagesUnbuilt } from '#shared/protocol/page-policy.ts';
import { parse } from '#shared/protocol/parse.ts';
import { storeRefusal } from '../store/failures.ts';
import { readSessions } from './access.ts';
import { keepCharges } from './charge.ts';
import type { Hub, Routes } from './hub.ts';
import { liveRoute } from './live.ts';
import { trustedProxies } from './proxies.ts';

/** Most bytes of a request's body where a route does not say otherwise. */
const BODY_LIMIT = 1_048_576;

const pages = fileURLToPath(new URL('../../web/dist', import.meta.url));

export async function buildApp(hub: Hub, rooms: readonly Routes[]): Promise<FastifyInstance> {
  const proxies = trustedProxies(hub.settings.proxy);
  const app = fastify({
    trustProxy: proxies.length > 0 && proxies,
    bodyLimit: BODY_LIMIT,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 200 },
  });
  app.setValidatorCompiler<Parameters<typeof parse>[0]>(({ schema }) => (value) => ({
    value: parse(schema, value),
  }));
  answerRefusals(app);
  await app.register(helmet, pagePolicyWith(hub.settings.idReader));
  if (proxies.length > 0) keepToTls(app);
  await app.register(cookie);
  await app.register(rateLimit, {
    global: false,
    errorResponseBuilder: tooMany,
  });
  await app.register(swagger, { openapi: { info: { title: 'Kawei hub', version: '1' } } });
  app.addHook('onRequest', async ({ url }) => {
    if (/%00/.test(url)) throw new Refusal('NOT_FOUND'); // no name of anything has it, and no store takes it
  });
  readSessions(app, hub.store, hub.now);
  keepCharges(app, hub.store);
  await app.register(async (scope) => {
    for (const routes of rooms) routes(scope, hub);
    liveRoute(scope, hub);
    scope.get('/api/openapi.json', { schema: { hide: true } }, async () => app.swagger());
  });
  await servePages(app);
  return app;
}

/** How long a browser comes by TLS alone once it has been here so, in seconds: a year (RFC 6797). */
const TLS_SECONDS = 31_536_000;

/** Has browsers that came through TLS come so from then on. */
function keepToTls(app: FastifyInstance): void {
  app.addHook('onRequest', async ({ protocol }, reply) => {
    if (protocol === 'https') reply.header('strict-transport-security', `max-age=${TLS_SECONDS}`);
  });
}

/** How a limit on requests refuses. */
export const tooMany = (_request: unknown, { ttl }: { ttl: number }) =>
  new Refusal('TOO_MANY_REQUESTS', { seconds: Math.ceil(ttl / 1000) });

/** One shape for everything that is refused; what is not a refusal is a bug and answered as one. */
export function answerRefusals(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const refusal = asRefusal(error, request.routeOptions.bodyLimit);
    if (refusal) return reply.status(refusal.status).send(refusal.toMessage());
    process.stderr.write(`${error.stack ?? error.message}\n`);
    const message = {
      zh: '系统内部错误，已记录；请稍后重试或联系管理员。',
      en: 'An internal error; it was logged.',
    };
    return reply.status(500).send({ code: 'INTERNAL', message, faults: [] });
  });
}

function asRefusal(error: FastifyError, limit = BODY_LIMIT): Refusal | null {
  if ((error as unknown) instanceof Refusal) return error as unknown as Refusal;
  const failed = storeRefusal(error);
  if (failed) return failed;
  switch (error.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new Refusal('INPUT_TOO_LARGE', { limit });
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new Refusal('MEDIA_TYPE');
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
      return new Refusal('INPUT_NOT_JSON');
    default:
      return error.statusCode !== undefined && error.statusCode < 500 ? new Refusal('INPUT_NOT_JSON') : null;
  }
}

async function servePages(app: FastifyInstance): Promise<void> {
  const built = existsSync(pages);
  if (built) await app.register(fastifyStatic, { root: pages, wildcard: false });
  app.setNotFoundHandler((request, reply) => {
    const isPage =
      request.method === 'GET' && !request.url.startsWith('/api/') && !request.url.startsWith('/ledger/');
    if (!isPage) throw new Refusal('NOT_FOUND');
    // Every other address is a page of the one application, which finds its own way.
    if (built) return reply.sendFile('index.html');
    return reply.type('text/plain; charset=utf-8').send(pagesUnbuilt);
  });
}
