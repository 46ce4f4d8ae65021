import { Refusal } from '#shared/catalogue/refusal.ts';
import { type BidDocument, DOCUMENTS_OF_A_BIDDER } from '#shared/protocol/bid-documents.ts';
import type { Actor, Command } from '../ledger/command.ts';
import { requireOwn } from '../projects/decide.ts';
import { type EnteredProject, findProject } from '../projects/reads.ts';
import { about } from '../scoring/advance.ts';
import { hasPledges } from '../scoring/reads.ts';
import type { Db } from '../store/database.ts';
import { documentsOf, type FiledDocument } from './reads.ts';

/** What a filing or a withdrawal finds. */
export interface DocumentGround {
  readonly existing: EnteredProject | null;
  readonly documents: readonly FiledDocument[];
  /** An expert has pledged, be it one who has left since: from then on bids are being read. */
  readonly begun: boolean;
}

export async function documentGround(db: Db, { project }: { project: string }): Promise<DocumentGround> {
  return {
    existing: await findProject(db, project),
    documents: await documentsOf(db, project),
    begun: await hasPledges(db, project),
  };
}

type OfBidder = { readonly project: string; readonly bidder: string };

/**
 * Refuses whatever keeps this agency from filing a document for this bidder: PROJECT_UNKNOWN, BIDDER_UNKNOWN,
 * BID_DOCUMENTS_BEGUN, BID_DOCUMENTS_MANY.
 */
export function requireFiling(ground: DocumentGround, { project, bidder }: OfBidder, actor: Actor): void {
  const { project: entered } = requireOwn(ground.existing, project, actor);
  if (!entered.bidders.some(({ id }) => id === bidder)) throw new Refusal('BIDDER_UNKNOWN', { bidder });
  if (ground.begun) throw new Refusal('BID_DOCUMENTS_BEGUN', { project });
  const own = ground.documents.filter((one) => one.bidder === bidder);
  if (own.length >= DOCUMENTS_OF_A_BIDDER)
    throw new Refusal('BID_DOCUMENTS_MANY', { bidder, limit: DOCUMENTS_OF_A_BIDDER });
}

/** Enters a document whose file lies on the disk under its digest. */
export const recordDocument: Command<BidDocument & { project: string }, DocumentGround, BidDocument> = {
  name: 'record-bid-document',
  load: documentGround,
  decide(ground, input, { actor }) {
    requireFiling(ground, input, actor);
    const { project, bidder, title, digest, size } = input;
    const same = ground.documents.find((one) => one.bidder === bidder && one.digest === digest);
    if (same) throw new Refusal('BID_DOCUMENT_EXISTS', { bidder, title: same.title });
    const document = { bidder, title, digest, size };
    return {
      events: [about(project, 'bid-document.filed', { project, ...document })],
      answer: document,
    };
  },
};

/** Withdraws a document; the ledger keeps that it was there. */
export const withdrawDocument: Command<OfBidder & { digest: string }, DocumentGround, null> = {
  name: 'withdraw-bid-document',
  load: documentGround,
  decide({ existing, documents, begun }, { project, bidder, digest }, { actor }) {
    requireOwn(existing, project, actor);
    if (!documents.some((one) => one.bidder === bidder && one.digest === digest))
      throw new Refusal('BID_DOCUMENT_UNKNOWN');
    if (begun) throw new Refusal('BID_DOCUMENTS_BEGUN', { project });
    return { events: [about(project, 'bid-document.withdrawn', { project, bidder, digest })], answer: null };
  },
};

/** Records that one of the staff has opened a document. */
export const recordOpening: Command<OfBidder & { digest: string }, null, null> = {
  name: 'record-document-opening',
  load: async () => null,
  decide: (_state, { project, bidder, digest }, { actor }) => ({
    events: [about(project, 'bid-document.read', { project, bidder, digest, reader: actor.id })],
    answer: null,
  }),
};
