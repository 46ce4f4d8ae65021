/** A terminal whose keys lie in SoftHSM, behind the PKCS#11 adapter as it ships. */
import { readFileSync } from 'node:fs';
import { PIN } from '../demo/people.ts';
import type { KeySlot } from '../demo/terminal.ts';
import { SoftHsm, type SoftHsmToken } from '../simulators/usb-key/soft-hsm.ts';
import { SoftToken } from '../simulators/usb-key/soft-token.ts';

export class SoftHsmSlot implements KeySlot {
  readonly #hsm = new SoftHsm();
  readonly #made = new Map<string, SoftHsmToken>();
  #inside: SoftHsmToken | null = null;
  readonly arguments = [];
  readonly environment = { ...this.#hsm.environment, KAWEI_PKCS11_MODULE: this.#hsm.library };

  insert(file: string): void {
    const known = this.#made.get(file);
    this.#inside = known ?? this.#make(file);
    known?.insert();
  }

  pullOut(): void {
    this.#inside?.pullOut();
    this.#inside = null;
  }

  remove(): void {
    this.#hsm.remove();
  }

  #make(file: string): SoftHsmToken {
    const key = SoftToken.open(new Uint8Array(readFileSync(file)), PIN);
    if (!key) throw new Error('wrong PIN');
    const made = this.#hsm.make(`key${this.#made.size}`, PIN, key);
    this.#made.set(file, made);
    return made;
  }
}
