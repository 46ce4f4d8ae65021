import type { Inspection, InspectionPort } from '#booth/devices/ports.ts';

/** A machine on which all works, until a hand breaks something. */
export class SimulatedInspection implements InspectionPort {
  found: Inspection = {
    software: { agent: '0.1.0', runtime: 'node 24', system: 'simulated' },
    devices: [
      { kind: 'key', name: 'simulated key', version: '1', state: 'ready', detail: null },
      { kind: 'lockdown', name: 'simulated lock-down', version: null, state: 'ready', detail: null },
    ],
    freeMebibytes: 8192,
  };

  async look(): Promise<Inspection> {
    return this.found;
  }
}
