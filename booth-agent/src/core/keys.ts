/** The key in the machine: what is seen of it, and signing with it. */
import { base64Of, canonicalText } from '#shared/canonical/index.ts';
import { Refusal } from '#shared/catalogue/refusal.ts';
import type { Signed } from '#shared/protocol/evaluation.ts';
import { certificateFingerprint, KnownCertificate } from '#shared/signature/certificates.ts';
import { type Binding, prepareSignature } from '#shared/signature/verify.ts';
import type { KeyNow, KeyPort } from '../devices/ports.ts';
import type { KeySeen } from './state.ts';

const absent: KeySeen = { state: 'absent', holder: null, fingerprint: null, triesLeft: null, touch: false };

export class KeyHolder {
  readonly #port: KeyPort;
  readonly #stop: () => void;
  #certificate: Uint8Array | null = null;
  #seen: KeySeen | null = null;

  /** `changed` is called whenever something else is seen; within this call already where the port can. */
  constructor(port: KeyPort, changed: () => void) {
    this.#port = port;
    this.#stop = port.watch((now) => {
      this.#look(now);
      changed();
    });
  }

  /** Whether the port has told anything yet. */
  get known(): boolean {
    return this.#seen !== null;
  }

  get seen(): KeySeen {
    return this.#seen ?? absent;
  }

  close(): void {
    this.#stop();
  }

  /**
   * Signs a statement: CMS detached over its canonical JSON, bound to what it is for. Refuses KEY_ABSENT,
   * KEY_SEVERAL, KEY_UNTOUCHED, KEY_FAILED, KEY_PIN_LOCKED and a wrong PIN; nothing was signed then.
   */
  async sign(request: { statement: unknown; binding: Binding; pin: string; at: Date }): Promise<Signed> {
    const certificate = this.#certificate;
    if (!certificate) throw new Refusal(this.seen.state === 'several' ? 'KEY_SEVERAL' : 'KEY_ABSENT');
    const content = canonicalText(request.statement);
    const prepared = prepareSignature({
      content: new TextEncoder().encode(content),
      certificates: [certificate],
      binding: request.binding,
      signingTime: request.at,
    });
    const answer = await this.#port.sign(prepared.toBeSigned, request.pin);
    if (answer.kind === 'wrong-pin') throw wrongPin(answer.triesLeft);
    if (answer.kind === 'locked') throw new Refusal('KEY_PIN_LOCKED');
    if (answer.kind === 'untouched') throw new Refusal('KEY_UNTOUCHED');
    if (answer.kind === 'failed') throw new Refusal('KEY_FAILED', { detail: answer.detail });
    // Another key in the slot by now would have signed for this one's certificate.
    if (answer.kind === 'absent' || this.#certificate !== certificate) throw new Refusal('KEY_ABSENT');
    return { content, cms: base64Of(prepared.assemble(answer.signature)) };
  }

  #look(now: KeyNow): void {
    const seen = seenOf(now);
    if (seen.fingerprint === null) this.#certificate = null;
    else if ('certificate' in now && this.seen.fingerprint !== seen.fingerprint)
      this.#certificate = now.certificate;
    this.#seen = seen;
  }
}

function wrongPin(left: number | null): Refusal {
  if (left === null) return new Refusal('KEY_PIN_WRONG_UNCOUNTED');
  return left === 1 ? new Refusal('KEY_PIN_LAST_TRY') : new Refusal('KEY_PIN_WRONG', { left });
}

function seenOf(now: KeyNow): KeySeen {
  if (now.state === 'absent' || now.state === 'several') return { ...absent, state: now.state };
  const { state, certificate, triesLeft, touch = false } = now;
  const holder = holderOf(certificate);
  if (holder === null) return absent;
  return {
    state,
    holder: holder || null,
    fingerprint: certificateFingerprint(certificate),
    triesLeft,
    touch,
  };
}

/** Common name of a certificate, '' when it has none; null when it cannot be read, and is no key to us. */
function holderOf(certificate: Uint8Array): string | null {
  try {
    return KnownCertificate.read(certificate).facts.name.slice(0, 200);
  } catch {
    return null;
  }
}
