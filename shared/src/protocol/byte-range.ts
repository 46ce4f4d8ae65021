/** Which bytes of a file are asked for (RFC 9110 §14): one range, as who goes on after a cut asks for it. */

export interface ByteRange {
  readonly start: number;
  /** The last byte, itself included. */
  readonly end: number;
}

/**
 * The range that a Range header means of a file of `size` bytes: null for the whole file, which is also the answer to
 * forms that are not served; 'none' where the file has no such byte.
 */
export function byteRange(header: string | undefined, size: number): ByteRange | null | 'none' {
  const [, from, to] = /^bytes=(\d{1,15})-(\d{1,15})?$/.exec(header ?? '') ?? [];
  if (from === undefined) return null;
  const start = Number(from);
  const end = Math.min(size - 1, to === undefined ? size - 1 : Number(to));
  return start > end ? 'none' : { start, end };
}

/** Status and headers of the answer with these bytes; `whole` is as byteRange gives it. */
export function rangeAnswer(
  whole: ByteRange | null | 'none',
  size: number,
): { readonly status: number; readonly headers: Record<string, string> } {
  if (whole === 'none') return { status: 416, headers: { 'content-range': `bytes */${size}` } };
  const length = whole === null ? size : whole.end - whole.start + 1;
  const headers = { 'accept-ranges': 'bytes', 'content-length': String(length) };
  if (whole === null) return { status: 200, headers };
  return {
    status: 206,
    headers: { ...headers, 'content-range': `bytes ${whole.start}-${whole.end}/${size}` },
  };
}
