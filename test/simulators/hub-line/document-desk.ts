/** The stand-in hub's documents of bids, which it can cut, spoil or withhold. */
import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Refusal } from '#shared/catalogue/refusal.ts';
import type { BidDocument } from '#shared/protocol/bid-documents.ts';

export class DocumentDesk {
  readonly list: BidDocument[] = [];
  readonly #bytes = new Map<string, Buffer>();
  /** First bytes of the ranges that were asked for, by digest. */
  readonly asked: { digest: string; from: number }[] = [];
  /** Answers stop after so many bytes. */
  cutAfter = Number.POSITIVE_INFINITY;
  /** Breaks off the answer that has stopped; what its reader has not taken by then, it loses. */
  breakOff = () => {};
  /** What is refused after an answer has stopped, until that is taken back. */
  afterCut: Refusal | null = null;
  /** The next answer has other bytes. */
  spoil = false;
  /** Every question is refused with this. */
  refusal: Refusal | null = null;

  /** Files a document as the agency would. */
  file(bidder: string, title: string, bytes: Buffer): BidDocument {
    const digest = createHash('sha256').update(bytes).digest('hex');
    const document = { bidder, title, digest, size: bytes.length };
    this.list.push(document);
    this.#bytes.set(digest, bytes);
    return document;
  }

  answer(request: IncomingMessage, response: ServerResponse): void {
    const [, digest] = /^\/booth\/documents(?:\/(\w+))?$/.exec(request.url ?? '') ?? [];
    const bytes = digest === undefined ? null : this.#bytes.get(digest);
    const refusal = this.refusal ?? (bytes === undefined ? new Refusal('BID_DOCUMENT_UNKNOWN') : null);
    if (refusal) {
      response.writeHead(refusal.status).end(JSON.stringify(refusal.toMessage()));
      return;
    }
    if (!bytes) {
      response.end(JSON.stringify({ documents: this.list }));
      return;
    }
    const from = Number(/\d+/.exec(request.headers.range ?? '')?.[0] ?? 0);
    this.asked.push({ digest: digest ?? '', from });
    const sent = Buffer.from(bytes.subarray(from));
    if (this.spoil) sent.fill(0x20);
    this.spoil = false;
    response.writeHead(from > 0 ? 206 : 200, { 'content-length': sent.length });
    if (sent.length <= this.cutAfter) response.end(sent);
    else this.#stop(sent, response);
  }

  #stop(sent: Buffer, response: ServerResponse): void {
    this.refusal = this.afterCut;
    response.write(sent.subarray(0, this.cutAfter));
    this.breakOff = () => response.destroy();
  }
}
