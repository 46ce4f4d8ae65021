import { createHash } from 'node:crypto';
import type { FingerprintPort } from '#booth/devices/ports.ts';
import type { Fingerprint } from '#shared/protocol/booth-frames.ts';

/** The parts of a made-up machine: always the same for the same name, different for another. */
export function simulatedParts(name: string): Fingerprint {
  const hex = createHash('sha256').update(name).digest('hex');
  const mac = [0x02, ...Buffer.from(hex.slice(0, 10), 'hex')]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join(':');
  return [
    { part: 'board-serial', value: hex.slice(10, 22).toUpperCase() },
    { part: 'disk-serial', value: hex.slice(22, 38).toUpperCase() },
    { part: 'hostname', value: name.toLowerCase() },
    { part: 'mac', value: mac },
    { part: 'system-serial', value: hex.slice(38, 50).toUpperCase() },
  ];
}

/** A machine whose parts a hand can change: another network card, another disk. */
export class SimulatedFingerprint implements FingerprintPort {
  #parts: Fingerprint;

  constructor(name: string) {
    this.#parts = simulatedParts(name);
  }

  /** Puts another part of the same name into the machine. */
  replace(part: string, value: string): void {
    this.#parts = this.#parts.map((entry) => (entry.part === part ? { part, value } : entry));
  }

  async read(): Promise<Fingerprint> {
    return this.#parts;
  }
}
