import type { IncomingMessage } from 'node:http';
import { Refusal } from '#shared/catalogue/refusal.ts';
import { type BidDocumentsView, DocumentTitle } from '#shared/protocol/bid-documents.ts';
import { parse } from '#shared/protocol/parse.ts';
import { identifyPlain } from '../gateway/comers.ts';
import type { Routes } from '../gateway/hub.ts';
import { type RouteCall, route } from '../gateway/route.ts';
import { plan } from '../ledger/command.ts';
import { findProject, mayRead } from '../projects/reads.ts';
import { boothDocumentRoutes } from './booth-routes.ts';
import { documentGround, recordDocument, recordOpening, requireFiling, withdrawDocument } from './decide.ts';
import { documentAnswer, removeDeadUploads, shelve } from './shelf.ts';

const readers = ['agency', 'supervisor', 'discipline'] as const;

export const bidDocumentRoutes: Routes = (app, hub) => {
  const { spine, store, settings } = hub;
  const { data, documentMegabytes } = settings;
  removeDeadUploads(data, hub.now());
  boothDocumentRoutes(app, hub, identifyPlain(settings.boothLines));

  /** The documents of a project that this reader may know of. Refuses NOT_FOUND. */
  const known = async ({ param, session }: Pick<RouteCall<unknown>, 'param' | 'session'>) => {
    const project = param('id');
    const found = await findProject(store, project);
    if (!found || !mayRead(found, session)) throw new Refusal('NOT_FOUND');
    return documentGround(store, { project });
  };

  route(
    app,
    {
      method: 'GET',
      url: '/api/projects/:id/documents',
      summary: "The bids' documents of a project, with their digests",
      access: readers,
      charge: 'project',
    },
    async (call): Promise<BidDocumentsView> => {
      const { documents, begun } = await known(call);
      return { begun, limit: documentMegabytes * 1_000_000, documents: [...documents] };
    },
  );
  route(
    app,
    {
      method: 'GET',
      url: '/api/projects/:id/bids/:bidder/documents/:digest',
      summary: 'One document (PDF); each opening is recorded',
      access: readers,
      charge: 'project',
    },
    async (call) => {
      const { param, actor, request } = call;
      const { documents } = await known(call);
      const named = { project: param('id'), bidder: param('bidder'), digest: param('digest') };
      const document = documents.find((one) => one.bidder === named.bidder && one.digest === named.digest);
      if (!document) throw new Refusal('BID_DOCUMENT_UNKNOWN');
      await spine.do(plan(recordOpening, named), actor);
      return documentAnswer(data, document.digest, request.headers.range);
    },
  );
  route(
    app,
    {
      method: 'DELETE',
      url: '/api/projects/:id/bids/:bidder/documents/:digest',
      summary: 'Withdraw a document, before experts begin',
      access: ['agency'],
    },
    async ({ param, actor }) => {
      const named = { project: param('id'), bidder: param('bidder'), digest: param('digest') };
      await spine.do(plan(withdrawDocument, named), actor);
    },
  );
  // A scope of its own: nowhere else is a body taken as it comes.
  app.register(async (scope) => {
    scope.addContentTypeParser('application/pdf', (_request, payload, done) => done(null, payload));
    route(
      scope,
      {
        method: 'POST',
        url: '/api/projects/:id/bids/:bidder/documents',
        summary: 'File a document (application/pdf) under ?title=, before experts begin',
        access: ['agency'],
      },
      async ({ param, query, actor, request }) => {
        const { title } = parse(DocumentTitle, query);
        const named = { project: param('id'), bidder: param('bidder') };
        requireFiling(await documentGround(store, named), named, actor);
        if (Number(request.headers['content-length'] ?? 0) > documentMegabytes * 1_000_000)
          throw new Refusal('BID_DOCUMENT_TOO_LARGE', { limit: documentMegabytes });
        // A request without a body has no parser.
        const source = request.body as IncomingMessage | undefined;
        if (!source) throw new Refusal('BID_DOCUMENT_NOT_PDF');
        const file = await shelve(data, source, documentMegabytes);
        return spine.do(plan(recordDocument, { ...named, title, ...file }), actor);
      },
    );
  });
};
