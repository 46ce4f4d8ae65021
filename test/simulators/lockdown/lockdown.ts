import type { LockdownPort } from '#booth/devices/ports.ts';

/** A lock-down that only remembers whether it is engaged. */
export class SimulatedLockdown implements LockdownPort {
  engaged = false;

  async engage(): Promise<void> {
    this.engaged = true;
  }

  async release(): Promise<void> {
    this.engaged = false;
  }
}
