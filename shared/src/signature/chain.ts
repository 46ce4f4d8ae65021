/** Whether a certificate is to be trusted: its chain is walked once, and what was found holds for a span of time. */
import * as pkijs from 'pkijs';
import { Refusal } from '../catalogue/refusal.ts';
import { KnownCertificate } from './certificates.ts';
import { OID } from './cms.ts';
import { isUnderstood, isWithinLengths } from './constraints.ts';
import * as DER from './der.ts';
import { PublicKey } from './keys.ts';

/** WebCrypto, and SM2 that it does not know. */
class Engine extends pkijs.CryptoEngine {
  override async verifyWithPublicKey(
    ...parameters: Parameters<pkijs.CryptoEngine['verifyWithPublicKey']>
  ): Promise<boolean> {
    const [data, signature, spki, algorithm] = parameters;
    if (algorithm.algorithmId !== OID.sm2Sm3) return super.verifyWithPublicKey(...parameters);
    const key = new PublicKey(new Uint8Array(spki.toSchema().toBER()));
    return key.holdsSm2(new Uint8Array(data as ArrayBuffer), signature.valueBlock.valueHexView);
  }
}

let made: Engine | null = null;

function engine(): Engine {
  made ??= new Engine({ name: 'kawei', crypto: globalThis.crypto });
  return made;
}

/** Bits of the key usage extension (RFC 5280 §4.2.1.3). */
export const keyUsages = { digitalSignature: 0x80, nonRepudiation: 0x40, cRLSign: 0x02 } as const;

/** A chain that was found to hold, by which certificates, and from when until when. */
interface Trust {
  readonly others: readonly KnownCertificate[];
  readonly anchors: readonly KnownCertificate[];
  readonly from: number;
  readonly to: number;
  /** The certificate first and the anchor last. */
  readonly path: readonly KnownCertificate[];
}

const trusts = new WeakMap<KnownCertificate, Trust>();

/**
 * Checks that a certificate was issued, through `others`, by one of the trusted `anchors`, that it is valid at
 * `at`, that the path keeps to what its certificates say of it, and that it may be used for one of `usages`, digital
 * signatures by default (RFC 5280 §6). Gives the chain, the certificate first and the anchor last. Refuses
 * CERTIFICATE_EXPIRED, CERTIFICATE_UNTRUSTED, CERTIFICATE_PURPOSE.
 */
export async function requireTrusted(
  certificate: KnownCertificate,
  others: readonly KnownCertificate[],
  anchors: readonly Uint8Array[],
  at: Date,
  usages: readonly (keyof typeof keyUsages)[] = ['digitalSignature'],
): Promise<readonly KnownCertificate[]> {
  const { from, to, usage } = certificate.facts;
  if (!(at >= from && at <= to)) throw new Refusal('CERTIFICATE_EXPIRED');
  const known = anchors.map((anchor) => KnownCertificate.read(anchor));
  const before = trusts.get(certificate);
  const trust =
    before && holds(before, others, known, at) ? before : await walked(certificate, others, known, at);
  trusts.set(certificate, trust);
  const allowed = usages.reduce((bits, name) => bits | keyUsages[name], 0);
  if (usage !== null && (usage & allowed) === 0) throw new Refusal('CERTIFICATE_PURPOSE');
  return trust.path;
}

function holds(
  trust: Trust,
  others: readonly KnownCertificate[],
  anchors: readonly KnownCertificate[],
  at: Date,
): boolean {
  const time = at.getTime();
  const same = (a: readonly KnownCertificate[], b: readonly KnownCertificate[]) =>
    a.length === b.length && a.every((one, n) => one === b[n]);
  return time >= trust.from && time <= trust.to && same(trust.others, others) && same(trust.anchors, anchors);
}

async function walked(
  certificate: KnownCertificate,
  others: readonly KnownCertificate[],
  anchors: readonly KnownCertificate[],
  at: Date,
): Promise<Trust> {
  const origin = new Map<pkijs.Certificate, KnownCertificate>();
  const parsed = (one: KnownCertificate) => {
    const certificate = one.parsed();
    origin.set(certificate, one);
    return certificate;
  };
  const chain = new pkijs.CertificateChainValidationEngine({
    trustedCerts: anchors.map(parsed),
    certs: [...others, certificate].map(parsed),
    checkDate: at,
  });
  const { result, certificatePath = [] } = await chain.verify({}, engine());
  const path = certificatePath.flatMap((one) => origin.get(one) ?? []);
  // The walk begins at the last of the certificates that differ: where this one is there twice, at another.
  if (!result || path[0] !== certificate || path.length !== certificatePath.length)
    throw new Refusal('CERTIFICATE_UNTRUSTED');
  if (!path.every((one) => one.isOneWay || anchors.includes(one))) throw new Refusal('CERTIFICATE_UNTRUSTED');
  if (!isUnderstood(path) || !isWithinLengths(path)) throw new Refusal('CERTIFICATE_UNTRUSTED');
  return {
    ...{ others, anchors, path },
    from: Math.max(...path.map(({ facts }) => facts.from.getTime())),
    to: Math.min(...path.map(({ facts }) => facts.to.getTime())),
  };
}

/** Whether a certificate is one of the anchors, by its bytes. */
export function isAnchor(certificate: KnownCertificate, anchors: readonly Uint8Array[]): boolean {
  return anchors.some((anchor) => DER.isSame(anchor, certificate.der));
}
