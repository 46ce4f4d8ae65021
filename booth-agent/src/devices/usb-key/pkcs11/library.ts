/** A vendor's PKCS#11 library: which key is in the machine, and signing with it. Every call waits for the vendor. */
import type pkcs11 from 'pkcs11js';
import type { KeyAnswer, KeyNow } from '../../ports.ts';
import { answerTo } from './errors.ts';
import { type Constants, type Held, type Library, Token } from './token.ts';

interface Found {
  readonly token: Token;
  readonly held: Held;
  readonly now: KeyNow;
}

export class Pkcs11Library {
  readonly #library: Library;
  readonly #constants: Constants;
  /** What each slot was found to hold, by the serial number and label of its token. */
  readonly #held = new Map<string, Held>();
  #initialized = false;

  /** Loads the library at this path. Throws where there is none, or what is there is no PKCS#11. */
  constructor(constants: Constants, path: string) {
    this.#constants = constants;
    this.#library = new constants.PKCS11();
    this.#library.load(path);
    this.#library.C_Initialize();
    this.#initialized = true;
  }

  /**
   * What is in the machine now. While nothing is, the library is started anew each time: there are those that look
   * for their tokens only then.
   */
  look(): KeyNow {
    const found = this.#find();
    if (found.length > 1) return { state: 'several' };
    const [only] = found;
    if (only) return only.now;
    this.#startAnew();
    return { state: 'absent' };
  }

  sign(bytes: Uint8Array, pin: string): KeyAnswer {
    const [only, another] = this.#find();
    if (!only || another) return { kind: 'absent' };
    if (only.now.state === 'locked') return { kind: 'locked' };
    try {
      return { kind: 'signed', signature: only.token.sign(only.held, bytes, pin) };
    } catch (error) {
      const [after] = this.#find();
      if (!after) return { kind: 'absent' };
      if (after.now.state === 'locked') return { kind: 'locked' };
      return answerTo(error, after.now.state === 'present' ? after.now.triesLeft : null);
    }
  }

  close(): void {
    this.#held.clear();
    if (!this.#initialized) return;
    this.#initialized = false;
    try {
      this.#library.C_Finalize();
    } catch {
      // It was not running, or is going anyway.
    }
  }

  #startAnew(): void {
    this.close();
    try {
      this.#library.C_Initialize();
      this.#initialized = true;
    } catch {
      // The next look tries again: some libraries start only once their key is there.
    }
  }

  /** The tokens with a certificate that signs. */
  #find(): Found[] {
    let slots: pkcs11.Handle[];
    try {
      slots = this.#library.C_GetSlotList(true);
    } catch {
      return [];
    }
    const present = new Set<string>();
    const found = slots.flatMap((slot) => this.#readSlot(slot, present) ?? []);
    for (const known of this.#held.keys()) if (!present.has(known)) this.#held.delete(known);
    return found;
  }

  #readSlot(slot: pkcs11.Handle, present: Set<string>): Found | null {
    try {
      const { serialNumber, label, flags } = this.#library.C_GetTokenInfo(slot);
      const name = JSON.stringify([slot.toString('hex'), serialNumber, label]);
      const token = new Token(this.#library, this.#constants, slot);
      const held = this.#held.get(name) ?? token.held();
      if (!held) return null;
      this.#held.set(name, held);
      present.add(name);
      return { token, held, now: this.#told(held, flags) };
    } catch {
      return null; // pulled out between two calls, or not ready yet
    }
  }

  #told({ certificate }: Held, flags: number): KeyNow {
    const { CKF_USER_PIN_LOCKED, CKF_USER_PIN_FINAL_TRY } = this.#constants;
    if (flags & CKF_USER_PIN_LOCKED) return { state: 'locked', certificate, triesLeft: 0 };
    // PKCS#11 has no number: only that one try is left, or that it was wrong before.
    return { state: 'present', certificate, triesLeft: flags & CKF_USER_PIN_FINAL_TRY ? 1 : null };
  }
}
