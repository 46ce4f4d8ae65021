/** A slot that holds a key when the container's file is there: on a stick that is put in and pulled out. */
import { bytesOfBase64 } from '#shared/canonical/index.ts';
import { KnownCertificate } from '#shared/signature/certificates.ts';
import type { KeyAnswer, KeyNow, KeyPort } from '../../ports.ts';
import { Told } from '../told.ts';
import { openContainer, PIN_TRIES, readContainer, signSm2, writeContainer } from './file.ts';

const LOOK_MILLISECONDS = 200;

export class ContainerKey implements KeyPort {
  readonly #path: string;
  readonly #told = new Told();
  readonly #timer: NodeJS.Timeout;

  constructor(path: string) {
    this.#path = path;
    this.#look();
    this.#timer = setInterval(() => this.#look(), LOOK_MILLISECONDS);
  }

  watch(tell: (key: KeyNow) => void): () => void {
    return this.#told.watch(tell);
  }

  async sign(bytes: Uint8Array, pin: string): Promise<KeyAnswer> {
    const answer = this.#answer(bytes, pin);
    this.#look();
    return answer;
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
  }

  #answer(bytes: Uint8Array, pin: string): KeyAnswer {
    const container = readContainer(this.#path);
    if (!container) return { kind: 'absent' };
    if (container.triesLeft === 0) return { kind: 'locked' };
    try {
      // Counted before it is tried: pulling the stick out in between does not win a try.
      const triesLeft = container.triesLeft - 1;
      writeContainer(this.#path, { ...container, triesLeft });
      const key = openContainer(container, pin);
      if (key === null) return triesLeft === 0 ? { kind: 'locked' } : { kind: 'wrong-pin', triesLeft };
      writeContainer(this.#path, { ...container, triesLeft: PIN_TRIES });
      const signature = signSm2(key, bytes);
      const holds = KnownCertificate.read(bytesOfBase64(container.certificate)).key.holdsSm2(
        bytes,
        signature,
      );
      return holds
        ? { kind: 'signed', signature }
        : { kind: 'failed', detail: 'the signature does not verify' };
    } catch (error) {
      if (!readContainer(this.#path)) return { kind: 'absent' };
      const { code, message } = error as NodeJS.ErrnoException;
      return { kind: 'failed', detail: (code ?? message).slice(0, 200) };
    }
  }

  #look(): void {
    this.#told.tell(this.#now());
  }

  #now(): KeyNow {
    const container = readContainer(this.#path);
    if (!container) return { state: 'absent' };
    const { triesLeft } = container;
    return {
      state: triesLeft === 0 ? 'locked' : 'present',
      certificate: bytesOfBase64(container.certificate),
      triesLeft: triesLeft === PIN_TRIES ? null : triesLeft,
    };
  }
}
