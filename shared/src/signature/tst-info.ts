/** What a time-stamp says (TSTInfo of RFC 3161 §2.4.2), and the algorithms that are taken for one. */
import { hexOf } from '../canonical/index.ts';
import { OID } from './cms.ts';
import * as DER from './der.ts';
import type { HashName } from './keys.ts';

/** An OBJECT IDENTIFIER's encoding, in hex. */
export const hex = (oid: string) => hexOf(DER.oid(oid));

const RSA_KEY = '1.2.840.113549.1.1.1';
/** Digest → the signature algorithms that go with it; what signs by another is not taken. */
export const algorithms: Readonly<Record<string, { hash: HashName; rsa: readonly string[]; ecdsa: string }>> =
  {
    [hex(OID.sha256)]: {
      hash: 'SHA-256',
      rsa: [RSA_KEY, OID.rsaSha256].map(hex),
      ecdsa: hex(OID.ecdsaSha256),
    },
    [hex('2.16.840.1.101.3.4.2.2')]: {
      hash: 'SHA-384',
      rsa: [RSA_KEY, '1.2.840.113549.1.1.12'].map(hex),
      ecdsa: hex('1.2.840.10045.4.3.3'),
    },
    [hex('2.16.840.1.101.3.4.2.3')]: {
      hash: 'SHA-512',
      rsa: [RSA_KEY, '1.2.840.113549.1.1.13'].map(hex),
      ecdsa: hex('1.2.840.10045.4.3.4'),
    },
  };

/** What a token says (RFC 3161 §2.4.2), as far as it is asked. */
export interface TstInfo {
  /** The digest of what was stamped, and by which hash; null for one that is not known. */
  readonly imprint: { readonly hash: HashName | null; readonly digest: Uint8Array };
  /** Serial number and nonce: the content of each INTEGER. */
  readonly serial: Uint8Array;
  readonly nonce: Uint8Array | null;
  readonly time: Date;
}

/** The hash that an AlgorithmIdentifier names; null for one that is not known. */
export function hashOf(algorithm: DER.Der | undefined): HashName | null {
  return algorithms[algorithmOf(algorithm)]?.hash ?? null;
}

/** OID of an AlgorithmIdentifier whose parameters are NULL or absent. */
export function algorithmOf(element: DER.Der | undefined): string {
  const [oid, parameters, more] = DER.partsOf(element);
  if (oid?.tag !== DER.TAG.oid || more) throw new Error('algorithm');
  if (parameters && !DER.isSame(parameters.whole, DER.derNull)) throw new Error('algorithm');
  return hexOf(oid.whole);
}

/** Takes a TSTInfo apart. Throws on another form. */
export function infoOf(content: Uint8Array): TstInfo {
  const { contentOf, partsOf, tagged, TAG } = DER;
  const [version, policy, imprint, serial, time, ...rest] = partsOf(DER.readDer(content));
  if (!DER.isSmall(version, 1)) throw new Error('version');
  if (policy?.tag !== TAG.oid) throw new Error('no policy');
  // accuracy, ordering, nonce, tsa, extensions
  const [, , nonce] = DER.optional(rest, [TAG.sequence, TAG.boolean, TAG.integer, tagged(0), tagged(1)]);
  const [algorithm, digest] = DER.exactly(2, partsOf(imprint));
  return {
    imprint: { hash: hashOf(algorithm), digest: contentOf(digest, TAG.octets) },
    serial: contentOf(serial, TAG.integer),
    nonce: nonce?.content ?? null,
    time: DER.dateOfGeneralizedTime(contentOf(time, TAG.generalizedTime)),
  };
}
