/** Lists read on a thread of their own, with bounds on memory and time that a hostile file cannot pass. */
import { Worker } from 'node:worker_threads';
import { type Fault, Refusal } from '#shared/catalogue/refusal.ts';
import type { RefusalCode } from '#shared/catalogue/refusals/index.ts';
import type { TextValues } from '#shared/catalogue/text.ts';
import { ROWS_AT_MOST } from './cells.ts';

/** What the thread says. */
export type Told =
  | { readonly list: Uint8Array }
  | {
      readonly refused: {
        readonly code: RefusalCode;
        readonly values: TextValues;
        readonly faults: readonly Fault[];
      };
    };

const MEGABYTES = 1536;
const PATIENCE_MILLISECONDS = 120_000;

/** Reads one list at a time: two large ones would want the memory of both. */
let last: Promise<unknown> = Promise.resolve();

/** JSON of what listInFile gives, read beside the hub's own work: whoever works on it is not the hub's own thread either. */
export function readListFile(bytes: Uint8Array): Promise<Uint8Array> {
  const reading = last.then(() => readOnThread(bytes));
  last = reading.catch(() => {});
  return reading;
}

async function readOnThread(bytes: Uint8Array): Promise<Uint8Array> {
  const worker = new Worker(new URL('./thread.ts', import.meta.url), {
    execArgv: [],
    workerData: bytes,
    resourceLimits: { maxOldGenerationSizeMb: MEGABYTES },
  });
  const timer = setTimeout(() => void worker.terminate(), PATIENCE_MILLISECONDS);
  try {
    const told = await new Promise<Told>((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', (error: NodeJS.ErrnoException) =>
        reject(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? beyond(`> ${MEGABYTES} MB`) : error),
      );
      worker.once('exit', () => reject(beyond(`> ${PATIENCE_MILLISECONDS / 1000} s`)));
    });
    if ('list' in told) return told.list;
    const { code, values, faults } = told.refused;
    throw new Refusal(code, values, faults);
  } finally {
    clearTimeout(timer);
    await worker.terminate();
  }
}

function beyond(detail: string): Refusal {
  return new Refusal('POOL_FILE_TOO_LARGE', { detail, rows: ROWS_AT_MOST });
}
