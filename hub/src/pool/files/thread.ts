/** A thread that reads one list: a long one takes seconds, in which the hub has booths to hear. */
import { parentPort, workerData } from 'node:worker_threads';
import { Refusal } from '#shared/catalogue/refusal.ts';
import { listInFile } from './list.ts';
import type { Told } from './reading.ts';

async function answer(bytes: Uint8Array): Promise<Told> {
  try {
    return { list: new TextEncoder().encode(JSON.stringify(await listInFile(bytes))) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { code, values, faults } = error;
    return { refused: { code, values, faults } };
  }
}

parentPort?.postMessage(await answer(workerData as Uint8Array));
