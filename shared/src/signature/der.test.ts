import * as asn1js from 'asn1js';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import * as DER from './der.ts';

/** What is encoded: a tag with bytes, or with more of the same. */
type Tree = { readonly tag: number; readonly content: Uint8Array | readonly Tree[] };

const leaf = fc.record({
  tag: fc.constantFrom(DER.TAG.octets, DER.TAG.utf8, 0x80, 0x81),
  content: fc.uint8Array({ maxLength: 400 }),
});
const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    fc.record({
      tag: fc.constantFrom(DER.TAG.sequence, DER.TAG.set, DER.tagged(0), DER.tagged(3)),
      content: fc.array(tie('tree'), { maxLength: 5 }),
    }),
  ),
}));

function written({ tag, content }: Tree): Uint8Array {
  return content instanceof Uint8Array ? DER.der(tag, content) : DER.der(tag, ...content.map(written));
}

/** Reads as deep as the tree says. */
function read(element: DER.Der, like: Tree): Tree {
  if (like.content instanceof Uint8Array)
    return { tag: element.tag, content: Uint8Array.from(DER.contentOf(element, like.tag)) };
  const parts = DER.partsOf(element, like.tag);
  const children = like.content;
  expect(parts.length).toBe(children.length);
  return { tag: element.tag, content: parts.map((part, n) => read(part, children[n] as Tree)) };
}

describe('whatever is written', () => {
  test('is read again as it was, and another program reads it and writes the same', () => {
    fc.assert(
      fc.property(tree, (one) => {
        const bytes = written(one);
        expect(read(DER.readDer(bytes), one)).toEqual(one);
        const { result, offset } = asn1js.fromBER(DER.bufferOf(bytes));
        expect(offset).toBe(bytes.length);
        expect(DER.isSame(new Uint8Array(result.toBER()), bytes)).toBe(true);
      }),
    );
  });

  test('is not read where it is cut or longer', () => {
    fc.assert(
      fc.property(tree, fc.nat(), fc.uint8Array({ minLength: 1, maxLength: 3 }), (one, cut, more) => {
        const bytes = written(one);
        expect(() => DER.readDer(bytes.subarray(0, cut % bytes.length))).toThrow();
        expect(() => DER.readDer(Uint8Array.from([...bytes, ...more]))).toThrow();
      }),
    );
  });

  test('has no other bytes that are read as the same', () => {
    fc.assert(
      fc.property(tree, fc.nat(), fc.integer({ min: 1, max: 255 }), (one, at, change) => {
        const bytes = written(one);
        const changed = Uint8Array.from(bytes);
        changed[at % bytes.length] = (bytes[at % bytes.length] ?? 0) ^ change;
        let again: Tree | null = null;
        try {
          again = read(DER.readDer(changed), one);
        } catch {
          return; // not read at all, or not as deep
        }
        expect(again).not.toEqual(one);
      }),
    );
  });
});

const bytesOf = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'));

describe('what BER allows and DER does not', () => {
  it.each([
    ['a length in the long form that fits the short one', '04810141'],
    ['a length with a zero before it', `04820080${'00'.repeat(128)}`],
    ['an indefinite length', '2480040141' + '0000'],
    ['a length of the length that is reserved', `04ff${'00'.repeat(127)}`],
    ['a length of five bytes', '04850000000141'],
    ['a tag of many bytes', '1f810100'],
    ['nothing', ''],
    ['a tag alone', '04'],
    ['a length that is cut', '0482'],
  ])('%s is not read', (_what, hex) => {
    expect(() => DER.readDer(bytesOf(hex))).toThrow();
  });

  it.each(['0200', '020180', '02020001', '0203000080', '0201ff'])(
    'the INTEGER %s is no unsigned one',
    (hex) => {
      expect(() => DER.unsignedOf(DER.readDer(bytesOf(hex)))).toThrow();
    },
  );

  test('an unsigned INTEGER is read without zeros before it', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 528n }), (value) => {
        const hex = value.toString(16);
        const bytes = bytesOf(hex.length % 2 ? `0${hex}` : hex);
        const encoded = new Uint8Array(asn1js.Integer.fromBigInt(value).toBER());
        const [first = 0] = bytes;
        expect(DER.unsignedOf(DER.readDer(encoded))).toEqual(first === 0 ? new Uint8Array() : bytes);
      }),
    );
  });
});

describe('times', () => {
  const date = (min: string, max: string) =>
    fc.date({ min: new Date(min), max: new Date(max), noInvalidDate: true });

  test('are read as they were written', () => {
    fc.assert(
      fc.property(date('1950-01-01T00:00:00Z', '2049-12-31T23:59:59.999Z'), (at) => {
        const utc = DER.readDer(DER.utcTime(at)).content;
        expect(DER.dateOfUtcTime(utc).getTime()).toBe(Math.floor(at.getTime() / 1000) * 1000);
        expect(DER.dateOfGeneralizedTime(DER.readDer(DER.generalizedTime(at)).content)).toEqual(at);
      }),
    );
  });

  it.each([
    '20260230000000Z',
    '20261301000000Z',
    '20260101240000Z',
    '20260101000060Z',
    '20260101000000',
    '20260101000000+0800',
    '20260101000000.Z',
    '2026010100Z',
  ])('%s is none', (text) => {
    expect(() => DER.dateOfGeneralizedTime(new TextEncoder().encode(text))).toThrow();
    if (text.length === 15)
      expect(() => DER.dateOfUtcTime(new TextEncoder().encode(text.slice(2)))).toThrow();
  });

  test('a year that UTCTime has not is not written', () => {
    for (const year of ['1949', '2050']) expect(() => DER.utcTime(new Date(`${year}-06-01`))).toThrow();
    expect(() => DER.utcTime(new Date(Number.NaN))).toThrow();
  });
});

test('the elements of a SET OF are in the order of their encodings', () => {
  fc.assert(
    fc.property(fc.array(tree, { maxLength: 6 }), (all) => {
      const encoded = all.map(written);
      const set = DER.setOf(encoded);
      expect(DER.setOf([...encoded].reverse())).toEqual(set);
      const parts = DER.partsOf(DER.readDer(set), DER.TAG.set).map(({ whole }) => whole);
      for (const [n, part] of parts.entries())
        if (n > 0) expect(Buffer.compare(parts[n - 1] as Uint8Array, part)).toBeLessThanOrEqual(0);
    }),
  );
});

test('object identifiers are those of the standards', () => {
  for (const [oid, hex] of [
    ['1.2.840.113549.1.7.2', '06092a864886f70d010702'],
    ['2.16.840.1.101.3.4.2.1', '0609608648016503040201'],
    ['1.2.840.10045.4.3.2', '06082a8648ce3d040302'],
    ['2.5.4.3', '0603550403'],
    ['2.999.3', '0603883703'],
  ])
    expect(Buffer.from(DER.oid(oid as string)).toString('hex')).toBe(hex);
});
