/** Locks or releases the machine whose tree lies at ROOT, and is gone at the Nth call: `ROOT engage|release N`. */
import { SimulatedMachine } from '../simulators/lockdown/machine.ts';
import { faulty, watchCalls } from './watched-calls.ts';

const [root = '', what = '', step = ''] = process.argv.slice(2);
watchCalls();
const lockdown = SimulatedMachine.at(root).lockdown();
faulty({ step: Number(step), how: 'kill' }, () => {
  if (what === 'engage') lockdown.engage();
  else lockdown.release();
});
