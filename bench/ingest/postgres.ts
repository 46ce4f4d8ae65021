/** PostgreSQL on this machine, where its programs are found: a cluster of its own, in a directory that is thrown away. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { timed } from '../numbers.ts';

/** Sheets a second: each in a transaction of its own, and in batches of a hundred. */
export interface PostgresRates {
  readonly each: number;
  readonly batches: number;
}

export interface RunningPostgres {
  readonly client: pg.Client;
  stop(): Promise<void>;
}

/** Where Debian keeps each version's programs. */
const DEBIAN = '/usr/lib/postgresql';
const BATCH = 100;
const TRIES = 100;

/** A cluster that runs, or why there is none. */
export async function startPostgres(): Promise<{ running: RunningPostgres } | { why: string }> {
  const programs = programsIn();
  if (!programs) return { why: 'no postgres and initdb on this machine' };
  const directory = mkdtempSync(join(tmpdir(), 'kawei-bench-pg-'));
  try {
    return { running: await start(programs, directory) };
  } catch (error) {
    rmSync(directory, { recursive: true, force: true });
    return { why: (error as Error).message.split('\n')[0] ?? 'it did not start' };
  }
}

function programsIn(): string | null {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).map((one) => join(DEBIAN, one, 'bin')) : [];
  const places = [...versions.reverse(), ...(process.env.PATH ?? '').split(delimiter)];
  return (
    places.find((place) => existsSync(join(place, 'initdb')) && existsSync(join(place, 'postgres'))) ?? null
  );
}

async function start(programs: string, directory: string): Promise<RunningPostgres> {
  const user = ownUser();
  if (user) chownSync(directory, user.uid, user.gid);
  const data = join(directory, 'data');
  const options = { cwd: directory, stdio: 'ignore', ...user } as const;
  execFileSync(join(programs, 'initdb'), ['-D', data, '-U', 'bench', '-A', 'trust', '-E', 'UTF8'], options);
  // Only a socket in the directory: no port that another could hold.
  const server = spawn(
    join(programs, 'postgres'),
    ['-D', data, '-k', directory, '-c', 'listen_addresses='],
    options,
  );
  const stop = async () => {
    await ended(server);
    rmSync(directory, { recursive: true, force: true });
  };
  try {
    const client = await connected(directory, server);
    await client.query('CREATE TABLE sheets (id bigserial PRIMARY KEY, content text NOT NULL)');
    await client.query('CREATE TABLE ledger (seq bigserial PRIMARY KEY, leaf bytea NOT NULL)');
    return {
      client,
      stop: async () => {
        await client.end();
        await stop();
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** PostgreSQL refuses to run as root: then it runs as the user its package has made. */
function ownUser(): { uid: number; gid: number } | null {
  if (process.getuid?.() !== 0) return null;
  const id = (what: string) => Number(execFileSync('id', [what, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

async function connected(directory: string, server: ChildProcess): Promise<pg.Client> {
  for (let left = TRIES; ; left--) {
    const client = new pg.Client({ host: directory, user: 'bench', database: 'postgres' });
    try {
      await client.connect();
      return client;
    } catch (error) {
      if (left === 0 || server.exitCode !== null) throw error;
      await wait(100);
    }
  }
}

async function ended(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const closed = once(server, 'exit');
  server.kill('SIGINT'); // fast shutdown
  await closed;
}

/** Inserts sheets of this text, each with its entry of the ledger. */
export async function measurePostgres(
  { client }: RunningPostgres,
  { frame, sheets }: { frame: string; sheets: number },
): Promise<PostgresRates> {
  const leaf = Buffer.alloc(200, 7);
  const sheet = { name: 'sheet', text: 'INSERT INTO sheets (content) VALUES ($1)', values: [frame] };
  const entry = { name: 'entry', text: 'INSERT INTO ledger (leaf) VALUES ($1)', values: [leaf] };
  const inGroupsOf = async (size: number) => {
    for (let n = 0; n < sheets; n += size) {
      await client.query('BEGIN');
      for (let place = 0; place < Math.min(size, sheets - n); place++) {
        await client.query(sheet);
        await client.query(entry);
      }
      await client.query('COMMIT');
    }
  };
  const rate = async (size: number) => (sheets * 1000) / (await timed(() => inGroupsOf(size)));
  return { each: await rate(1), batches: await rate(BATCH) };
}
