/**
 * `npm run simulate -- --seeds N [--seed S] [--booths B] [--calm] [--trace] [--json]`: whole mornings from seeds. Ends
 * with 1 when an invariant does not hold, naming the seed that shows it; `--seed S` alone runs that one again.
 * `--defect NAME` plants a defect; `--defects` plants each in turn and tells which invariant has found it.
 */
import { parseArgs } from 'node:util';
import { invariants } from './findings.ts';
import { tellDefects } from './hunt.ts';
import type { MorningOrder, MorningReport } from './run-morning.ts';
import { runAll } from './workers.ts';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1' },
    seed: { type: 'string', default: '1' },
    booths: { type: 'string', default: '20' },
    calm: { type: 'boolean', default: false },
    defect: { type: 'string' },
    defects: { type: 'boolean', default: false },
    trace: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});

function whole(name: 'seeds' | 'seed' | 'booths', low: number, high: number): number {
  const value = Number(values[name]);
  if (Number.isInteger(value) && value >= low && value <= high) return value;
  process.stderr.write(`--${name} is a whole number from ${low} to ${high}\n`);
  process.exit(2);
}

const first = whole('seed', 0, 2 ** 31);
const count = whole('seeds', 1, 1_000_000);
const booths = whole('booths', 10, 60);
const { defect } = values;
const plan = (seed: number): MorningOrder => ({
  ...{ seed, booths, calm: values.calm },
  ...(defect === undefined ? {} : { defect }),
});

/** Tells every frame and every entry of one morning. */
async function tellOne(): Promise<MorningReport[]> {
  (await import('./platform.ts')).takePlatform();
  const { runMorning } = await import('./run-morning.ts');
  return [await runMorning({ ...plan(first), tell: (line) => process.stdout.write(`${line}\n`) })];
}

async function runMany(): Promise<MorningReport[]> {
  const reports: MorningReport[] = [];
  const orders = Array.from({ length: count }, (_, n) => plan(first + n));
  await runAll(orders, (report) => {
    reports.push(report);
    if (!values.json) for (const finding of report.findings) tell(report.seed, finding);
    if (process.stderr.isTTY) process.stderr.write(`\r${reports.length}/${count} mornings`);
  });
  return reports.sort((a, b) => a.seed - b.seed);
}

function tell(seed: number, { invariant, message }: MorningReport['findings'][number]): void {
  process.stdout.write(`seed ${seed}: ${invariants[invariant]}, but not here: ${message}\n`);
}

if (values.defects) process.exit(await tellDefects({ first, booths, json: values.json }));
const began = performance.now();
const reports = values.trace ? await tellOne() : await runMany();
const seconds = (performance.now() - began) / 1000;
const hours = reports.reduce((sum, report) => sum + report.hours, 0);
const failing = reports.filter(({ findings }) => findings.length > 0);
const rate = hours / seconds;
if (values.json) {
  process.stdout.write(
    `${JSON.stringify({ mornings: reports.length, failing: failing.length, hours, seconds, hoursPerSecond: rate, reports })}\n`,
  );
} else {
  if (values.trace) for (const report of reports) for (const one of report.findings) tell(report.seed, one);
  const [one] = reports;
  if (reports.length === 1 && one) process.stdout.write(`trace ${one.trace}, ${one.entries} entries\n`);
  process.stdout.write(
    `${reports.length} mornings of ${booths} booths, ${failing.length} failing` +
      `${failing.length > 0 ? ` (npm run simulate -- --booths ${booths} --seed ${failing[0]?.seed})` : ''}; ` +
      `${hours.toFixed(0)} simulated hours in ${seconds.toFixed(0)} s, ${rate.toFixed(2)} hours a second\n`,
  );
}
process.exitCode = failing.length > 0 ? 1 : 0;
