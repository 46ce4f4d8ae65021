/** Lists read on a thread of their own, with bounds on memory and time that a hostile file cannot pass. */
import { Refusal } from '#shared/catalogue/refusal.ts';
import { AskedThread } from '../../threads/asked-thread.ts';
import { ROWS_AT_MOST } from './cells.ts';

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
  const thread = new AskedThread<Uint8Array>(new URL('./thread.ts', import.meta.url), MEGABYTES);
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    void thread.end();
  }, PATIENCE_MILLISECONDS);
  try {
    return await thread.ask<Uint8Array>(bytes);
  } catch (error) {
    if (late) throw beyond(`> ${PATIENCE_MILLISECONDS / 1000} s`);
    const { code } = error as NodeJS.ErrnoException;
    throw code === 'ERR_WORKER_OUT_OF_MEMORY' ? beyond(`> ${MEGABYTES} MB`) : error;
  } finally {
    clearTimeout(timer);
    await thread.end();
  }
}

function beyond(detail: string): Refusal {
  return new Refusal('POOL_FILE_TOO_LARGE', { detail, rows: ROWS_AT_MOST });
}
