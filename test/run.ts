/**
 * The whole suite in one command: finds or installs the programs the tests need, builds the pages, then checks
 * types, lint and format, and runs every test. Ends with one line for each check that could not run, and why.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Program, programs } from './programs.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

interface Check {
  readonly name: string;
  readonly command: readonly string[];
}

const checks: readonly Check[] = [
  { name: 'types', command: ['tsc', '--noEmit', '-p', 'tsconfig.json'] },
  { name: 'lint and format', command: ['biome', 'check', '.'] },
  { name: 'pages are built', command: ['npm', 'run', 'build', '--silent'] },
  { name: 'unit tests', command: ['vitest', 'run', '--project', 'unit'] },
  { name: 'faults', command: ['vitest', 'run', '--project', 'faults'] },
  { name: 'scenarios', command: ['vitest', 'run', '--project', 'scenarios'] },
];

function main(): number {
  const found = findPrograms();
  const environment = { ...process.env, ...found.environment };
  const results = checks.map((check) => ({ check, ...run(check, environment) }));
  process.stdout.write('\n');
  for (const { check, passed, seconds } of results) {
    process.stdout.write(`${passed ? 'passed' : 'FAILED'}  ${check.name} (${seconds} s)\n`);
  }
  for (const line of found.missing) process.stdout.write(`NOT RUN ${line}\n`);
  const failed = results.filter(({ passed }) => !passed).length;
  process.stdout.write(`${results.length - failed} passed, ${failed} failed\n`);
  return failed === 0 ? 0 : 1;
}

function run({ name, command }: Check, env: NodeJS.ProcessEnv): { passed: boolean; seconds: string } {
  process.stdout.write(`\n== ${name}\n`);
  const [program = '', ...rest] = command;
  const began = Date.now();
  const local = `${root}node_modules/.bin/${program}`;
  const { status } = spawnSync(existsSync(local) ? local : program, rest, {
    cwd: root,
    env,
    stdio: 'inherit',
  });
  return { passed: status === 0, seconds: ((Date.now() - began) / 1000).toFixed(1) };
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
