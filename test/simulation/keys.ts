/** The keys of a simulated town, P-256 and made once a process: an authority, its experts' keys, the hub's own. */
import { createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';
import { p256 } from '@noble/curves/nist.js';
import * as asn1js from 'asn1js';
import * as pkijs from 'pkijs';
import type { KeyAnswer, KeyNow, KeyPort } from '#booth/devices/ports.ts';
import type { HubIdentity, HubKey } from '#hub/reports/identity.ts';
import { sha256 } from '#shared/canonical/index.ts';
import { OID } from '#shared/signature/cms.ts';
import { bufferOf } from '#shared/signature/der.ts';

const NOT_BEFORE = new Date('2026-01-01T00:00:00Z');
const NOT_AFTER = new Date('2036-01-01T00:00:00Z');

/** The private key of this name: always the same. */
function keyNamed(name: string): KeyObject {
  const secret = sha256(`kawei simulation ${name}`);
  const point = p256.getPublicKey(secret, false);
  const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url');
  const [x, y] = [text(point.slice(1, 33)), text(point.slice(33))];
  return createPrivateKey({ key: { kty: 'EC', crv: 'P-256', d: text(secret), x, y }, format: 'jwk' });
}

function nameOf(commonName: string): pkijs.RelativeDistinguishedNames {
  const value = new asn1js.Utf8String({ value: commonName });
  return new pkijs.RelativeDistinguishedNames({
    typesAndValues: [new pkijs.AttributeTypeAndValue({ type: '2.5.4.3', value })],
  });
}

interface Holder {
  readonly name: string;
  readonly key: KeyObject;
}

/** A certificate in DER. `usage` is the first byte of its key usage (RFC 5280 §4.2.1.3). */
function certify(holder: Holder, issuer: Holder, usage: number, purpose?: string): Uint8Array {
  const isAuthority = holder === issuer;
  const certificate = new pkijs.Certificate({ version: 2 });
  certificate.serialNumber = new asn1js.Integer({ valueHex: bufferOf(sha256(holder.name).slice(0, 8)) });
  certificate.issuer = nameOf(issuer.name);
  certificate.subject = nameOf(holder.name);
  certificate.notBefore.value = NOT_BEFORE;
  certificate.notAfter.value = NOT_AFTER;
  const spki = createPublicKey(holder.key).export({ format: 'der', type: 'spki' });
  certificate.subjectPublicKeyInfo = pkijs.PublicKeyInfo.fromBER(bufferOf(spki));
  const extension = (extnID: string, value: asn1js.AsnType) =>
    new pkijs.Extension({ extnID, critical: true, extnValue: value.toBER(false) });
  certificate.extensions = [
    extension('2.5.29.19', new pkijs.BasicConstraints({ cA: isAuthority }).toSchema()),
    extension('2.5.29.15', new asn1js.BitString({ valueHex: Uint8Array.of(usage).buffer, unusedBits: 1 })),
    ...(purpose
      ? [extension('2.5.29.37', new pkijs.ExtKeyUsage({ keyPurposes: [purpose] }).toSchema())]
      : []),
  ];
  const algorithm = new pkijs.AlgorithmIdentifier({ algorithmId: OID.ecdsaSha256 });
  certificate.signature = algorithm;
  certificate.signatureAlgorithm = algorithm;
  const signed = sign('sha256', Buffer.from(certificate.encodeTBS().toBER()), issuer.key);
  certificate.signatureValue = new asn1js.BitString({ valueHex: bufferOf(signed) });
  return new Uint8Array(certificate.toSchema(true).toBER());
}

const SIGNING = 0xc0;
const ISSUING = 0x06;
/** RFC 3161 §2.3 */
const TIME_STAMPING = '1.3.6.1.5.5.7.3.8';

/** An expert's key as it lies in their pocket. */
export interface PocketKey extends HubKey {
  readonly pin: string;
}

export class Keys {
  readonly #authority: Holder = { name: '模拟证书机构', key: keyNamed('authority') };
  readonly #pocket = new Map<string, PocketKey>();
  readonly anchor: Uint8Array = certify(this.#authority, this.#authority, ISSUING);
  readonly identity: HubIdentity = {
    root: this.anchor,
    rootPem: '',
    timeStamp: this.#own('时间戳', TIME_STAMPING),
    seal: this.#own('印章'),
  };

  /** The key of the expert of this name. */
  of(name: string): PocketKey {
    const known = this.#pocket.get(name);
    if (known) return known;
    const made = { ...this.#own(name), pin: '123456' };
    this.#pocket.set(name, made);
    return made;
  }

  #own(name: string, purpose?: string): HubKey {
    const holder = { name, key: keyNamed(name) };
    return { key: holder.key, certificate: certify(holder, this.#authority, SIGNING, purpose) };
  }
}

/** The slot for a key in one machine, worked by the hand of whoever sits before it. */
export class Slot implements KeyPort {
  readonly #watchers = new Set<(key: KeyNow) => void>();
  #key: PocketKey | null = null;

  get key(): PocketKey | null {
    return this.#key;
  }

  put(key: PocketKey | null): void {
    this.#key = key;
    for (const tell of this.#watchers) tell(this.#now());
  }

  watch(tell: (key: KeyNow) => void): () => void {
    this.#watchers.add(tell);
    tell(this.#now());
    return () => this.#watchers.delete(tell);
  }

  async sign(bytes: Uint8Array, pin: string): Promise<KeyAnswer> {
    const key = this.#key;
    if (!key) return { kind: 'absent' };
    if (pin !== key.pin) return { kind: 'wrong-pin', triesLeft: 4 };
    return { kind: 'signed', signature: new Uint8Array(sign('sha256', bytes, key.key)) };
  }

  #now(): KeyNow {
    if (!this.#key) return { state: 'absent' };
    return { state: 'present', certificate: this.#key.certificate, triesLeft: null };
  }
}
