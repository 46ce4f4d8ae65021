/** The headless shell: one booth as one process, its page served to this machine's own browser. */
import type { AddressInfo } from 'node:net';
import { Refusal } from '#shared/catalogue/refusal.ts';
import { BoothCore } from '../core/booth.ts';
import type { LineIdentity } from '../core/world.ts';
import type { Devices } from '../devices/ports.ts';
import { hubDocuments } from '../identity/hub-documents.ts';
import type { BoothSettings } from '../settings.ts';
import { Bridge } from './bridge.ts';
import { reportKeeper } from './kept-report.ts';
import { buildPages } from './pages.ts';

export interface BoothParts {
  readonly settings: BoothSettings;
  readonly devices: Devices;
  /** Of an enrolled terminal. */
  readonly identity?: LineIdentity;
  /** Takes one line for the person who runs this process; nothing of an evaluation is ever in it. */
  readonly log?: (line: string) => void;
  readonly now?: () => Date;
  /** Shortest and longest wait before a lost line is opened again, in milliseconds. */
  readonly retry?: readonly [number, number];
}

export interface RunningBooth {
  /** Where the expert's page is, `http://127.0.0.1:PORT`; its bridge is the WebSocket at `/bridge`. */
  readonly address: string;
  /** Says goodbye to the hub and lets go of the data; what has not reached the hub stays on disk. */
  close(): Promise<void>;
}

const LOOPBACK = '127.0.0.1';
const RETRY_MILLISECONDS = [500, 5000] as const;

/** Starts one booth. Refuses BOOTH_DATA_IN_USE when another process has its data, ADDRESS_UNUSABLE for its port. */
export async function startBooth(parts: BoothParts): Promise<RunningBooth> {
  const { settings, devices, identity } = parts;
  const pages = await buildPages((digest) => core.documentFile(digest));
  const core = new BoothCore({
    settings,
    devices,
    ...(identity ? { identity } : {}),
    documents: hubDocuments(settings, identity),
    reported: reportKeeper(settings.data),
    log: parts.log ?? (() => {}),
    now: parts.now ?? (() => new Date()),
    retry: parts.retry ?? RETRY_MILLISECONDS,
  });
  const bridge = new Bridge(core);
  bridge.attach(pages.server);
  try {
    await pages.listen({ host: LOOPBACK, port: settings.port });
  } catch (error) {
    await core.close();
    throw asPortRefusal(error, settings.port);
  }
  const address = `http://${LOOPBACK}:${(pages.server.address() as AddressInfo).port}`;
  await devices.lockdown.engage();
  await devices.display.show(address);
  return {
    address,
    close: async () => {
      bridge.close();
      await pages.close();
      await core.close();
      await devices.display.blank();
      await devices.lockdown.release();
    },
  };
}

function asPortRefusal(error: unknown, port: number): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === undefined) return error;
  return new Refusal('ADDRESS_UNUSABLE', { address: `${LOOPBACK}:${port}`, detail: code });
}
