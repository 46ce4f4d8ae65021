/**
 * Loaded before a program of the project (`node --import`): watches its steps, and lets happen what the
 * environment asks for. FAULT_SIDE hub|booth; FAULT_AT STEP TIME HOW; FAULT_TRACE when set; FAULT_SYNCHRONOUS and
 * FAULT_CHECKPOINT_PAGES, as in `pragmas.ts`.
 */
import { COST } from '#hub/people/password-cost.ts';
import { type How, plant, trace } from './point.ts';
import { pragmas } from './pragmas.ts';
import { type Step, steps } from './steps.ts';
import { watchBooth } from './watched-booth.ts';
import { watchFiles } from './watched-files.ts';
import { watchHub } from './watched-hub.ts';

const { FAULT_SIDE, FAULT_AT, FAULT_TRACE, FAULT_SYNCHRONOUS, FAULT_CHECKPOINT_PAGES } = process.env;
if (FAULT_SIDE === 'hub') watchHub();
// As in every other test (test/cheap-passwords.ts): a first start hashes three, at more than all the rest of it.
if (FAULT_SIDE === 'hub') Object.assign(COST, { N: 2 ** 10 });
if (FAULT_SIDE === 'booth') watchBooth();
watchFiles();
pragmas({ synchronous: FAULT_SYNCHRONOUS, checkpointPages: FAULT_CHECKPOINT_PAGES });
if (FAULT_TRACE) trace();
if (FAULT_AT) {
  const [step, time, how] = FAULT_AT.split(' ');
  if (!steps.includes(step as Step)) throw new Error(`no such step: ${step}`);
  plant({ step: step as Step, time: Number(time), how: how as How });
}
