/** A simulated HID bus: keys are plugged in and pulled out by hand. */
import type { HidBus, HidDevice } from '#booth/devices/usb-key/fido2/hid.ts';
import type { VirtualKey } from './virtual-key.ts';

interface Plugged {
  readonly key: VirtualKey;
  readonly gone: Set<() => void>;
}

export class SimulatedBus implements HidBus {
  readonly #inside = new Map<string, Plugged>();
  #plugged = 0;

  /** By default under a path that no key had before. */
  insert(key: VirtualKey, path = `/dev/hidraw${this.#plugged++}`): void {
    this.#inside.set(path, { key, gone: new Set() });
  }

  pullOut(key: VirtualKey): void {
    for (const [path, plugged] of this.#inside) {
      if (plugged.key !== key) continue;
      this.#inside.delete(path);
      for (const tell of plugged.gone) tell();
    }
  }

  async list(): Promise<string[]> {
    return [...this.#inside.keys()];
  }

  async open(path: string): Promise<HidDevice> {
    const plugged = this.#inside.get(path);
    if (!plugged) throw new Error('no such device');
    let heard: (report: Uint8Array) => void = () => {};
    const inside = () => this.#inside.get(path) === plugged;
    return {
      write: async (report) => {
        if (!inside()) throw new Error('no such device');
        plugged.key.receive(report, (answer) => {
          if (inside()) queueMicrotask(() => heard(answer));
        });
      },
      listen({ report, gone }) {
        heard = report;
        plugged.gone.add(gone);
      },
      close: async () => {
        heard = () => {};
      },
    };
  }
}
