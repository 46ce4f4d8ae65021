/**
 * DER (X.690) as far as signatures need it: written from parts, and read without a copy. Reading is strict: what has
 * another encoding than the one DER gives it is refused, so that the same bytes always mean the same.
 */

export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bits: 0x03,
  octets: 0x04,
  null: 0x05,
  oid: 0x06,
  utf8: 0x0c,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const;

/** The tag of `[number]`, constructed (EXPLICIT, or IMPLICIT of something constructed). */
export const tagged = (number: number): number => 0xa0 | number;

/** One element: its tag, its content, and the whole of it. */
export interface Der {
  readonly tag: number;
  readonly content: Uint8Array;
  readonly whole: Uint8Array;
}

/** Encodes one element around its content. */
export function der(tag: number, ...content: readonly Uint8Array[]): Uint8Array {
  let length = 0;
  for (const part of content) length += part.length;
  const header = headerOf(tag, length);
  const bytes = new Uint8Array(header.length + length);
  bytes.set(header);
  let at = header.length;
  for (const part of content) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

function headerOf(tag: number, length: number): number[] {
  if (length < 0x80) return [tag, length];
  const bytes: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  return [tag, 0x80 | bytes.length, ...bytes];
}

export const sequence = (...content: readonly Uint8Array[]): Uint8Array => der(TAG.sequence, ...content);
export const octets = (bytes: Uint8Array): Uint8Array => der(TAG.octets, bytes);
export const utf8 = (text: string): Uint8Array => der(TAG.utf8, new TextEncoder().encode(text));
export const derNull = der(TAG.null);

/** A whole number from 0 to 127. */
export const small = (value: number): Uint8Array => der(TAG.integer, Uint8Array.of(value));

/** An object identifier from its dotted text. */
export function oid(text: string): Uint8Array {
  const [first = 0, second = 0, ...rest] = text.split('.').map(Number);
  const bytes: number[] = [];
  for (const arc of [first * 40 + second, ...rest]) {
    const digits = [arc % 128];
    for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128))
      digits.unshift((left % 128) | 0x80);
    bytes.push(...digits);
  }
  return der(TAG.oid, Uint8Array.from(bytes));
}

/** The dotted text of an object identifier's content. */
export function oidText(content: Uint8Array): string {
  const arcs: number[] = [];
  let arc = 0;
  for (const byte of content) {
    arc = arc * 128 + (byte & 0x7f);
    if (byte >= 0x80) continue;
    arcs.push(arc);
    arc = 0;
  }
  const [first = 0, ...rest] = arcs;
  const top = Math.min(Math.floor(first / 40), 2);
  return [top, first - 40 * top, ...rest].join('.');
}

/** UTCTime: two digits of the year, of 1950 to 2049; to the second. Any other date has no such encoding and throws. */
export function utcTime(date: Date): Uint8Array {
  const year = date.getUTCFullYear();
  if (!(year >= 1950 && year < 2050)) throw new Error('a date that UTCTime has not');
  const digits = date.toISOString().slice(2, 19).replace(/[-:T]/g, '');
  return der(TAG.utcTime, new TextEncoder().encode(`${digits}Z`));
}

/** GeneralizedTime in UTC, to the millisecond, without zeros at its end (X.690 §11.7). */
export function generalizedTime(date: Date): Uint8Array {
  const [whole = '', fraction = ''] = date
    .toISOString()
    .replace(/[-:TZ]/g, '')
    .split('.');
  const rest = fraction.replace(/0+$/, '');
  return der(TAG.generalizedTime, new TextEncoder().encode(`${whole}${rest ? `.${rest}` : ''}Z`));
}

/** The date of a UTCTime's content. Throws where it is none. */
export function dateOfUtcTime(content: Uint8Array): Date {
  const text = new TextDecoder().decode(content);
  const [, year = '', month, day, hour, minute, second] =
    /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(text) ?? [];
  return dateOf(`${Number(year) < 50 ? 20 : 19}${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`);
}

/** The date of a GeneralizedTime's content in UTC; what is below a millisecond is cut. Throws where it is none. */
export function dateOfGeneralizedTime(content: Uint8Array): Date {
  const text = new TextDecoder().decode(content);
  const [, year, month, day, hour, minute, second, fraction = ''] =
    /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.(\d+))?Z$/.exec(text) ?? [];
  return dateOf(
    `${year}-${month}-${day}T${hour}:${minute}:${second}.${fraction.slice(0, 3).padEnd(3, '0')}Z`,
  );
}

/** A date that its text names exactly: there is no 30 February, and no hour 24. */
function dateOf(text: string): Date {
  const date = new Date(text);
  if (Number.isNaN(date.getTime()) || date.toISOString() !== text) throw new Error('no such time');
  return date;
}

/** Elements in the order DER asks of a SET OF: by their encodings. */
export function setOf(elements: readonly Uint8Array[], tag: number = TAG.set): Uint8Array {
  return der(tag, ...[...elements].sort(compareBytes));
}

export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const shared = Math.min(a.length, b.length);
  for (let index = 0; index < shared; index++) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** A copy of the bytes with a buffer of their own, as the ASN.1 and WebCrypto interfaces ask for. */
export function bufferOf(bytes: Uint8Array): ArrayBuffer {
  return new Uint8Array(bytes).buffer;
}

export const isSame = (a: Uint8Array, b: Uint8Array): boolean => compareBytes(a, b) === 0;

/** Reads exactly one element. Throws on anything beside it. */
export function readDer(bytes: Uint8Array): Der {
  const [only, another] = readAll(bytes);
  if (!only || another) throw new Error('not one DER element');
  return only;
}

/** The elements within a constructed one of this tag. */
export function partsOf(element: Der | undefined, tag: number = TAG.sequence): Der[] {
  if (element?.tag !== tag) throw new Error('another DER element than expected');
  return readAll(element.content);
}

/** The content of an element of this tag. */
export function contentOf(element: Der | undefined, tag: number): Uint8Array {
  if (element?.tag !== tag) throw new Error('another DER element than expected');
  return element.content;
}

/** The magnitude of an INTEGER that is not negative, without zeros before it. Throws on another encoding of it. */
export function unsignedOf(element: Der | undefined): Uint8Array {
  const content = contentOf(element, TAG.integer);
  const [first = 0x80, second = 0] = content;
  if (first >= 0x80 || (first === 0 && content.length > 1 && second < 0x80))
    throw new Error('no shortest INTEGER from zero on');
  return first === 0 ? content.subarray(1) : content;
}

/** Whether an element is the INTEGER of this value, from 0 to 127. */
export function isSmall(element: Der | undefined, value: number): boolean {
  return element !== undefined && isSame(element.whole, small(value));
}

/** Exactly so many elements. */
export function exactly<N extends 1 | 2>(count: N, elements: readonly Der[]) {
  if (elements.length !== count) throw new Error('another number of DER elements');
  return elements as unknown as N extends 1 ? readonly [Der] : readonly [Der, Der];
}

/** Optional elements, by their tags and in this order; anything else throws. */
export function optional(elements: readonly Der[], tags: readonly number[]): (Der | undefined)[] {
  const found: (Der | undefined)[] = tags.map(() => undefined);
  let next = 0;
  for (const element of elements) {
    const at = tags.indexOf(element.tag, next);
    if (at < 0) throw new Error('another DER element than expected');
    found[at] = element;
    next = at + 1;
  }
  return found;
}

function readAll(bytes: Uint8Array): Der[] {
  const elements: Der[] = [];
  for (let at = 0; at < bytes.length; ) {
    const { start, end } = extent(bytes, at);
    elements.push({
      tag: bytes[at] ?? 0,
      content: bytes.subarray(start, end),
      whole: bytes.subarray(at, end),
    });
    at = end;
  }
  return elements;
}

/** Where the content of the element at `at` lies. Lengths beyond four bytes and many-byte tags are not read. */
export function extent(bytes: Uint8Array, at: number): { start: number; end: number } {
  const first = bytes[at + 1];
  if (first === undefined || ((bytes[at] ?? 0) & 0x1f) === 0x1f) throw new Error('no DER element');
  let length = first;
  let start = at + 2;
  if (first >= 0x80) {
    const count = first & 0x7f;
    if (count < 1 || count > 4) throw new Error('no DER length');
    length = 0;
    for (let n = 0; n < count; n++) length = length * 256 + (bytes[start + n] ?? 0);
    if (length < 0x80 || length < 256 ** (count - 1)) throw new Error('not the shortest DER length');
    start += count;
  }
  if (start + length > bytes.length) throw new Error('a DER element is cut');
  return { start, end: start + length };
}
