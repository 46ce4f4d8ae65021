/**
 * A revocation list (CRL, RFC 5280 §5): a complete one, of certificates that its own authority has issued. Read here
 * and not by the ASN.1 library, which takes no more than 10,000 elements: an authority's list may name 100,000
 * certificates. What one of them says is read when it is asked for.
 */
import { hexOf, sha256Hex } from '../canonical/index.ts';
import { Refusal } from '../catalogue/refusal.ts';
import { isOneValue, type KnownCertificate, serialOf } from './certificates.ts';
import { OID } from './cms.ts';
import * as DER from './der.ts';
import type { HashName } from './keys.ts';
import { nameIn } from './names.ts';
import { algorithmOf, hex } from './tst-info.ts';

/** One certificate as the list of its authority names it. */
export interface Issued {
  /** SHA-256 of the issuer's name as it is encoded. */
  readonly issuer: string;
  /** Its issuer, in words. */
  readonly authority: string;
  readonly serial: string;
  readonly isAuthority: boolean;
  /** Where its list is published: see {@link KnownCertificate.facts}. */
  readonly points: string;
}

export interface Revocation {
  /** From then on; the beginning of time where the list does not tell it readably. */
  readonly at: Date;
  /** Only held (`certificateHold`): it may come back. */
  readonly isHeld: boolean;
}

const hashes: Readonly<Record<string, { kind: 'RSA' | 'EC' | 'SM2'; hash: HashName }>> = {
  [hex(OID.rsaSha256)]: { kind: 'RSA', hash: 'SHA-256' },
  [hex('1.2.840.113549.1.1.12')]: { kind: 'RSA', hash: 'SHA-384' },
  [hex('1.2.840.113549.1.1.13')]: { kind: 'RSA', hash: 'SHA-512' },
  [hex(OID.ecdsaSha256)]: { kind: 'EC', hash: 'SHA-256' },
  [hex('1.2.840.10045.4.3.3')]: { kind: 'EC', hash: 'SHA-384' },
  [hex('1.2.840.10045.4.3.4')]: { kind: 'EC', hash: 'SHA-512' },
  [hex(OID.sm2Sm3)]: { kind: 'SM2', hash: 'SHA-256' },
};

/** Extensions that are understood, of a list and of an entry (RFC 5280 §5.2, §5.3). */
const NUMBER = '2.5.29.20';
const SCOPE = '2.5.29.28';
const REASON = '2.5.29.21';
/** Those of lists that are not read. */
const DELTA = '2.5.29.27';
const OTHER_ISSUER = '2.5.29.29';

const HELD = 6;
const RELEASED = 8;

/** To which certificates of its issuer a list is limited (issuingDistributionPoint, RFC 5280 §5.2.5). */
interface Scope {
  /** Encoded names of the place where it is published; a certificate that names none of them is not of this list. */
  readonly names: readonly string[];
  readonly of: 'all' | 'users' | 'authorities';
  /** The extension's value: with the issuer's key, it tells a list from its fellows. */
  readonly value: string;
}

export class RevocationList {
  readonly der: Uint8Array;
  /** SHA-256 of the whole, in hex. */
  readonly digest: string;
  /** The issuer's name as it is encoded, its SHA-256, and in words. */
  readonly issuerName: Uint8Array;
  readonly issuer: string;
  readonly authority: string;
  /** crlNumber; null where the authority does not count. */
  readonly number: bigint | null;
  readonly thisUpdate: Date;
  /** When the next list is there at the latest; null where that is not said. */
  readonly nextUpdate: Date | null;
  readonly scope: Scope;
  readonly #tbs: DER.Der;
  readonly #algorithm: string;
  readonly #signature: Uint8Array;
  /** Serial number → where its entry begins in the list. */
  readonly #places: ReadonlyMap<string, number>;

  /** CertificateList ::= tbsCertList, signatureAlgorithm, signature (RFC 5280 §5.1) */
  private constructor(der: Uint8Array) {
    const [tbs, algorithm, signature, more] = DER.partsOf(DER.readDer(der));
    const fields = DER.partsOf(tbs);
    // version 2 where it is said, signature, issuer, thisUpdate, nextUpdate, revokedCertificates, extensions [0]
    const [version] = fields;
    const said = version?.tag === DER.TAG.integer;
    if (said && !DER.isSmall(version, 1)) throw new Error('version');
    const [signedBy, issuer, from, ...rest] = said ? fields.slice(1) : fields;
    const until = isTime(rest[0]) ? rest.shift() : undefined;
    const [entries, extensions] = DER.optional(rest, [DER.TAG.sequence, DER.tagged(0)]);
    if (!tbs || !signedBy || !issuer || !algorithm || !signature || more) throw new Error('not a list');
    // What the signature does not cover says only what the rest says, in the one way there is.
    if (!DER.isSame(algorithm.whole, signedBy.whole) || !isOneValue(algorithm, signature))
      throw new Error('signature');
    this.der = der;
    this.digest = sha256Hex(der);
    this.issuerName = issuer.whole;
    this.issuer = sha256Hex(issuer.whole);
    this.authority = nameIn(issuer) || this.issuer.slice(0, 16);
    this.thisUpdate = timeOf(from);
    this.nextUpdate = until ? timeOf(until) : null;
    const known = extensionsOf(extensions);
    const number = known.get(NUMBER);
    this.number = number ? BigInt(`0x0${hexOf(DER.unsignedOf(DER.readDer(number)))}`) : null;
    this.scope = scopeOf(known.get(SCOPE));
    this.#tbs = tbs;
    this.#algorithm = algorithmOf(algorithm);
    this.#signature = DER.contentOf(signature, DER.TAG.bits).subarray(1);
    this.#places = placesIn(entries, der);
  }

  /** Refuses CRL_MALFORMED; CRL_UNSUPPORTED for a delta list, an indirect one, or what else it says critically. */
  static read(bytes: Uint8Array): RevocationList {
    try {
      return new RevocationList(new Uint8Array(bytes));
    } catch (error) {
      if (error instanceof Refusal) throw error;
      throw new Refusal('CRL_MALFORMED', { detail: (error as Error).message });
    }
  }

  /** How many certificates it names. */
  get size(): number {
    return this.#places.size;
  }

  /** Whether the holder of this key, an authority's of this name, has signed it. */
  async isSignedBy({ subject, key }: KnownCertificate): Promise<boolean> {
    const how = hashes[this.#algorithm];
    if (!how || !DER.isSame(subject, this.issuerName)) return false;
    const [data, signature] = [this.#tbs.whole, this.#signature];
    if (key.kind === 'SM2') return how.kind === 'SM2' && key.holdsSm2(data, signature);
    return (key.kind === 'RSA') === (how.kind === 'RSA') && key.holds(how.hash, data, signature);
  }

  /** Whether it would name this certificate, were it revoked. */
  covers({ issuer, isAuthority, points }: Issued): boolean {
    const { names, of } = this.scope;
    if (issuer !== this.issuer || (of !== 'all' && isAuthority !== (of === 'authorities'))) return false;
    return names.length === 0 || names.some((name) => points.includes(name));
  }

  /** What it says of a certificate of its issuer; null where it is not revoked. */
  revocationOf({ issuer, serial }: Issued): Revocation | null {
    const place = issuer === this.issuer ? this.#places.get(serial) : undefined;
    if (place === undefined) return null;
    const { start, end } = DER.extent(this.der, place);
    const [, time, extensions] = elements(this.der, start, end);
    const reason = reasonIn(extensions);
    return reason === RELEASED ? null : { at: timeOrAlways(time), isHeld: reason === HELD };
  }
}

function isTime(element: DER.Der | undefined): boolean {
  return element?.tag === DER.TAG.utcTime || element?.tag === DER.TAG.generalizedTime;
}

function timeOf(element: DER.Der | undefined): Date {
  if (element?.tag === DER.TAG.utcTime) return DER.dateOfUtcTime(element.content);
  return DER.dateOfGeneralizedTime(DER.contentOf(element, DER.TAG.generalizedTime));
}

/** No list that an authority made is lost over a date nobody can read: such a certificate counts as never valid. */
function timeOrAlways(element: DER.Der | undefined): Date {
  try {
    return timeOf(element);
  } catch {
    return new Date(0);
  }
}

function elements(bytes: Uint8Array, start: number, end: number): DER.Der[] {
  return DER.partsOf({ tag: DER.TAG.sequence, content: bytes.subarray(start, end), whole: bytes });
}

/** Extensions ::= SEQUENCE OF { extnID, critical DEFAULT FALSE, extnValue }; none is there twice. */
function extensionsOf(tagged: DER.Der | undefined): Map<string, Uint8Array> {
  if (!tagged) return new Map();
  const [all] = DER.exactly(1, DER.partsOf(tagged, DER.tagged(0)));
  return knownAmong(all, [NUMBER, SCOPE]);
}

function knownAmong(all: DER.Der | undefined, understood: readonly string[]): Map<string, Uint8Array> {
  const values = new Map<string, Uint8Array>();
  for (const extension of DER.partsOf(all)) {
    const [oid, ...rest] = DER.partsOf(extension);
    const [critical, value] = DER.optional(rest, [DER.TAG.boolean, DER.TAG.octets]);
    const name = DER.oidText(DER.contentOf(oid, DER.TAG.oid));
    if (values.has(name)) throw new Error('an extension twice');
    if (name === DELTA || (critical && !understood.includes(name))) throw unsupported(name);
    values.set(name, DER.contentOf(value, DER.TAG.octets));
  }
  return values;
}

const kinds: Readonly<Record<string, { zh: string; en: string }>> = {
  [DELTA]: { zh: '增量列表', en: 'a delta list' },
  [OTHER_ISSUER]: { zh: '间接列表', en: 'an indirect list' },
};

function unsupported(extension: string): Refusal {
  const { zh, en } = kinds[extension] ?? {
    zh: `含有不认识的关键扩展 ${extension}`,
    en: `it has a critical extension that is not known, ${extension}`,
  };
  return new Refusal('CRL_UNSUPPORTED', { zh, en });
}

function scopeOf(value: Uint8Array | undefined): Scope {
  if (!value) return { names: [], of: 'all', value: '' };
  const { tagged } = DER;
  // distributionPoint, onlyContainsUserCerts, …CACerts, onlySomeReasons, indirectCRL, onlyContainsAttributeCerts
  const tags = [tagged(0), 0x81, 0x82, 0x83, 0x84, 0x85];
  const parts = DER.optional(DER.partsOf(DER.readDer(value)), tags);
  const [point, users, authorities, someReasons, indirect, attributes] = parts;
  if (indirect) throw unsupported(OTHER_ISSUER);
  if (someReasons || attributes || (users && authorities)) throw unsupported(SCOPE);
  const fullName = point ? DER.exactly(1, DER.partsOf(point, tagged(0)))[0] : undefined;
  if (fullName && fullName.tag !== tagged(0)) throw unsupported(SCOPE);
  const names = fullName ? DER.partsOf(fullName, tagged(0)).map(({ whole }) => hexOf(whole)) : [];
  return { names, of: users ? 'users' : authorities ? 'authorities' : 'all', value: hexOf(value) };
}

/** Where each entry of the list lies. An entry ::= userCertificate, revocationDate, crlEntryExtensions OPTIONAL */
function placesIn(entries: DER.Der | undefined, der: Uint8Array): Map<string, number> {
  const places = new Map<string, number>();
  if (!entries) return places;
  // Most entries say the same as the one before: what was looked at is not looked at again.
  let before: Uint8Array = new Uint8Array();
  const last = entries.content.byteOffset - der.byteOffset + entries.content.length;
  for (let at = last - entries.content.length; at < last; ) {
    const { start, end } = DER.extent(der, at);
    const serial = DER.extent(der, start);
    const time = DER.extent(der, serial.end);
    if (der[at] !== DER.TAG.sequence || der[start] !== DER.TAG.integer || time.end > end)
      throw new Error('an entry');
    if (time.end < end) {
      const extensions = der.subarray(time.end, end);
      if (!DER.isSame(extensions, before)) knownAmong(DER.readDer(extensions), [REASON]);
      before = extensions;
    }
    places.set(serialOf(der.subarray(serial.start, serial.end)), at);
    at = end;
  }
  return places;
}

/** reasonCode; 0 where none is said. */
function reasonIn(extensions: DER.Der | undefined): number {
  const value = extensions ? knownAmong(extensions, [REASON]).get(REASON) : undefined;
  return value ? (DER.readDer(value).content[0] ?? 0) : 0;
}
