/** A thread that verifies signatures and does nothing else. */
import { parentPort, workerData } from 'node:worker_threads';
import { verifierOf } from '#shared/signature/verify.ts';
import { nodeKey } from './node-key.ts';
import { type Answer, type Question, toldOf } from './questions.ts';

const verify = verifierOf(workerData as readonly Uint8Array[], nodeKey);

parentPort?.on('message', (questions: readonly Question[]) => {
  const answers = questions.map(({ id, ...signed }) =>
    verify(signed).then(
      (found): Answer => ({ id, found }),
      (error: unknown): Answer => toldOf(id, error),
    ),
  );
  void Promise.all(answers).then((all) => parentPort?.postMessage(all));
});
