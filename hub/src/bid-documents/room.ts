/**
 * The bids' documents: PDFs that the agency files for each bidder until the first expert has signed the pledge, and
 * that experts read in their booths from their own pledge on. Owns the table `bid_documents` and the files of the
 * directory `documents`, each under its digest; the ledger has whose it is, its title, digest and size.
 */
import type { Room } from '../ledger/command.ts';
import { bidDocumentProjection } from './tables.ts';

export const bidDocuments: Room = { name: 'bid-documents', projection: bidDocumentProjection };
