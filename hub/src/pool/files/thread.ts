/** A thread that reads one list: a long one takes seconds, in which the hub has booths to hear. */
import { parentPort } from 'node:worker_threads';
import { answerHub } from '../../threads/asked-thread.ts';
import { listInFile } from './list.ts';

answerHub<Uint8Array>(parentPort, async (bytes) =>
  new TextEncoder().encode(JSON.stringify(await listInFile(bytes))),
);
