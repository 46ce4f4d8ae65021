/**
 * The documents as terminals fetch them, at the port of their lines: who asks is known by the certificate of the
 * connection, or on the hub's own machine by the terminal's token; and is told only what the expert there may read.
 */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Refusal } from '#shared/catalogue/refusal.ts';
import type { BidDocument, BidDocumentList } from '#shared/protocol/bid-documents.ts';
import { type Identify, requireStanding, requireToken } from '../gateway/comers.ts';
import type { Hub } from '../gateway/hub.ts';
import { reportOf } from '../reports/reads.ts';
import { loadScene } from '../scoring/scene.ts';
import { findBooth } from '../venues/reads.ts';
import { documentsOf } from './reads.ts';
import { documentAnswer } from './shelf.ts';

type Serving = Pick<Hub, 'store' | 'settings' | 'now'>;

/** Serves booths on this server, each as whom `identify` says. */
export function boothDocumentRoutes(app: FastifyInstance, hub: Hub, identify: Identify): void {
  const hide = { schema: { hide: true } };
  const readable = async (request: FastifyRequest) => readableAt(hub, await boothOf(hub, identify, request));
  app.get('/booth/documents', hide, async (request): Promise<BidDocumentList> => {
    return { documents: await readable(request) };
  });
  app.get('/booth/documents/:digest', hide, async (request, reply) => {
    const { digest } = request.params as { digest: string };
    const document = (await readable(request)).find((one) => one.digest === digest);
    if (!document) throw new Refusal('BID_DOCUMENT_UNKNOWN');
    return reply.send(documentAnswer(hub.settings.data, document.digest, request.headers.range));
  });
}

/** Which booth asks: its certificate says it; a name is believed only with its own token. */
async function boothOf(hub: Hub, identify: Identify, { raw }: FastifyRequest): Promise<string> {
  const comer = identify(raw);
  if (comer.kind === 'turned-away') throw comer.refusal;
  if (comer.kind === 'certificate') return (await requireStanding(hub, comer)).booth;
  const [, shown = ''] = /^Basic (\S+)$/.exec(raw.headers.authorization ?? '') ?? [];
  const [booth = '', token = ''] = Buffer.from(shown, 'base64').toString().split(':');
  const known = await findBooth(hub.store, booth);
  requireToken(known, token);
  return known.id;
}

/**
 * What may be read at a booth: the documents of its expert's project, from their own pledge until they leave, are
 * replaced, withdraw, or the report is sealed. Refuses SESSION_REQUIRED, MEMBER_GONE, MEMBER_RECUSED,
 * BID_DOCUMENTS_BEFORE_PLEDGE, BID_DOCUMENTS_OVER.
 */
async function readableAt({ store }: Serving, booth: string): Promise<BidDocument[]> {
  const { project, me } = await loadScene(store, { kind: 'booth', id: booth });
  if (me.pledgedAt === null) throw new Refusal('BID_DOCUMENTS_BEFORE_PLEDGE');
  if ((await reportOf(store, project.id))?.sealedAt) throw new Refusal('BID_DOCUMENTS_OVER');
  const documents = await documentsOf(store, project.id);
  return documents.map(({ bidder, title, digest, size }) => ({ bidder, title, digest, size }));
}
