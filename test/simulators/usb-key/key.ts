/** A simulated USB key and the slot it goes into, worked by a hand: `insert`, `remove`. */
import type { KeyAnswer, KeyNow, KeyPort } from '#booth/devices/ports.ts';
import { SoftToken } from './soft-token.ts';

/** Wrong PINs in a row after which a key locks itself for good, as real ones do. */
export const PIN_TRIES = 5;

/** One key: it keeps its own count of wrong PINs, whatever machine it is in. */
export class SimulatedToken {
  readonly certificate: Uint8Array;
  readonly #p12: Uint8Array;
  #opened: { readonly pin: string; readonly token: SoftToken } | null = null;
  #triesLeft = PIN_TRIES;

  constructor({ p12, certificate }: { readonly p12: Uint8Array; readonly certificate: Uint8Array }) {
    this.#p12 = p12;
    this.certificate = certificate;
  }

  /** As KeyNow: null before the first wrong PIN. */
  get triesLeft(): number | null {
    return this.#triesLeft === PIN_TRIES ? null : this.#triesLeft;
  }

  get locked(): boolean {
    return this.#triesLeft === 0;
  }

  sign(bytes: Uint8Array, pin: string): KeyAnswer {
    if (this.locked) return { kind: 'locked' };
    const token = this.#open(pin);
    if (!token) {
      this.#triesLeft -= 1;
      return this.locked ? { kind: 'locked' } : { kind: 'wrong-pin', triesLeft: this.#triesLeft };
    }
    this.#triesLeft = PIN_TRIES;
    return { kind: 'signed', signature: token.sign(bytes) };
  }

  /** Deriving the key of the container is slow, so a token once opened is kept with the PIN that opened it. */
  #open(pin: string): SoftToken | null {
    if (this.#opened) return this.#opened.pin === pin ? this.#opened.token : null;
    const token = SoftToken.open(this.#p12, pin);
    if (token) this.#opened = { pin, token };
    return token;
  }
}

/** The slot of one machine. */
export class SimulatedKey implements KeyPort {
  /** How long a watcher waits for the first word, as while a driver looks for its devices; 0: told at once. */
  firstWordMilliseconds = 0;
  readonly #watchers = new Set<(key: KeyNow) => void>();
  #token: SimulatedToken | null;

  constructor(token: SimulatedToken | null = null) {
    this.#token = token;
  }

  insert(token: SimulatedToken): void {
    this.#token = token;
    this.#tell();
  }

  remove(): void {
    this.#token = null;
    this.#tell();
  }

  watch(tell: (key: KeyNow) => void): () => void {
    this.#watchers.add(tell);
    if (this.firstWordMilliseconds === 0) tell(this.#now());
    else setTimeout(() => tell(this.#now()), this.firstWordMilliseconds);
    return () => this.#watchers.delete(tell);
  }

  async sign(bytes: Uint8Array, pin: string): Promise<KeyAnswer> {
    const token = this.#token;
    if (!token) return { kind: 'absent' };
    const before = token.triesLeft;
    const answer = token.sign(bytes, pin);
    if (token.triesLeft !== before) this.#tell();
    return answer;
  }

  #now(): KeyNow {
    if (!this.#token) return { state: 'absent' };
    const { certificate, locked, triesLeft } = this.#token;
    return { state: locked ? 'locked' : 'present', certificate, triesLeft };
  }

  #tell(): void {
    for (const tell of this.#watchers) tell(this.#now());
  }
}
