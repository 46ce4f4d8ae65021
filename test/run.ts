/**
 * The whole suite in one command: finds or installs the programs the tests need, builds the pages, then checks
 * types, lint and format, and runs every test. Ends with the tests that failed, why, and one line for each check
 * that could not run: a log that is cut keeps its end.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Program, programs } from './programs.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

interface Check {
  readonly name: string;
  readonly command: readonly string[];
  /** Where vitest leaves what failed. */
  readonly failures?: string;
}

const reports = mkdtempSync(join(tmpdir(), 'kawei-test-'));

/** What a check needs of other people's programs; without it, it is left out and said so. */
const needs: Readonly<Record<string, string>> = { 'on PostgreSQL': 'POSTGRES' };

const checks: readonly Check[] = [
  { name: 'types', command: ['tsc', '--noEmit', '-p', 'tsconfig.json'] },
  { name: 'lint and format', command: ['biome', 'check', '.'] },
  { name: 'pages are built', command: ['npm', 'run', 'build', '--silent'] },
  tests('unit tests', 'unit'),
  tests('on PostgreSQL', 'postgres'),
  tests('faults', 'faults'),
  tests('scenarios', 'scenarios'),
  { name: '200 mornings from seeds', command: ['node', 'test/simulation/simulate.ts', '--seeds', '200'] },
];

function tests(name: string, project: string): Check {
  const reporters = ['--reporter=default', '--reporter=./test/failures.ts'];
  return {
    name,
    command: ['vitest', 'run', '--project', project, ...reporters],
    failures: join(reports, project),
  };
}

function main(): number {
  const found = findPrograms();
  // The suite starts hundreds of hubs and booths: what they are made of is compiled once.
  const compiled = join(root, 'node_modules', '.cache', 'compiled');
  const environment = { NODE_COMPILE_CACHE: compiled, ...process.env, ...found.environment };
  const able = checks.filter(({ name }) => !needs[name] || found.environment[needs[name]]);
  const results = able.map((check) => ({ check, ...run(check, environment) }));
  for (const { check, passed } of results) if (!passed) tellFailures(check);
  process.stdout.write('\n');
  for (const { check, passed, seconds } of results) {
    process.stdout.write(`${passed ? 'passed' : 'FAILED'}  ${check.name} (${seconds} s)\n`);
  }
  for (const line of found.missing) process.stdout.write(`NOT RUN ${line}\n`);
  rmSync(reports, { recursive: true, force: true });
  const failed = results.filter(({ passed }) => !passed).length;
  process.stdout.write(`${results.length - failed} passed, ${failed} failed\n`);
  return failed === 0 ? 0 : 1;
}

function run(
  { name, command, failures }: Check,
  environment: NodeJS.ProcessEnv,
): { passed: boolean; seconds: string } {
  process.stdout.write(`\n== ${name}\n`);
  const [program = '', ...rest] = command;
  const began = Date.now();
  const local = `${root}node_modules/.bin/${program}`;
  const { status } = spawnSync(existsSync(local) ? local : program, rest, {
    cwd: root,
    env: { ...environment, ...(failures && { KAWEI_TEST_FAILURES: failures }) },
    stdio: 'inherit',
  });
  return { passed: status === 0, seconds: ((Date.now() - began) / 1000).toFixed(1) };
}

/** Each failed test of a check once more, with the beginning of its error. */
function tellFailures({ name, failures }: Check): void {
  if (failures && existsSync(failures)) process.stdout.write(`\n${name}\n${readFileSync(failures, 'utf8')}`);
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

function whereIs({ variable, names }: Program): string | null {
  const told = process.env[variable];
  if (told && existsSync(told)) return told;
  for (const name of names) {
    const { stdout, status } = spawnSync('which', [name], { encoding: 'utf8' });
    if (status === 0) return stdout.trim();
  }
  return null;
}

function install(absent: readonly Program[]): void {
  const packages = [...new Set(absent.map((program) => program.debian))];
  const asRoot = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  process.stdout.write(`== installing ${packages.join(', ')}\n`);
  for (const command of [
    ['apt-get', 'update', '-qq'],
    ['apt-get', 'install', '-y', '-qq', '--no-install-recommends', ...packages],
  ]) {
    const [program = '', ...rest] = [...asRoot, ...command];
    spawnSync(program, rest, {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  }
}

process.exitCode = main();
