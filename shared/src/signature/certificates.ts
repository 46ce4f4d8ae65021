import * as pkijs from 'pkijs';
import { base64Of, bytesOfBase64, sha256Hex } from '../canonical/index.ts';
import { Refusal } from '../catalogue/refusal.ts';
import { bufferOf } from './cms.ts';
import { Parsed } from './parsed.ts';

/** Authorities are few, and each is asked about at every signature. */
const parsed = new Parsed<pkijs.Certificate>(200);

/** Certificates in DER, as they stand in a PEM text; a block that is not base64 is none. */
export function readCertificates(pem: string): Uint8Array[] {
  const blocks = pem.matchAll(/-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]*)-----END CERTIFICATE-----/g);
  return [...blocks].flatMap((block) => {
    try {
      return [bytesOfBase64((block[1] ?? '').replace(/\s+/g, ''))];
    } catch {
      return [];
    }
  });
}

/** A certificate as it stands in a PEM text, with its last line ended. */
export function pemOf(der: Uint8Array): string {
  const lines = base64Of(der).match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}

/** SHA-256 of the DER certificate, in hex: what binds a USB key to its expert. */
export function certificateFingerprint(der: Uint8Array): string {
  return sha256Hex(der);
}

/** Common name in a certificate's subject; '' when it has none. */
export function commonName(certificate: pkijs.Certificate): string {
  const entry = certificate.subject.typesAndValues.find(({ type }) => type === '2.5.4.3');
  return entry ? String(entry.value.valueBlock.value) : '';
}

/** Serial number in hex, as `openssl x509 -serial` prints it. */
export function serialNumber(certificate: pkijs.Certificate): string {
  const bytes = new Uint8Array(certificate.serialNumber.valueBlock.valueHexView);
  return [...bytes]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('')
    .replace(/^(00)+(?=.)/, '');
}

/** Bits of the key usage extension (RFC 5280 §4.2.1.3). */
const keyUsages = { digitalSignature: 0x80, nonRepudiation: 0x40 } as const;

/**
 * Checks that a certificate was issued, through `others`, by one of the trusted `anchors`, that it is valid at
 * `at`, and that it may be used for one of `usages`, digital signatures by default (RFC 5280 §6). Gives the chain, the
 * certificate first and the anchor last.
 */
export async function requireTrusted(
  certificate: pkijs.Certificate,
  others: readonly pkijs.Certificate[],
  anchors: readonly Uint8Array[],
  at: Date,
  usages: readonly (keyof typeof keyUsages)[] = ['digitalSignature'],
): Promise<readonly pkijs.Certificate[]> {
  if (at < certificate.notBefore.value || at > certificate.notAfter.value)
    throw new Refusal('CERTIFICATE_EXPIRED');
  const chain = new pkijs.CertificateChainValidationEngine({
    trustedCerts: anchors.map((der) => parsed.of(der, () => pkijs.Certificate.fromBER(bufferOf(der)))),
    certs: [...others, certificate],
    checkDate: at,
  });
  const { result, certificatePath } = await chain.verify();
  if (!result) throw new Refusal('CERTIFICATE_UNTRUSTED');
  const usage = certificate.extensions?.find((extension) => extension.extnID === '2.5.29.15')?.parsedValue as
    | { valueBlock: { valueHexView: Uint8Array } }
    | undefined;
  const allowed = usages.reduce((bits, name) => bits | keyUsages[name], 0);
  if (usage && ((usage.valueBlock.valueHexView[0] ?? 0) & allowed) === 0)
    throw new Refusal('CERTIFICATE_PURPOSE');
  return certificatePath ?? [];
}
