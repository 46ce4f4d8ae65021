/** Serves a built page application from its folder, as the hub does: unknown addresses give index.html. */
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/** The policy the hub sends, so that a page that would break it breaks here. */
const policyWith = (service: string) =>
  `default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self' ${service}; object-src 'none'; script-src-attr 'none'`;

export interface DistServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Answers what is asked under `/api/`. */
export type Api = (request: IncomingMessage, response: ServerResponse) => void;

/** Starts the server on a free port of the loopback; its pages may also reach `service`. */
export async function serveDist(folder: string, api: Api, service = ''): Promise<DistServer> {
  const server = createServer(async (request, response) => {
    if (request.url?.startsWith('/api/')) return api(request, response);
    const path = normalize(new URL(request.url ?? '/', 'http://page').pathname);
    const name = extname(path) ? path : '/index.html';
    const bytes = await readFile(join(folder, name)).catch(() => null);
    if (!bytes) return void response.writeHead(404).end();
    response.writeHead(200, {
      'content-type': types[extname(name)] ?? 'application/octet-stream',
      'content-security-policy': policyWith(service),
      'cache-control': name === '/index.html' ? 'no-cache' : 'max-age=600',
    });
    response.end(bytes);
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
