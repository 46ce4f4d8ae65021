import {
  type BoothFrame,
  type Fingerprint,
  type LedgerHead,
  PROTOCOL,
} from '#shared/protocol/booth-frames.ts';
import type { FingerprintPort } from '../devices/ports.ts';
import type { BoothSettings } from '../settings.ts';

export type Hello = Extract<BoothFrame, { type: 'hello' }>;

/** How this machine says who it is. */
export class Machine {
  readonly #settings: BoothSettings;
  readonly #port: FingerprintPort;
  #read: Promise<Fingerprint> | null = null;

  constructor(settings: BoothSettings, port: FingerprintPort) {
    this.#settings = settings;
    this.#port = port;
  }

  /** `acked` and `head`: what this booth remembers of the hub. */
  async hello(acked: number, head: LedgerHead | null, now: () => Date): Promise<Hello> {
    const { booth, token } = this.#settings;
    const fingerprint = await this.#fingerprint();
    const remembered = { acked, ...(head ? { head } : {}) };
    return {
      type: 'hello',
      protocol: PROTOCOL,
      booth,
      token,
      fingerprint,
      ...remembered,
      at: now().toISOString(),
    };
  }

  /** Read once: reading is slow, and the machine does not change while it runs. */
  async #fingerprint(): Promise<Fingerprint> {
    this.#read ??= this.#port.read();
    try {
      return await this.#read;
    } catch (error) {
      this.#read = null; // the next line tries again
      throw error;
    }
  }
}
