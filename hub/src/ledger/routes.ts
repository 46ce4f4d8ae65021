import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { FastifyReply } from 'fastify';
import { Refusal } from '#shared/catalogue/refusal.ts';
import { TILE_WIDTH, type Tile, tilePath } from '#shared/ledger/tiles.ts';
import { pemOf } from '#shared/signature/certificates.ts';
import type { Routes } from '../gateway/hub.ts';
import { cosignedCheckpoint } from '../witnesses/cosigned.ts';
import { latestCheckpoint } from './checkpoints.ts';
import { proofOf, tileBytes } from './published.ts';

/** What never changes may be kept for ever; a checkpoint is new at each asking (tlog-tiles). */
const IMMUTABLE = 'public, max-age=31536000, immutable';

const compressed = promisify(gzip);

/** Whether a client takes gzip (RFC 9110 §12.5.3); what it weighs with nothing it does not take. */
const takesGzip = (accepted = '') => /(?:^|[\s,])gzip\s*(?:$|,|;\s*q=(?:1|0\.\d*[1-9]))/i.test(accepted);

/** The published ledger, for anybody: nothing in it is more than a salted digest. */
export const ledgerRoutes: Routes = (app, { store, logKey, identity, timeAuthority, witnesses }) => {
  const hide = { schema: { hide: true } };
  const text = (reply: FastifyReply) =>
    reply.type('text/plain; charset=utf-8').header('cache-control', 'no-cache');
  app.get('/ledger/checkpoint', hide, async (_request, reply) => {
    const checkpoint = await latestCheckpoint(store);
    if (!checkpoint) throw new Refusal('NOT_FOUND');
    return text(reply).send(checkpoint.note);
  });
  app.get('/ledger/key', hide, async (_request, reply) => text(reply).send(`${logKey.verifierKey}\n`));
  app.get('/ledger/ca.pem', hide, async (_request, reply) =>
    text(reply).send([identity.rootPem, ...(timeAuthority?.anchors ?? []).map(pemOf)].join('')),
  );
  app.get('/ledger/proof/:name', hide, async (request, reply) => {
    const { name } = request.params as { name: string };
    const index = Number(/^(0|[1-9]\d{0,14})\.tlog-proof$/.exec(name)?.[1] ?? Number.NaN);
    const checkpoint = Number.isNaN(index) ? null : await cosignedCheckpoint({ store, witnesses }, index + 1);
    if (!checkpoint) throw new Refusal('NOT_FOUND');
    return text(reply).send(await proofOf(store, index, checkpoint));
  });
  app.get('/ledger/tile/*', hide, async (request, reply) => {
    const tile = tileAt((request.params as { '*': string })['*']);
    const size = (await latestCheckpoint(store))?.size ?? 0;
    const bytes = tile && (await tileBytes(store, tile, size));
    if (!bytes) throw new Refusal('NOT_FOUND');
    reply.type('application/octet-stream').header('cache-control', IMMUTABLE);
    if (tile.level !== 'entries') return reply.send(Buffer.from(bytes)); // hashes do not shrink
    reply.header('vary', 'accept-encoding');
    if (!takesGzip(request.headers['accept-encoding'])) return reply.send(Buffer.from(bytes));
    return reply.header('content-encoding', 'gzip').send(await compressed(bytes));
  });
};

/** The tile an address names in its one right writing; null for any other. */
function tileAt(path: string): Tile | null {
  const [, level = '', place = '', width] =
    /^(entries|[0-9]|[1-5][0-9]|6[0-3])\/((?:x\d{3}\/)*\d{3})(?:\.p\/(\d{1,3}))?$/.exec(path) ?? [];
  if (level === '') return null;
  const tile: Tile = {
    level: level === 'entries' ? level : Number(level),
    index: Number(place.replaceAll(/[x/]/g, '')),
    width: width === undefined ? TILE_WIDTH : Number(width),
  };
  return tilePath(tile) === `tile/${path}` ? tile : null;
}
