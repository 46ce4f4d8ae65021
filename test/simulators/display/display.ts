import type { DisplayPort } from '#booth/devices/ports.ts';

/** A screen that remembers what it shows. */
export class SimulatedDisplay implements DisplayPort {
  shown: string | null = null;

  async show(address: string): Promise<void> {
    this.shown = address;
  }

  async blank(): Promise<void> {
    this.shown = null;
  }
}
