/** A bid's document for the page, from this terminal's disk: the same in both shells. */
import { createReadStream, statSync } from 'node:fs';
import { Readable } from 'node:stream';
import { byteRange, rangeAnswer } from '#shared/protocol/byte-range.ts';

/** `file`: as BoothCore.documentFile gives it; the range as the page's header says. */
export function documentAnswer(file: string | null, range: string | undefined): Response {
  const stats = file === null ? undefined : statSync(file, { throwIfNoEntry: false });
  if (file === null || !stats) return new Response(null, { status: 404 });
  const { size } = stats;
  const asked = byteRange(range, size);
  const { status, headers } = rangeAnswer(asked, size);
  const bytes = asked === 'none' ? null : Readable.toWeb(createReadStream(file, asked ?? {}));
  return new Response(bytes as ReadableStream<Uint8Array> | null, {
    status,
    headers: {
      ...headers,
      'content-type': 'application/pdf',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    },
  });
}
