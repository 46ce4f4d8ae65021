import { Type } from 'typebox';
import { BidDocument } from '../../protocol/bid-documents.ts';
import { closed, Hex32, Id, Line } from '../../protocol/primitives.ts';
import { defineEvents } from './entry.ts';

const topics = ['projects'] as const;

/** The bids' documents. Their bytes are not in the ledger; their digests are. */
export const bidDocumentEvents = defineEvents({
  'bid-document.filed': {
    payload: Type.Object({ project: Id, ...BidDocument.properties }, closed),
    topics,
    sealed: true, // whose bid it is
    zh: '投标人 {bidder} 的投标文件入库，摘要 {digest}',
    en: 'A document of the bid of {bidder} is filed; digest {digest}',
  },
  'bid-document.withdrawn': {
    payload: Type.Object({ project: Id, bidder: Id, digest: Hex32 }, closed),
    topics,
    sealed: true,
    zh: '投标人 {bidder} 的投标文件撤回，摘要 {digest}',
    en: 'A document of the bid of {bidder} is withdrawn; digest {digest}',
  },
  'bid-document.read': {
    payload: Type.Object({ project: Id, bidder: Id, digest: Hex32, reader: Line }, closed),
    topics: [],
    sealed: true,
    zh: '{reader} 打开了投标人 {bidder} 的投标文件，摘要 {digest}',
    en: '{reader} opened a document of the bid of {bidder}; digest {digest}',
  },
});
