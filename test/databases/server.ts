/**
 * A PostgreSQL server of its own for tests: a cluster in a temporary directory, run as an ordinary user (PostgreSQL
 * refuses root), on a free port of the loopback, gone when it is stopped.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync, statfsSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { pathOf } from '../programs.ts';

/** Characters that are kept of what a server says. */
const LOG = 40_000;

export class PostgresServer {
  readonly directory: string;
  readonly port: number;
  #process: ChildProcess | null = null;
  /** What it has written to its log. */
  said = '';

  private constructor(directory: string, port: number) {
    this.directory = directory;
    this.port = port;
  }

  /**
   * Makes a cluster and starts it. `settings` are the server's own, such as `fsync: 'off'`; `place`: where it lies;
   * `log`: where its write-ahead log lies, in pieces of 1 MiB, where that is another place.
   */
  static async start(
    settings: Readonly<Record<string, string>> = {},
    place = roomyMemory() ?? tmpdir(),
    log?: string,
  ): Promise<PostgresServer> {
    const directory = mkdtempSync(join(place, 'kawei-postgres-'));
    const user = ordinaryUser();
    if (user) chownSync(directory, user.uid, user.gid);
    const server = new PostgresServer(directory, await freePort());
    const made = spawnSync(
      program('initdb'),
      [
        ...['-D', server.#data, '-U', 'kawei', '--auth=trust', '-E', 'UTF8', '--no-sync'],
        ...(log ? ['--waldir', join(log, 'wal'), '--wal-segsize=1'] : []),
      ],
      { ...(user ?? {}), cwd: directory, encoding: 'utf8', env: { ...process.env, LC_ALL: 'C.UTF-8' } },
    );
    if (made.status !== 0) throw new Error(`initdb: ${made.error?.message ?? made.stderr}`);
    await server.run(settings);
    return server;
  }

  get #data(): string {
    return join(this.directory, 'data');
  }

  /** Whether it has not ended, by itself or by {@link halt}. */
  get alive(): boolean {
    return this.#process !== null && this.#process.exitCode === null && this.#process.signalCode === null;
  }

  /** Address of one of its databases. */
  url(database = 'postgres'): string {
    return `postgres://kawei@127.0.0.1:${this.port}/${database}`;
  }

  /** Starts the server, the first time or again. */
  async run(settings: Readonly<Record<string, string>> = {}): Promise<void> {
    const all = {
      listen_addresses: '127.0.0.1',
      unix_socket_directories: '',
      max_connections: '300',
      ...settings,
    };
    const options = Object.entries({ ...all, port: String(this.port) }).flatMap(([name, value]) => [
      '-c',
      `${name}=${value}`,
    ]);
    this.#process = spawn(program('postgres'), ['-D', this.#data, ...options], {
      ...(ordinaryUser() ?? {}),
      cwd: this.directory,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.said = '';
    this.#process.stderr?.on('data', (data) => {
      this.said = `${this.said}${String(data)}`.slice(-LOG);
    });
    for (let tries = 0; ; tries++) {
      try {
        await this.query('select 1');
        return;
      } catch (error) {
        if (this.#process.exitCode !== null || tries > 300)
          throw new Error(`postgres: ${this.said || String(error)}`);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }
  }

  /** One statement as the owner of everything. */
  query<R extends pg.QueryResultRow>(sql: string, database = 'postgres'): Promise<R[]> {
    return askAt<R>(this.url(database), sql);
  }

  /** Ends the server: at once (SIGQUIT), as a crash does, or in good order. */
  async halt(how: 'SIGINT' | 'SIGQUIT' | 'SIGKILL' = 'SIGINT'): Promise<void> {
    const child = this.#process;
    if (!child || child.exitCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    const sessions = how === 'SIGKILL' ? childrenOf(child.pid ?? 0) : [];
    child.kill(how);
    await ended;
    // They notice by themselves that it is gone; while one is left, no other server may start.
    while (sessions.some(isRunning)) await new Promise((resolve) => setTimeout(resolve, 10));
    this.#process = null;
  }

  /** Keeps a copy of its data as they are now, while it is halted. */
  keepCopy(): void {
    spawnSync('cp', ['-a', this.#data, this.#copy]);
  }

  /** Has the data of that copy again, as a replica has that was behind when it was promoted. */
  takeCopyBack(): void {
    rmSync(this.#data, { recursive: true });
    renameSync(this.#copy, this.#data);
  }

  get #copy(): string {
    return join(this.directory, 'copy');
  }

  async stop(): Promise<void> {
    await this.halt('SIGQUIT');
    rmSync(this.directory, { recursive: true, force: true });
  }
}

/** One statement on a connection of its own. */
export async function askAt<R extends pg.QueryResultRow>(url: string, sql: string): Promise<R[]> {
  const client = new pg.Client(url);
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query<R>(sql)).rows;
  } finally {
    await client.end();
  }
}

/** Processes that another has started. */
function childrenOf(pid: number): number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
}

/** Whether a process is there, and not only waited for by whoever has it now. */
function isRunning(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

/** `initdb` lies beside `postgres`. */
function program(name: 'postgres' | 'initdb'): string {
  return join(dirname(pathOf('POSTGRES')), name);
}

/** A file system in memory with room enough: each of hundreds of databases is synced as it is made. */
function roomyMemory(): string | null {
  const place = '/dev/shm';
  if (!existsSync(place)) return null;
  const { bavail, bsize } = statfsSync(place);
  return bavail * bsize > ROOM ? place : null;
}

const ROOM = 3 * 1024 ** 3;

/** Whom root runs the server as; null for whoever is not root and runs it as themselves. */
function ordinaryUser(): { uid: number; gid: number } | null {
  if (process.getuid?.() !== 0) return null;
  const id = (of: '-u' | '-g', user: string) =>
    Number(spawnSync('id', [of, user], { encoding: 'utf8' }).stdout);
  const user = id('-u', 'postgres') > 0 ? 'postgres' : 'nobody';
  return { uid: id('-u', user), gid: id('-g', user) };
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
