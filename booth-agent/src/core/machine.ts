import { digestOf } from '#shared/canonical/index.ts';
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
    const fingerprint = await this.fingerprint();
    const remembered = { acked, ...(head ? { head } : {}) };
    return {
      type: 'hello',
      protocol: PROTOCOL,
      booth,
      ...(token === '' ? {} : { token }),
      fingerprint,
      ...remembered,
      at: now().toISOString(),
    };
  }

  /** Reads the machine anew; null where it is as it was read last. */
  async changed(): Promise<Fingerprint | null> {
    const before = await this.fingerprint();
    const now = await this.#port.read();
    if (digestOf(now) === digestOf(before)) return null;
    this.#read = Promise.resolve(now);
    return now;
  }

  /** As read last: reading is slow. */
  async fingerprint(): Promise<Fingerprint> {
    this.#read ??= this.#port.read();
    try {
      return await this.#read;
    } catch (error) {
      this.#read = null; // the next line tries again
      throw error;
    }
  }
}
