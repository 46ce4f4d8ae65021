/** The bids' documents (投标文件): PDFs that the agency files for each bidder, read in the booths beside the marks. */
import { type Static, Type } from 'typebox';
import { closed, Hex32, Id, Line } from './primitives.ts';

/** The most documents of one bidder. */
export const DOCUMENTS_OF_A_BIDDER = 20;

export const BidDocument = Type.Object(
  {
    bidder: Id,
    title: Line,
    /** SHA-256 of the file, by which it is asked for. */
    digest: Hex32,
    /** Bytes of the file. */
    size: Type.Integer({ minimum: 1 }),
  },
  closed,
);
export type BidDocument = Static<typeof BidDocument>;

/** GET /booth/documents (a booth): the documents of the project whose expert sits there, by bidder. */
export const BidDocumentList = Type.Object({ documents: Type.Array(BidDocument) }, closed);
export type BidDocumentList = Static<typeof BidDocumentList>;

/** Query of POST /api/projects/:id/bids/:bidder/documents, whose body is the file (application/pdf). */
export const DocumentTitle = Type.Object({ title: Line }, closed);

/** GET /api/projects/:id/documents → BidDocumentsView (agency, supervisor, discipline) */
export interface BidDocumentsView {
  /** Experts have begun: nothing is filed or withdrawn any more. */
  begun: boolean;
  /** Most bytes of one file. */
  limit: number;
  documents: (BidDocument & { filedAt: string })[];
}
