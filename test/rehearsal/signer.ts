/** An expert's key in a rehearsal: signs statements as the booth does. */
import { base64Of, canonicalText } from '#shared/canonical/index.ts';
import type { Signed } from '#shared/protocol/evaluation.ts';
import { certificateFingerprint } from '#shared/signature/certificates.ts';
import { type Binding, prepareSignature } from '#shared/signature/verify.ts';
import type { Authority } from '../simulators/authority/authority.ts';
import { SoftToken } from '../simulators/usb-key/soft-token.ts';

export class Signer {
  readonly #token: SoftToken;

  private constructor(token: SoftToken) {
    this.#token = token;
  }

  static async issue(authority: Authority, commonName: string, until?: Date): Promise<Signer> {
    const end = until ? { notAfter: until } : {};
    const { p12 } = await authority.issue({ commonName, pin: '123456', ...end });
    const token = SoftToken.open(p12, '123456');
    if (!token) throw new Error('wrong PIN');
    return new Signer(token);
  }

  get fingerprint(): string {
    return certificateFingerprint(this.#token.certificate);
  }

  get certificate(): Uint8Array {
    return this.#token.certificate;
  }

  /** Signs a statement; the binding is made of what the statement itself names. */
  sign(purpose: Binding['purpose'], statement: StatementFields, signingTime: Date): Signed {
    const content = canonicalText(statement);
    const { project, expert, seat, booth, version } = statement;
    const prepared = prepareSignature({
      content: new TextEncoder().encode(content),
      certificates: [this.#token.certificate],
      binding: { purpose, project, expert, seat, booth, ...(version === undefined ? {} : { version }) },
      signingTime,
    });
    return { content, cms: base64Of(prepared.assemble(this.#token.sign(prepared.toBeSigned))) };
  }
}

interface StatementFields {
  readonly project: string;
  readonly expert: string;
  readonly seat: string;
  readonly booth: string;
  readonly version?: number;
}
