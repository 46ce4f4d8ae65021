/** FIDO2 keys over HID. Which expert one belongs to is told by its credential, which a certificate names. */
import { randomBytes } from 'node:crypto';
import { hexOf, sha256 } from '#shared/canonical/index.ts';
import { assertionHolds, clientDataOf, packAssertion, RELYING_PARTY } from '#shared/signature/assertion.ts';
import { KnownCertificate } from '#shared/signature/certificates.ts';
import type { KeyAnswer, KeyNow, KeyPort } from '../../ports.ts';
import { Told } from '../told.ts';
import { Channel, KeyGone, type Patience } from './channel.ts';
import { CtapError, getAssertion, STATUS, untouched } from './ctap2.ts';
import type { HidBus } from './hid.ts';
import { provePin, retriesLeft } from './pin.ts';

export interface Fido2Parts {
  readonly bus: HidBus;
  /** The certificates of experts' keys as they are now, in DER. */
  readonly certificates: () => readonly Uint8Array[];
  /** Takes a line for who runs this machine. */
  readonly log: (line: string) => void;
  readonly patience?: Patience;
}

const PATIENCE: Patience = { silence: 3000, touch: 30_000 };
const LOOK_MILLISECONDS = 200;
/** How often a device that did not answer is tried again. */
const AGAIN_MILLISECONDS = 1000;
/** As many wrong PINs as a key takes at most (CTAP 2.1 §6.5.2.2): it tells their number always. */
const ALL_TRIES = 8;

/** A device in the machine; without a certificate it is nobody's key. */
interface Inside {
  readonly path: string;
  channel: Channel | null;
  certificate: Uint8Array | null;
  retries: number;
  touch: boolean;
  triedAt: number;
}

export class Fido2Key implements KeyPort {
  readonly #parts: Fido2Parts;
  readonly #told = new Told();
  readonly #inside = new Map<string, Inside>();
  #closed = false;
  #trouble = '';
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void>;

  constructor(parts: Fido2Parts) {
    this.#parts = parts;
    this.#looking = this.#look();
  }

  watch(tell: (key: KeyNow) => void): () => void {
    return this.#told.watch(tell);
  }

  async sign(bytes: Uint8Array, pin: string): Promise<KeyAnswer> {
    const [only, another] = this.#keys();
    if (!only || another || !only.channel) return { kind: 'absent' };
    if (only.retries === 0) return { kind: 'locked' };
    try {
      return await this.#signed(only, only.channel, bytes, pin);
    } catch (error) {
      return await this.#answerTo(error, only);
    } finally {
      this.#tell();
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    for (const { channel } of this.#inside.values()) channel?.lose();
    await this.#looking;
    await Promise.all([...this.#inside.values()].map(({ channel }) => channel?.close()));
  }

  async #signed(inside: Inside, channel: Channel, bytes: Uint8Array, pin: string): Promise<KeyAnswer> {
    const certificate = KnownCertificate.read(inside.certificate ?? new Uint8Array());
    const clientDataJSON = clientDataOf(bytes);
    const hash = sha256(clientDataJSON);
    const proof = await provePin(channel, pin, hash);
    inside.retries = ALL_TRIES;
    const { authenticatorData, signature } = await getAssertion(channel, RELYING_PARTY, hash, proof);
    const packed = packAssertion({ authenticatorData, clientDataJSON, signature });
    if (!(await assertionHolds(certificate.key, bytes, packed)))
      return { kind: 'failed', detail: 'the assertion does not verify' };
    return { kind: 'signed', signature: packed };
  }

  async #answerTo(error: unknown, inside: Inside): Promise<KeyAnswer> {
    if (error instanceof KeyGone) {
      this.#remove(inside);
      return { kind: 'absent' };
    }
    if (!(error instanceof CtapError)) return this.#broken(inside, error);
    const { status, message } = error;
    if (status === STATUS.pinInvalid || status === STATUS.pinBlocked) return this.#wrongPin(inside);
    return untouched.has(status) ? { kind: 'untouched' } : { kind: 'failed', detail: message };
  }

  async #wrongPin(inside: Inside): Promise<KeyAnswer> {
    try {
      if (inside.channel) inside.retries = await retriesLeft(inside.channel);
    } catch (error) {
      return error instanceof KeyGone ? { kind: 'absent' } : this.#broken(inside, error);
    }
    return inside.retries === 0 ? { kind: 'locked' } : { kind: 'wrong-pin', triesLeft: inside.retries };
  }

  /** It answers nonsense or nothing: it is opened anew, and a new channel forgets what came on the old one. */
  #broken(inside: Inside, error: unknown): KeyAnswer {
    const detail = (error as Error).message.slice(0, 200);
    this.#parts.log(`FIDO2 ${inside.path}: ${detail}`);
    void inside.channel?.close();
    inside.channel = null;
    inside.triedAt = performance.now();
    return { kind: 'failed', detail };
  }

  async #look(): Promise<void> {
    try {
      const paths = new Set(await this.#parts.bus.list());
      // Another device may have come under the same path meanwhile.
      for (const inside of [...this.#inside.values()])
        if (!paths.has(inside.path) || inside.channel?.isGone) this.#remove(inside);
      this.#tellUnless([...paths].some((path) => !this.#inside.has(path)));
      await Promise.all([...paths].map((path) => this.#open(path)));
      this.#tell();
    } catch (error) {
      this.#cannotLook((error as Error).message);
    }
    if (!this.#closed) {
      this.#timer = setTimeout(() => {
        this.#looking = this.#look();
      }, LOOK_MILLISECONDS);
    }
  }

  /** Said once: it is tried again all the time. */
  #cannotLook(why: string): void {
    if (why !== this.#trouble) this.#parts.log(`HID: ${why.split('\n')[0]}`);
    this.#trouble = why;
    this.#tell();
  }

  /** What is gone is told at once; what has come is told when it is known whose it is. */
  #tellUnless(somethingNew: boolean): void {
    if (!somethingNew || this.#inside.size > 0) this.#tell();
  }

  async #open(path: string): Promise<void> {
    const known = this.#inside.get(path);
    if (known?.channel || this.#closed) return;
    if (known && performance.now() - known.triedAt < AGAIN_MILLISECONDS) return;
    const inside: Inside = known ?? {
      ...{ path, channel: null, certificate: null, retries: ALL_TRIES, touch: false },
      triedAt: 0,
    };
    inside.triedAt = performance.now();
    this.#inside.set(path, inside);
    try {
      const { bus, patience = PATIENCE } = this.#parts;
      const touch = (needed: boolean) => {
        inside.touch = needed;
        this.#tell();
      };
      inside.channel = await Channel.open(bus, path, patience, touch);
      inside.certificate = await this.#whose(inside.channel);
      if (inside.certificate) inside.retries = await retriesLeft(inside.channel);
    } catch (error) {
      if (error instanceof KeyGone) this.#remove(inside);
      else this.#broken(inside, error);
    }
  }

  /** The certificate of the credential in this key, if it proves that it has it; nobody need touch it for that. */
  async #whose(channel: Channel): Promise<Uint8Array | null> {
    const hash = new Uint8Array(randomBytes(32));
    try {
      const { credential, authenticatorData, signature } = await getAssertion(
        channel,
        RELYING_PARTY,
        hash,
        null,
      );
      const id = hexOf(credential);
      const certificate = this.#parts.certificates().find((one) => credentialOf(one) === id);
      if (!certificate) return null;
      const signed = Uint8Array.from([...authenticatorData, ...hash]);
      const { key } = KnownCertificate.read(certificate);
      return (await key.holds('SHA-256', signed, signature)) ? certificate : null;
    } catch (error) {
      if (error instanceof CtapError && error.status === STATUS.noCredentials) return null;
      throw error;
    }
  }

  #remove(inside: Inside): void {
    this.#inside.delete(inside.path);
    void inside.channel?.close();
  }

  #keys(): Inside[] {
    return [...this.#inside.values()].filter(({ certificate }) => certificate !== null);
  }

  #tell(): void {
    this.#told.tell(this.#now());
  }

  #now(): KeyNow {
    const [only, another] = this.#keys();
    if (another) return { state: 'several' };
    if (!only?.certificate) return { state: 'absent' };
    const { certificate, retries, touch } = only;
    return {
      state: retries === 0 ? 'locked' : 'present',
      certificate,
      triesLeft: retries >= ALL_TRIES ? null : retries,
      ...(touch ? { touch } : {}),
    };
  }
}

function credentialOf(certificate: Uint8Array): string | null {
  try {
    return KnownCertificate.read(certificate).facts.credential;
  } catch {
    return null;
  }
}
