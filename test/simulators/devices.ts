import type { Devices } from '#booth/devices/ports.ts';
import { SimulatedDisplay } from './display/display.ts';
import { SimulatedFingerprint } from './fingerprint/fingerprint.ts';
import { SimulatedLockdown } from './lockdown/lockdown.ts';
import { SimulatedKey, type SimulatedToken } from './usb-key/key.ts';

/** A whole simulated machine; each part can be worked by hand. */
export interface SimulatedDevices extends Devices {
  readonly key: SimulatedKey;
  readonly fingerprint: SimulatedFingerprint;
  readonly display: SimulatedDisplay;
  readonly lockdown: SimulatedLockdown;
}

/** The machine of this name, with a key in it or none. */
export function simulatedDevices(name: string, token: SimulatedToken | null = null): SimulatedDevices {
  return {
    key: new SimulatedKey(token),
    fingerprint: new SimulatedFingerprint(name),
    display: new SimulatedDisplay(),
    lockdown: new SimulatedLockdown(),
  };
}
