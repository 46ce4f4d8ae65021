/**
 * A time-stamp token taken apart: CMS signed data around a TSTInfo, by whatever program made it. Only DER is read, and
 * only the one form RFC 3161 gives it; what no signature covers (revocation lists, unsigned attributes, certificates
 * that lead nowhere) is left out of what is kept, so that a stamp has one encoding and no bit of it can be changed
 * unseen.
 */
import * as asn1js from 'asn1js';
import * as pkijs from 'pkijs';
import { Refusal } from '../catalogue/refusal.ts';
import { bufferOf, compareBytes, OID } from './cms.ts';

export const TST_INFO = '1.2.840.113549.1.9.16.1.4';

/** Digest → the signature algorithms that go with it; what signs by another is not taken. */
const algorithms: Readonly<Record<string, readonly string[]>> = {
  [OID.sha256]: [OID.rsaKey, OID.rsaSha256, OID.ecdsaSha256],
  '2.16.840.1.101.3.4.2.2': [OID.rsaKey, '1.2.840.113549.1.1.12', '1.2.840.10045.4.3.3'],
  '2.16.840.1.101.3.4.2.3': [OID.rsaKey, '1.2.840.113549.1.1.13', '1.2.840.10045.4.3.4'],
};

export interface Token {
  readonly info: pkijs.TSTInfo;
  readonly signer: pkijs.Certificate;
  readonly others: readonly pkijs.Certificate[];
  readonly signed: pkijs.SignedData;
  /** The one value of a signed attribute. */
  readonly attribute: (oid: string) => asn1js.AsnType | undefined;
  /** The token with only the certificates of this chain, and nothing that is not signed. */
  keeping(chain: readonly pkijs.Certificate[]): Uint8Array;
}

/** Takes a token apart without believing any of it yet. Refuses TIME_STAMP_INVALID. */
export function openToken(der: Uint8Array): Token {
  try {
    return opened(der);
  } catch (error) {
    throw new Refusal('TIME_STAMP_INVALID', {
      detail: error instanceof Error ? error.message : String(error),
    });
  }
}

/** A granted response around a token: status 0 and nothing else. */
export function granted(token: Uint8Array): Uint8Array {
  const status = new asn1js.Sequence({ value: [new asn1js.Integer({ value: 0 })] });
  const response = new asn1js.Sequence({ value: [status, asn1js.fromBER(bufferOf(token)).result] });
  return new Uint8Array(response.toBER());
}

function opened(der: Uint8Array): Token {
  const tree = asn1js.fromBER(bufferOf(der)).result;
  if (compareBytes(new Uint8Array(tree.toBER()), der) !== 0) throw new Error('not DER');
  const wrapped = new pkijs.ContentInfo({ schema: tree });
  if (wrapped.contentType !== OID.signedData) throw new Error('no signed data');
  const signed = new pkijs.SignedData({ schema: wrapped.content });
  const [signerInfo, another] = signed.signerInfos;
  if (!signerInfo || another) throw new Error('not exactly one signer');
  requireForm(signed, signerInfo);
  const content = signed.encapContentInfo.eContent?.getValue();
  if (!content) throw new Error('no content');
  const sid = signerInfo.sid;
  if (!(sid instanceof pkijs.IssuerAndSerialNumber)) throw new Error('signer not named by issuer and number');
  const all = (signed.certificates ?? []).filter((one) => one instanceof pkijs.Certificate);
  // By the very bytes: names that only read the same are not the same.
  const name = (issuer: pkijs.RelativeDistinguishedNames) => new Uint8Array(issuer.toSchema().toBER());
  const isSigner = (one: pkijs.Certificate) =>
    compareBytes(name(one.issuer), name(sid.issuer)) === 0 && one.serialNumber.isEqual(sid.serialNumber);
  const signer = all.find(isSigner);
  if (!signer) throw new Error('no certificate of the signer');
  // The signature is checked by this certificate, and not by another that bears its name and number.
  signed.certificates = [signer];
  return {
    ...{ info: pkijs.TSTInfo.fromBER(content), signer, signed },
    others: all.filter((one) => one !== signer),
    attribute: (oid) => onlyValue(signerInfo, oid),
    keeping: (chain) => reduced(der, chain),
  };
}

/** Versions, algorithms and attributes as RFC 3161 and RFC 5652 have them: nothing here is left to chance. */
function requireForm(signed: pkijs.SignedData, signerInfo: pkijs.SignerInfo): void {
  const { digestAlgorithm, signatureAlgorithm } = signerInfo;
  if (signed.version !== 3 || signerInfo.version !== 1) throw new Error('version');
  if (signed.encapContentInfo.eContentType !== TST_INFO) throw new Error('no time-stamp');
  const [digest, another] = signed.digestAlgorithms;
  const bare = [digest, digestAlgorithm, signatureAlgorithm].every(
    (one) => !one?.algorithmParams || one.algorithmParams instanceof asn1js.Null,
  );
  if (another || digest?.algorithmId !== digestAlgorithm.algorithmId || !bare) throw new Error('algorithm');
  if (!algorithms[digestAlgorithm.algorithmId]?.includes(signatureAlgorithm.algorithmId))
    throw new Error('algorithm');
  if (String(onlyValue(signerInfo, OID.contentType)?.valueBlock) !== TST_INFO)
    throw new Error('content type');
  if (!onlyValue(signerInfo, OID.messageDigest)) throw new Error('no digest');
}

function onlyValue({ signedAttrs }: pkijs.SignerInfo, oid: string): asn1js.AsnType | undefined {
  const found = signedAttrs?.attributes.filter(({ type }) => type === oid) ?? [];
  return found.length === 1 && found[0]?.values.length === 1 ? found[0].values[0] : undefined;
}

const constructed = (node: asn1js.AsnType | undefined): asn1js.AsnType[] =>
  (node?.valueBlock as { value?: asn1js.AsnType[] } | undefined)?.value ?? [];
const isTagged = (node: asn1js.AsnType, tag: number) =>
  node.idBlock.tagClass === 3 && node.idBlock.tagNumber === tag;

/** SignedData ::= version, digestAlgorithms, content, [0] certificates, [1] crls, signerInfos */
function reduced(der: Uint8Array, chain: readonly pkijs.Certificate[]): Uint8Array {
  const tree = asn1js.fromBER(bufferOf(der)).result;
  const signedData = constructed(constructed(tree)[1])[0];
  const fields = constructed(signedData);
  const kept = chain.map((one) => new Uint8Array(one.toSchema(false).toBER()));
  const isKept = (node: asn1js.AsnType) =>
    kept.some((one) => compareBytes(one, node.valueBeforeDecodeView) === 0);
  for (const field of fields) {
    if (isTagged(field, 0)) retain(field, isKept);
  }
  for (const signerInfo of constructed(fields.at(-1))) retain(signerInfo, (node) => !isTagged(node, 1));
  retain(signedData, (node) => !isTagged(node, 1));
  return new Uint8Array(tree.toBER());
}

function retain(node: asn1js.AsnType | undefined, isKept: (child: asn1js.AsnType) => boolean): void {
  if (node) (node.valueBlock as { value?: asn1js.AsnType[] }).value = constructed(node).filter(isKept);
}
