/** The expert's page over HTTP, for this machine's own browser and for nobody else. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import helmet from '@fastify/helmet';
import fastifyStatic from '@fastify/static';
import { type FastifyInstance, fastify } from 'fastify';
import { Refusal } from '#shared/catalogue/refusal.ts';
import { pagePolicy, pagesUnbuilt } from '#shared/protocol/page-policy.ts';
import { documentAnswer } from './document-answer.ts';

const built = fileURLToPath(new URL('../../ui/dist', import.meta.url));

/** Names this machine has for itself. A page that reaches the port under another name was led here by a stranger. */
const ownNames = ['127.0.0.1', 'localhost'];

/**
 * Serves the built page, and to it the documents whose file `documentFile` gives. Every request must name this machine
 * itself, and a document is asked for by the page alone.
 */
export async function buildPages(documentFile: (digest: string) => string | null): Promise<FastifyInstance> {
  const app = fastify({ forceCloseConnections: true });
  app.addHook('onRequest', async (request, reply) => {
    if (isOwnHost(request.headers.host)) return;
    const refusal = new Refusal('CROSS_SITE');
    await reply.status(refusal.status).send(refusal.toMessage());
  });
  await app.register(helmet, pagePolicy);
  app.get('/documents/:digest', (request, reply) => {
    if (request.headers['sec-fetch-site'] !== 'same-origin') throw new Refusal('CROSS_SITE');
    const { digest } = request.params as { digest: string };
    return reply.send(documentAnswer(documentFile(digest), request.headers.range));
  });
  app.setErrorHandler((error, _request, reply) => {
    if (!(error instanceof Refusal)) throw error;
    return reply.status(error.status).send(error.toMessage());
  });
  if (existsSync(built)) await app.register(fastifyStatic, { root: built, cacheControl: false });
  else {
    app.get('/', (_request, reply) => reply.type('text/plain; charset=utf-8').send(pagesUnbuilt));
  }
  app.setNotFoundHandler((_request, reply) => {
    const refusal = new Refusal('NOT_FOUND');
    return reply.status(refusal.status).send(refusal.toMessage());
  });
  return app;
}

/** Whether a Host header names this machine's loopback, under whatever port. */
export function isOwnHost(host: string | undefined): boolean {
  return ownNames.includes((host ?? '').replace(/:\d+$/, ''));
}

/** Whether an Origin header is that of this booth's own page at this port. */
export function isOwnOrigin(origin: string | undefined, port: number): boolean {
  return ownNames.some((name) => origin === `http://${name}:${port}`);
}
