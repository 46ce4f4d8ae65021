/**
 * A simulated machine that a person works by hand, by files: a PKCS#12 at `key.p12` of its folder is a key in the
 * slot, and taking the file away pulls the key out.
 */
import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256Hex } from '#shared/canonical/index.ts';
import { type SimulatedDevices, simulatedDevices } from './devices.ts';
import { certificateIn } from './usb-key/certificate.ts';
import { SimulatedToken } from './usb-key/key.ts';

const LOOK_MILLISECONDS = 200;

export interface HandWorkedDevices {
  readonly devices: SimulatedDevices;
  /** The file that stands for the key in the slot. */
  readonly slot: string;
  close(): void;
}

/** Opens the machine in this folder, made if need be; with a key put in, where one is given. */
export function handWorkedDevices({
  name,
  folder,
  key,
}: {
  name: string;
  folder: string;
  key?: string;
}): HandWorkedDevices {
  const slot = join(folder, 'key.p12');
  mkdirSync(folder, { recursive: true });
  if (key !== undefined) copyFileSync(key, slot);
  const devices = simulatedDevices(name);
  // A key put back is the same key: it has counted its wrong PINs.
  const tokens = new Map<string, SimulatedToken>();
  let inside: SimulatedToken | null = null;
  const look = () => {
    const token = tokenIn(slot, tokens);
    if (token === inside) return;
    inside = token;
    if (token) devices.key.insert(token);
    else devices.key.remove();
  };
  look();
  const timer = setInterval(look, LOOK_MILLISECONDS);
  return { devices, slot, close: () => clearInterval(timer) };
}

function tokenIn(slot: string, tokens: Map<string, SimulatedToken>): SimulatedToken | null {
  let p12: Uint8Array;
  try {
    p12 = new Uint8Array(readFileSync(slot));
  } catch {
    return null;
  }
  const digest = sha256Hex(p12);
  const known = tokens.get(digest);
  if (known) return known;
  const certificate = certificateIn(p12);
  if (!certificate) return null;
  const token = new SimulatedToken({ p12, certificate });
  tokens.set(digest, token);
  return token;
}
