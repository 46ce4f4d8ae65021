/** A thread of the pool: verifies what it is sent, one after the other. */
import { parentPort } from 'node:worker_threads';
import { Refusal } from '#shared/catalogue/refusal.ts';
import type { Asked, Told } from './pool.ts';
import { verifyHere } from './stamped.ts';

async function answer({ id, input }: Asked): Promise<Told> {
  try {
    return { id, verified: await verifyHere(input) };
  } catch (error) {
    if (!(error instanceof Refusal)) return { id };
    const { code, values, faults } = error;
    return { id, refused: { code, values, faults } };
  }
}

parentPort?.on('message', async (asked: Asked) => parentPort?.postMessage(await answer(asked)));
