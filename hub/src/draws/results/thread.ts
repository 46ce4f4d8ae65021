/** The thread on which the results of draws are made: of a large pool, or of seats hard to place, that takes seconds. */
import { parentPort } from 'node:worker_threads';
import { answerHub } from '../../threads/asked-thread.ts';
import { type Gathered, makeResult } from './result.ts';

answerHub<Gathered>(parentPort, makeResult);
