/** The headless shell: one booth as one process, its page served to this machine's own browser. */
import type { Devices } from '../devices/ports.ts';
import type { BoothSettings } from '../settings.ts';

export interface BoothParts {
  readonly settings: BoothSettings;
  readonly devices: Devices;
  /** Takes one line for the person who runs this process; nothing of an evaluation is ever in it. */
  readonly log?: (line: string) => void;
}

export interface RunningBooth {
  /** Where the expert's page is, `http://127.0.0.1:PORT`; its bridge is the WebSocket at `/bridge`. */
  readonly address: string;
  /** Says goodbye to the hub and lets go of the data; what has not reached the hub stays on disk. */
  close(): Promise<void>;
}

/** Starts one booth. Refuses BOOTH_DATA_IN_USE when another process has its data, ADDRESS_UNUSABLE for its port. */
export async function startBooth(_parts: BoothParts): Promise<RunningBooth> {
  throw new Error('not written yet');
}
