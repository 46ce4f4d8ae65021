import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Programs besides npm's that the tests use: other people's, so that they can disagree with us. */
export interface Program {
  /** Environment variable with its path, set by the test command. */
  readonly variable: string;
  readonly names: readonly string[];
  readonly debian: string;
  /** What is tried with it. */
  readonly needed: string;
}

export const programs: readonly Program[] = [
  {
    variable: 'CHROMIUM',
    names: ['chromium', 'chromium-browser', 'google-chrome'],
    debian: 'chromium',
    needed: 'pages in a real browser',
  },
  {
    variable: 'OPENSSL',
    names: ['openssl'],
    debian: 'openssl',
    needed: 'signatures and time-stamps verified by openssl',
  },
  {
    variable: 'PDFSIG',
    names: ['pdfsig'],
    debian: 'poppler-utils',
    needed: 'the seal of the report verified by pdfsig',
  },
  {
    variable: 'PDFTOTEXT',
    names: ['pdftotext'],
    debian: 'poppler-utils',
    needed: 'the text of the report read by pdftotext',
  },
  {
    variable: 'POSTGRES',
    // Debian keeps its programs out of the way, one directory a version.
    names: [...[18, 17, 16, 15].map((version) => `/usr/lib/postgresql/${version}/bin/postgres`), 'postgres'],
    debian: 'postgresql',
    needed: 'everything once more on PostgreSQL',
  },
  {
    variable: 'JQ',
    names: ['jq'],
    debian: 'jq',
    needed: 'docs/verify.md followed by hand',
  },
  {
    variable: 'SOFTHSM',
    // A library, not a program.
    names: ['/usr/lib/softhsm/libsofthsm2.so', '/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so'],
    debian: 'softhsm2',
    needed: 'USB keys behind a PKCS#11 library',
  },
];

/** The path of a program, as the test command has found it, or where Debian puts it. */
export function pathOf(variable: string): string {
  const program = programs.find((entry) => entry.variable === variable);
  if (!program) throw new Error(`no program ${variable}`);
  const standing = program.names.find((name) => name.startsWith('/') && existsSync(name));
  return process.env[variable] ?? standing ?? `/usr/bin/${program.names[0]}`;
}

/** Where a program is; null where it is not installed. */
export function whereIs({ variable, names }: Program): string | null {
  const told = process.env[variable];
  if (told && existsSync(told)) return told;
  for (const name of names) {
    if (name.startsWith('/') && existsSync(name)) return name;
    const { stdout, status } = spawnSync('which', [name], { encoding: 'utf8' });
    if (status === 0) return stdout.trim();
  }
  return null;
}

/** Installs programs where the system lets us. */
export function install(absent: readonly Program[]): void {
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
