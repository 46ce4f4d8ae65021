/** A desk with the page's own line of scans, over a line to the hub that can be made to drop. */
import { randomBytes } from 'node:crypto';
import { proveId } from '#shared/pool/id-proof.ts';
import type { Desk } from '#test/demo/desk.ts';
import { type KeptScan, ScanLine, type Sent } from '../../hub/web/src/hall/check-in/scan-line.ts';
import type { Person } from '../demo/people.ts';
import { Refused } from '../demo/staff.ts';

const unreached: Sent = { kind: 'unreached', reason: { code: 'UNREACHABLE', sentence: { zh: '', en: '' } } };

export class ScanningDesk {
  readonly line: ScanLine;
  readonly #desk: Desk;
  readonly #stop: () => void;
  readonly #kept = new Map<string, KeptScan>();
  #key: Promise<string>;
  #down = false;
  #sent = 0;

  constructor(desk: Desk) {
    this.#desk = desk;
    this.#key = desk.view().then(({ identity }) => identity.key);
    this.line = new ScanLine(desk.site, {
      store: {
        all: async () => [...this.#kept.values()],
        keep: async (scan) => void this.#kept.set(scan.scan, scan),
        forget: async (scan) => void this.#kept.delete(scan),
      },
      send: (scan) => this.#send(scan),
      now: Date.now,
      later: (_milliseconds, call) => {
        const timer = setTimeout(call, 20);
        return () => clearTimeout(timer);
      },
    });
    this.#stop = this.line.start();
  }

  /** From now on nothing comes through; of every second request only the answer is lost. */
  drop(): void {
    this.#down = true;
  }

  restore(): void {
    this.#down = false;
    this.line.hurry();
  }

  async scan({ badge, idNumber }: Pick<Person, 'badge' | 'idNumber'>): Promise<void> {
    const idProof = proveId(await this.#key, { badge, idNumber }, randomBytes(32));
    await this.line.note({ scan: randomBytes(32).toString('hex'), badge, idProof });
  }

  close(): void {
    this.#stop();
  }

  async #send({ scan, badge, readAt, idProof }: KeptScan): Promise<Sent> {
    const down = this.#down;
    if (down && this.#sent++ % 2 === 0) return unreached;
    const body = { scan, badge, readAt, idProof };
    try {
      const { name } = await this.#desk.staff.send<{ name: string }>('POST', '/api/hall/check-in', body);
      return down ? unreached : { kind: 'done', name };
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const { code, message } = error.refusal;
      return down ? unreached : { kind: 'refused', reason: { code, sentence: message } };
    }
  }
}
