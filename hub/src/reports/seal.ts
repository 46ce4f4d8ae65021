import { sign } from 'node:crypto';
import { plainAddPlaceholder } from '@signpdf/placeholder-plain';
import { SignPdf } from '@signpdf/signpdf';
import { Signer, SUBFILTER_ETSI_CADES_DETACHED } from '@signpdf/utils';
import { OID, prepareCms } from '#shared/signature/cms.ts';
import type { HubIdentity } from './identity.ts';

/** Room kept in the PDF for the signature, in bytes: RSA-2048, two certificates, attributes. */
const SIGNATURE_ROOM = 8192;

/** Seals a PDF with the hub's key: PAdES baseline B (ETSI EN 319 142-1); any later change breaks the seal. */
export async function sealPdf(pdf: Buffer, identity: HubIdentity, at: Date, reason: string): Promise<Buffer> {
  const open = plainAddPlaceholder({
    pdfBuffer: pdf,
    reason,
    contactInfo: '',
    name: 'Kawei',
    location: '',
    signingTime: at,
    signatureLength: SIGNATURE_ROOM,
    subFilter: SUBFILTER_ETSI_CADES_DETACHED,
  });
  return new SignPdf().sign(open, new SealSigner(identity), at);
}

class SealSigner extends Signer {
  readonly #identity: HubIdentity;

  constructor(identity: HubIdentity) {
    super();
    this.#identity = identity;
  }

  override async sign(content: Buffer): Promise<Buffer> {
    const { seal, root } = this.#identity;
    const prepared = prepareCms({
      contentType: OID.data,
      content,
      detached: true,
      certificates: [seal.certificate, root],
    });
    return Buffer.from(prepared.assemble(sign('sha256', prepared.toBeSigned, seal.key)));
  }
}
