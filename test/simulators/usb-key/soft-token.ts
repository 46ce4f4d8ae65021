import { createPrivateKey, type KeyObject, sign } from 'node:crypto';
import forge from 'node-forge';

/** What a simulated USB key holds: a PKCS#12 that its PIN opens. */
export class SoftToken {
  readonly certificate: Uint8Array;
  readonly key: KeyObject;

  private constructor(certificate: Uint8Array, key: KeyObject) {
    this.certificate = certificate;
    this.key = key;
  }

  /** Opens the container; null when the PIN is wrong. */
  static open(p12: Uint8Array, pin: string): SoftToken | null {
    let container: forge.pkcs12.Pkcs12Pfx;
    try {
      container = forge.pkcs12.pkcs12FromAsn1(forge.asn1.fromDer(Buffer.from(p12).toString('binary')), pin);
    } catch {
      return null;
    }
    const bag = (type: string) => container.getBags({ bagType: type })[type]?.[0];
    const key = bag(forge.pki.oids.pkcs8ShroudedKeyBag as string)?.key;
    const certificate = bag(forge.pki.oids.certBag as string)?.cert;
    if (!key || !certificate) throw new Error('the container holds no key with its certificate');
    const der = forge.asn1.toDer(forge.pki.certificateToAsn1(certificate)).getBytes();
    return new SoftToken(
      new Uint8Array(Buffer.from(der, 'binary')),
      createPrivateKey(forge.pki.privateKeyToPem(key)),
    );
  }

  /** RSA PKCS#1 v1.5 with SHA-256. */
  sign(data: Uint8Array): Uint8Array {
    return new Uint8Array(sign('sha256', data, this.key));
  }
}
