import type { Devices } from '#booth/devices/ports.ts';
import { SimulatedDisplay } from './display/display.ts';
import { SimulatedFingerprint } from './fingerprint/fingerprint.ts';
import { SimulatedInspection } from './inspection/inspection.ts';
import { SimulatedLockdown } from './lockdown/lockdown.ts';
import { SimulatedScreens } from './screens/screens.ts';
import { SimulatedKey, type SimulatedToken } from './usb-key/key.ts';

/** A whole simulated machine; each part can be worked by hand. */
export interface SimulatedDevices extends Devices {
  readonly key: SimulatedKey;
  readonly fingerprint: SimulatedFingerprint;
  readonly display: SimulatedDisplay;
  readonly lockdown: SimulatedLockdown;
  readonly screens: SimulatedScreens;
  readonly inspection: SimulatedInspection;
}

/** The machine of this name, with a key in it or none. */
export function simulatedDevices(name: string, token: SimulatedToken | null = null): SimulatedDevices {
  return {
    key: new SimulatedKey(token),
    fingerprint: new SimulatedFingerprint(name),
    display: new SimulatedDisplay(),
    lockdown: new SimulatedLockdown(),
    screens: new SimulatedScreens(),
    inspection: new SimulatedInspection(),
  };
}
