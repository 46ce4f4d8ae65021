/**
 * The whole suite in one command: finds or installs the programs the tests need, builds the pages, then checks
 * types, lint and format, and runs every test. Ends with the tests that failed, why, and one line for each check
 * that could not run: a log that is cut keeps its end.
 */
import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { constants, setPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Failed } from './failures.ts';
import { install, programs, whereIs } from './programs.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

interface Check {
  readonly name: string;
  readonly command: readonly string[];
  /** Where vitest leaves what failed. */
  readonly failures?: string;
  /** It lets the others go first. */
  readonly yields?: boolean;
}

interface Outcome {
  readonly check: Check;
  readonly passed: boolean;
  readonly seconds: string;
  /** Seconds of processors that it and its processes took; null where the system does not tell. */
  readonly worked: number | null;
  /** It failed beside the others and passed by itself. */
  readonly unsteady?: boolean;
}

const reports = mkdtempSync(join(tmpdir(), 'kawei-test-'));

/** What a check needs of other people's programs; without it, it is left out and said so. */
const needs: Readonly<Record<string, string>> = { 'on PostgreSQL': 'POSTGRES' };

/** First, one after the other: what fails here fails everywhere, and the pages are what the rest looks at. */
const first: readonly Check[] = [
  { name: 'types', command: ['tsc', '--noEmit', '-p', 'tsconfig.json'] },
  { name: 'lint and format', command: ['biome', 'check', '.'] },
  { name: 'pages are built', command: ['npm', 'run', 'build', '--silent'] },
];

/**
 * Then these side by side, each in its order. Faults and scenarios run one file at a time and wait for processes and
 * browsers more than they work; the mornings wait for nothing, and take what the others leave of the machine.
 */
const lanes: readonly (readonly Check[])[] = [
  [tests('unit tests', 'unit', 'rooms', 'apart'), tests('on PostgreSQL', 'postgres')],
  [
    tests('faults', 'faults'),
    tests('scenarios', 'scenarios'),
    { name: 'Electron, where its binary is', command: ['node', 'test/electron/run.ts'] },
  ],
  [
    {
      name: '200 mornings from seeds',
      command: ['node', 'test/simulation/simulate.ts', '--seeds', '200'],
      yields: true,
    },
  ],
];

function tests(name: string, ...projects: readonly string[]): Check {
  const reporters = ['--reporter=default', '--reporter=./test/failures.ts'];
  return {
    name,
    command: ['vitest', 'run', ...projects.flatMap((project) => ['--project', project]), ...reporters],
    failures: join(reports, name),
  };
}

async function main(): Promise<number> {
  const found = findPrograms();
  workOfTheEnded(); // what it took to install them is no check's
  // The suite starts hundreds of hubs and booths: what they are made of is compiled once.
  const compiled = join(root, 'node_modules', '.cache', 'compiled');
  const environment = { NODE_COMPILE_CACHE: compiled, ...process.env, ...found.environment };
  const inOrder = async (lane: readonly Check[]) => {
    const outcomes: Outcome[] = [];
    for (const check of lane)
      if (!needs[check.name] || found.environment[needs[check.name] ?? ''])
        outcomes.push(await run(check, environment));
    return outcomes;
  };
  const results = [...(await inOrder(first))];
  for (const outcome of (await Promise.all(lanes.map(inOrder))).flat())
    results.push(await onceMore(outcome, environment));
  process.stdout.write('\n');
  for (const { check, passed, unsteady, seconds, worked } of results) {
    const word = unsteady ? 'UNSTEADY' : passed ? 'passed' : 'FAILED';
    const work = worked === null ? '' : `, ${worked.toFixed(0)} s of processors`;
    process.stdout.write(`${word}  ${check.name} (${seconds} s${work})\n`);
  }
  for (const line of found.missing) process.stdout.write(`NOT RUN ${line}\n`);
  rmSync(reports, { recursive: true, force: true });
  const failed = results.filter(({ passed }) => !passed).length;
  process.stdout.write(`${results.length - failed} passed, ${failed} failed\n`);
  return failed === 0 ? 0 : 1;
}

/** Runs a check; what it prints comes in one piece when it has ended, since others print meanwhile. */
async function run(check: Check, environment: NodeJS.ProcessEnv): Promise<Outcome> {
  const { name, command, failures, yields } = check;
  const [program = '', ...rest] = command;
  const local = `${root}node_modules/.bin/${program}`;
  const log = join(reports, `${name}.log`);
  const output = openSync(log, 'w');
  const began = Date.now();
  process.stdout.write(`begun   ${name}\n`);
  const child = spawn(existsSync(local) ? local : program, rest, {
    cwd: root,
    env: { ...environment, ...(failures && { KAWEI_TEST_FAILURES: failures }) },
    stdio: ['ignore', output, output],
  });
  if (yields && child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_LOW);
  let worked: number | null = null;
  const passed = await new Promise<boolean>((resolve) => {
    child.once('error', () => resolve(false));
    child.once('exit', (code) => {
      worked = workOfTheEnded();
      resolve(code === 0);
    });
  });
  closeSync(output);
  process.stdout.write(`\n== ${name}\n${readFileSync(log, 'utf8')}\n`);
  return { check, passed, worked, seconds: ((Date.now() - began) / 1000).toFixed(1) };
}

/** Ticks of the clock in a second, as Linux counts them for programs on every machine it runs on (times(2)). */
const TICKS = 100;
let told = 0;

/** Seconds of processors of the processes that have ended since it was asked last, with those they waited for (proc(5)). */
function workOfTheEnded(): number | null {
  if (!existsSync('/proc/self/stat')) return null;
  // Behind the name in brackets: state is the third of all, cutime and cstime the 16th and 17th.
  const fields = readFileSync('/proc/self/stat', 'utf8').split(') ')[1]?.split(' ') ?? [];
  const all = (Number(fields[13]) + Number(fields[14])) / TICKS;
  const since = all - told;
  told = all;
  return since;
}

/** More files than these fail for a reason. */
const FEW = 2;

/**
 * Tells what failed, with the beginning of each error, and runs one or two files that did once more, when nothing
 * else runs. What passes then is still a fault, of the test or of what it tests, but one that chance brought out: it
 * is told as UNSTEADY, and does not hold back whoever did not touch it.
 */
async function onceMore(outcome: Outcome, environment: NodeJS.ProcessEnv): Promise<Outcome> {
  const { check, passed } = outcome;
  if (passed || !check.failures || !existsSync(check.failures)) return outcome;
  const failed = JSON.parse(readFileSync(check.failures, 'utf8')) as Failed;
  process.stdout.write(`\n${check.name}\n${failed.told}`);
  if (failed.elsewhere > 0 || failed.files.length === 0 || failed.files.length > FEW) return outcome;
  const again = await run(
    { ...check, name: `${check.name}, once more`, command: [...check.command, ...failed.files] },
    environment,
  );
  return { ...outcome, passed: again.passed, unsteady: again.passed };
}

/** Programs by where they are; what is missing is installed where the system lets us, else told. */
function findPrograms(): { environment: Record<string, string>; missing: string[] } {
  let absent = programs.filter((program) => !whereIs(program));
  if (absent.length > 0) {
    install(absent);
    absent = absent.filter((program) => !whereIs(program));
  }
  const environment: Record<string, string> = {};
  for (const program of programs) {
    const path = whereIs(program);
    if (path) environment[program.variable] = path;
  }
  return {
    environment,
    missing: absent.map(({ names, needed }) => `${needed}: ${names[0]} is not installed and could not be`),
  };
}

process.exitCode = await main();
