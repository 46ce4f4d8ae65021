/** The real machine as it is found before a day starts: each device with its version and whether it works. */
import { existsSync, readFileSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { release, type } from 'node:os';
import { sha256Hex } from '#shared/canonical/index.ts';
import type { DeviceFound } from '#shared/protocol/readiness.ts';
import about from '../../../../package.json' with { type: 'json' };
import type { Tell } from '../lockdown/engine.ts';
import { SERVICE } from '../lockdown/linux/service.ts';
import type { InspectionPort } from '../ports.ts';

/** What speaks to experts' keys. `file`: its library, or what it reads; '' where it is not set up. */
export interface KeyAdapter {
  readonly name: string;
  readonly file: string;
  /** Its file lies on a stick that an expert brings: that it is not there says nothing. */
  readonly comesAndGoes?: true;
  /** Whether it answers, where that can be asked; by default it does while its file is there. */
  works?(): boolean;
}

export interface InspectionParts {
  readonly adapters: readonly KeyAdapter[];
  readonly lockdown: '' | 'systemd';
  /** Where the booth keeps its data. */
  readonly data: string;
  readonly tell: Tell;
}

const MEBIBYTE = 1_048_576;
/** Hexadecimal digits of a library's digest that stand for its version. */
const DIGEST_DIGITS = 16;
/** The most characters of a detail (`Line`). */
const DETAIL = 200;

export function systemInspection({ adapters, lockdown, data, tell }: InspectionParts): InspectionPort {
  return {
    async look() {
      return {
        software: {
          agent: `${about.name} ${about.version}`,
          runtime: `node ${process.versions.node}`,
          system: `${type()} ${release()}`,
        },
        devices: [...adapters.map(adapterFound), lockdownFound(lockdown, tell), fingerprintFound],
        freeMebibytes: await freeMebibytes(data),
      };
    },
  };
}

function adapterFound({ name, file, comesAndGoes, works }: KeyAdapter): DeviceFound {
  const told = { kind: 'key', name, version: null, detail: null } as const;
  if (file === '') return { ...told, state: 'unused' };
  if (comesAndGoes) return { ...told, state: 'ready' };
  if (!existsSync(file)) return { ...told, state: 'failed', detail: `${file}: ENOENT`.slice(-DETAIL) };
  if (works && !works()) return { ...told, state: 'failed', detail: `${file}: no answer`.slice(-DETAIL) };
  return { ...told, version: versionOf(file), state: 'ready' };
}

/** A vendor's library has no version that all tell alike: its bytes have. */
function versionOf(file: string): string | null {
  try {
    return `sha256:${sha256Hex(new Uint8Array(readFileSync(file))).slice(0, DIGEST_DIGITS)}`;
  } catch {
    return null;
  }
}

function lockdownFound(lockdown: InspectionParts['lockdown'], tell: Tell): DeviceFound {
  const told = { kind: 'lockdown', name: SERVICE, version: null } as const;
  if (lockdown === '') return { ...told, state: 'unused', detail: null };
  const failure = tell(['systemctl', 'is-active', '--quiet', SERVICE]);
  return failure === null
    ? { ...told, state: 'ready', detail: null }
    : { ...told, state: 'failed', detail: failure.slice(0, DETAIL) };
}

const fingerprintFound: DeviceFound = {
  kind: 'fingerprint',
  name: 'systeminformation',
  version: about.dependencies.systeminformation,
  state: 'ready',
  detail: null,
};

async function freeMebibytes(directory: string): Promise<number | null> {
  try {
    const { bavail, bsize } = await statfs(directory);
    return Math.floor((bavail * bsize) / MEBIBYTE);
  } catch {
    return null;
  }
}
