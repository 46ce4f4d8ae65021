/** Where the documents' files lie: in the data directory, each under its digest, and whole or not at all. */
import { createHash, randomBytes } from 'node:crypto';
import { createReadStream, existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { Refusal } from '#shared/catalogue/refusal.ts';
import { byteRange, rangeAnswer } from '#shared/protocol/byte-range.ts';
import { DRAFT, makeDirectory, renameDurably } from '../store/durable-file.ts';

/** Bytes at either end of a file in which a PDF says that it begins and ends (ISO 32000-2, 7.5.2 and 7.5.5). */
const ENDS = 1024;
/** A draft that nobody has written to for so long is of an upload that has died; several hubs share the directory. */
const STALE_MILLISECONDS = 24 * 3_600_000;

export function documentsIn(data: string): string {
  return join(data, 'documents');
}

function pathOf(data: string, digest: string): string {
  return join(documentsIn(data), `${digest}.pdf`);
}

/**
 * Takes a file as it comes and gives its digest and size once it is on the disk under them. Refuses
 * BID_DOCUMENT_TOO_LARGE, BID_DOCUMENT_NOT_PDF, BID_DOCUMENT_CUT, also where the sender goes away; nothing is left then.
 */
export async function shelve(
  data: string,
  source: Readable,
  megabytes: number,
): Promise<{ digest: string; size: number }> {
  makeDirectory(documentsIn(data));
  const draft = join(documentsIn(data), `${randomBytes(12).toString('hex')}${DRAFT}`);
  try {
    const taken = await pourInto(draft, source, megabytes);
    renameDurably(draft, pathOf(data, taken.digest));
    return taken;
  } catch (error) {
    rmSync(draft, { force: true });
    source.resume(); // who is refused is told so only once they have been heard out
    throw error;
  }
}

async function pourInto(draft: string, source: Readable, megabytes: number) {
  const file = await open(draft, 'wx', 0o600);
  try {
    const taken = await pour(source, file, megabytes);
    await file.sync();
    return taken;
  } finally {
    await file.close();
  }
}

async function pour(source: Readable, file: FileHandle, megabytes: number) {
  const hash = createHash('sha256');
  const limit = megabytes * 1_000_000;
  let size = 0;
  let head = Buffer.alloc(0);
  let tail = Buffer.alloc(0);
  try {
    for await (const chunk of source.iterator({ destroyOnReturn: false })) {
      const bytes = chunk as Buffer;
      size += bytes.length;
      if (size > limit) throw new Refusal('BID_DOCUMENT_TOO_LARGE', { limit: megabytes });
      if (head.length < ENDS) {
        head = Buffer.concat([head, bytes.subarray(0, ENDS - head.length)]);
        if (head.length >= 5 && !beginsAsPdf(head)) throw new Refusal('BID_DOCUMENT_NOT_PDF');
      }
      tail = Buffer.concat([tail, bytes]).subarray(-ENDS);
      hash.update(bytes);
      await file.writeFile(bytes);
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE') throw new Refusal('BID_DOCUMENT_CUT');
    throw error;
  }
  if (!beginsAsPdf(head)) throw new Refusal('BID_DOCUMENT_NOT_PDF');
  if (!/startxref\s+\d+\s+%%EOF/.test(tail.toString('latin1'))) throw new Refusal('BID_DOCUMENT_CUT');
  return { digest: hash.digest('hex'), size };
}

function beginsAsPdf(head: Buffer): boolean {
  return head.subarray(0, 5).toString('latin1') === '%PDF-';
}

/** The file as an answer, or the part of it that a Range header asks for. Refuses BID_DOCUMENT_UNKNOWN. */
export function documentAnswer(data: string, digest: string, range: string | undefined): Response {
  const path = pathOf(data, digest);
  if (!existsSync(path)) throw new Refusal('BID_DOCUMENT_UNKNOWN');
  const { size } = statSync(path);
  const asked = byteRange(range, size);
  const { status, headers } = rangeAnswer(asked, size);
  const bytes = asked === 'none' ? null : Readable.toWeb(createReadStream(path, asked ?? {}));
  return new Response(bytes as ReadableStream<Uint8Array> | null, {
    status,
    headers: {
      ...headers,
      'content-type': 'application/pdf',
      'content-disposition': `inline; filename="${digest.slice(0, 16)}.pdf"`,
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    },
  });
}

/** Whether the file is there with the bytes it is called by. */
export async function isShelved(data: string, digest: string): Promise<boolean> {
  const path = pathOf(data, digest);
  if (!existsSync(path)) return false;
  const hash = createHash('sha256');
  for await (const bytes of createReadStream(path)) hash.update(bytes as Buffer);
  return hash.digest('hex') === digest;
}

/** Takes away what uploads that died have left. */
export function removeDeadUploads(data: string, now: Date): void {
  const directory = documentsIn(data);
  if (!existsSync(directory)) return;
  for (const name of readdirSync(directory).filter((one) => one.endsWith(DRAFT))) {
    const { mtimeMs } = statSync(join(directory, name), { throwIfNoEntry: false }) ?? { mtimeMs: 0 };
    if (now.getTime() - mtimeMs > STALE_MILLISECONDS) rmSync(join(directory, name), { force: true });
  }
}
