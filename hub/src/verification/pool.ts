/**
 * Signatures are verified beside the hub's own thread where the machine has a core to spare. A worker that dies takes
 * nothing with it: what it was asked is answered here, and it is replaced.
 */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import {
  type SignedBytes,
  type UnboundSignature,
  type VerifySigned,
  verifierOf,
} from '#shared/signature/verify.ts';
import { nodeKey } from './node-key.ts';
import { type Answer, type Question, refusalOf } from './questions.ts';

/** How long no worker is started after one has died, in milliseconds: one that dies at once is not to be a loop. */
const REST_MILLISECONDS = 1000;

export interface VerifierPool {
  readonly verify: VerifySigned;
  close(): void;
}

export interface PoolParts {
  readonly anchors: readonly Uint8Array[];
  /** Threads beside that of the hub; by default one for each core but one. */
  readonly workers?: number;
  /** What a worker runs. */
  readonly program?: URL;
}

interface Asked {
  readonly signed: SignedBytes;
  readonly resolve: (found: UnboundSignature) => void;
  readonly reject: (error: unknown) => void;
}

/** One worker and what it was asked. */
interface Desk {
  readonly worker: Worker;
  readonly asked: Map<number, Asked>;
}

/** Starts no thread before there is something to verify. */
export function openVerifierPool({
  anchors,
  workers = availableParallelism() - 1,
  program = new URL('./worker.ts', import.meta.url),
}: PoolParts): VerifierPool {
  const here = verifierOf(anchors, nodeKey);
  const desks: (Desk | null)[] = Array.from({ length: workers }, () => null);
  const waiting: Asked[] = [];
  let turns = 0;
  let questions = 0;
  let restUntil = 0;
  let closed = false;

  const answerHere = ({ signed, resolve, reject }: Asked) => here(signed).then(resolve, reject);

  const open = (place: number): Desk => {
    const worker = new Worker(program, { workerData: anchors });
    worker.unref();
    const desk: Desk = { worker, asked: new Map() };
    worker.on('message', (answers: readonly Answer[]) => {
      for (const answer of answers) {
        const asked = desk.asked.get(answer.id);
        desk.asked.delete(answer.id);
        if ('found' in answer) asked?.resolve(answer.found);
        else asked?.reject(refusalOf(answer));
      }
    });
    const give = () => {
      if (desks[place] === desk) desks[place] = null;
      const left = [...desk.asked.values()];
      desk.asked.clear();
      for (const asked of left) answerHere(asked);
    };
    worker.on('error', (error) => {
      restUntil = performance.now() + REST_MILLISECONDS;
      process.stderr.write(`a thread that verifies signatures has died: ${String(error)}\n`);
    });
    worker.on('exit', () => {
      restUntil = performance.now() + REST_MILLISECONDS;
      give();
    });
    desks[place] = desk;
    return desk;
  };

  /** What has come in one turn goes to one worker in one message; the next turn's to the next worker. */
  const send = () => {
    const batch = waiting.splice(0);
    const place = turns % workers;
    turns += 1;
    const desk = desks[place] ?? (performance.now() < restUntil ? null : open(place));
    if (closed || !desk) {
      for (const asked of batch) answerHere(asked);
      return;
    }
    const asking = batch.map((asked): Question => {
      questions += 1;
      desk.asked.set(questions, asked);
      return { id: questions, ...asked.signed };
    });
    desk.worker.postMessage(asking);
  };

  const verify: VerifySigned = (signed) =>
    new Promise((resolve, reject) => {
      if (waiting.push({ signed, resolve, reject }) === 1) setImmediate(send);
    });
  return {
    verify: workers > 0 ? verify : here,
    close: () => {
      closed = true;
      for (const desk of desks) void desk?.worker.terminate();
    },
  };
}
