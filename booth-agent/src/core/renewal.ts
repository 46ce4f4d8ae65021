/** The terminal's next certificate: asked for in time, once on each line. */
import type { BoothFrame, Fingerprint } from '#shared/protocol/booth-frames.ts';
import type { LineIdentity } from './world.ts';

export interface RenewalParts {
  /** Absent on a line by token, where nothing is renewed. */
  readonly identity: LineIdentity | undefined;
  readonly fingerprint: () => Promise<Fingerprint>;
  readonly line: { readonly open: boolean; send(frame: BoothFrame): void };
  readonly now: () => Date;
  readonly log: (line: string) => void;
}

export class Renewal {
  readonly #parts: RenewalParts;
  #asked = false;

  constructor(parts: RenewalParts) {
    this.#parts = parts;
  }

  /** Another line: what was asked on the one before may not have arrived. */
  lineOpened(): void {
    this.#asked = false;
  }

  /** Asks where it is time. */
  async look(): Promise<void> {
    const { identity, line, now, log, fingerprint } = this.#parts;
    if (!identity || this.#asked || !line.open || !identity.due(now())) return;
    this.#asked = true;
    try {
      line.send({ type: 'renew', request: await identity.request(await fingerprint()) });
    } catch (error) {
      log(`the next certificate cannot be asked for: ${String(error)}`);
    }
  }

  came(certificate: string): void {
    const { identity, log } = this.#parts;
    try {
      identity?.take(certificate);
      log('this terminal has its next certificate');
    } catch (error) {
      log(`the next certificate cannot be kept: ${String(error)}`);
    }
  }
}
