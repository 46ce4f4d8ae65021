/** Puts a fault into one of the calls by which files and databases are changed, counted while they are watched. */
import fs from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import SqliteDriver from 'better-sqlite3';

const calls = [
  ...['openSync', 'writeSync', 'writeFileSync', 'fsyncSync', 'ftruncateSync', 'renameSync', 'rmSync'],
  ...['rmdirSync', 'mkdirSync', 'symlinkSync', 'chmodSync', 'chownSync', 'lchownSync'],
];

/**
 * At the `step`th call, counted from 1: the process is gone (`kill`), or as good as gone (`dead`: this call and every
 * later one has no effect and throws), or the call fails with this code of the system, before it took effect or `after`.
 */
export interface CallFault {
  readonly step: number;
  readonly how: string;
  readonly when?: 'before' | 'after';
}

/** The directory whose calls count; null while none does. */
let watched: string | null = null;
let steps = 0;
let fault: CallFault | null = null;
const open = new Map<number, string>();

type Call = (...values: unknown[]) => unknown;

/** Once in a process, before anything is watched. */
export function watchCalls(): void {
  const module = fs as unknown as Record<string, Call>;
  for (const name of calls) {
    const call = module[name];
    if (!call) throw new Error(`no such call: ${name}`);
    module[name] = (...values) => {
      const places = values.map((value) => (typeof value === 'number' ? open.get(value) : value));
      const result = around(name, places, () => call(...values));
      if (name === 'openSync') open.set(result as number, String(values[0]));
      return result;
    };
  }
  watchHandles();
  watchDatabases();
  syncBuiltinESMExports();
}

/** Files that are written through a handle. */
function watchHandles(): void {
  const { open: openFile } = fs.promises;
  fs.promises.open = async (path, ...rest) => {
    const opened = () => openFile(path, ...rest);
    const handle = (await around('open', [path], opened)) as FileHandle;
    for (const name of ['writeFile', 'sync'] as const) {
      const call = handle[name].bind(handle) as Call;
      Object.defineProperty(handle, name, {
        value: (...values: unknown[]) => around(name, [path], () => call(...values)),
      });
    }
    return handle;
  };
}

/** Each statement that is carried out, and a transaction as a whole: after it, it is committed. */
function watchDatabases(): void {
  const { prepare, exec, transaction } = SqliteDriver.prototype;
  type Database = SqliteDriver.Database;
  SqliteDriver.prototype.exec = function (this: Database, source: string) {
    return around('exec', [this.name], () => exec.call(this, source)) as Database;
  };
  SqliteDriver.prototype.prepare = function (this: Database, source: string) {
    const statement = prepare.call(this, source);
    if (!/^\s*(insert|update|delete)/i.test(source)) return statement;
    for (const name of ['run', 'get'] as const) {
      const call = statement[name].bind(statement) as Call;
      Object.defineProperty(statement, name, {
        value: (...values: unknown[]) => around(source, [this.name], () => call(...values)),
      });
    }
    return statement;
  } as typeof prepare;
  SqliteDriver.prototype.transaction = function (this: Database, work: Call) {
    const whole = transaction.call(this, work) as Call;
    return (...values: unknown[]) => around('transaction', [this.name], () => whole(...values));
  } as typeof transaction;
}

/** Does the work with this fault in it; gives how many steps were passed. */
export function faulty(next: CallFault | null, work: () => void): number {
  begin(next, '');
  try {
    work();
  } finally {
    watched = null;
  }
  return steps;
}

/** The same for work that ends later: what is done in other directories meanwhile is no step. */
export async function faultyIn(
  directory: string,
  next: CallFault | null,
  work: () => Promise<void>,
): Promise<number> {
  begin(next, directory);
  try {
    await work();
  } finally {
    watched = null;
  }
  return steps;
}

function begin(next: CallFault | null, directory: string): void {
  steps = 0;
  fault = next;
  watched = directory;
}

/** Carries out a call which is a step where it is about a place that is watched. */
function around(name: string, places: readonly unknown[], call: () => unknown): unknown {
  const directory = watched;
  if (directory === null) return call();
  if (directory !== '' && !places.some((one) => typeof one === 'string' && one.startsWith(directory)))
    return call();
  steps += 1;
  if (fault?.how === 'dead' && steps > fault.step) strike(name, 'dead');
  if (steps !== fault?.step) return call();
  const { how, when = 'before' } = fault;
  if (when === 'before') strike(name, how);
  const result = call();
  if (result instanceof Promise)
    return result.then(async (handle?: FileHandle) => {
      await handle?.close();
      strike(name, how);
    });
  // Nobody closes what was opened in vain.
  if (name === 'openSync') fs.closeSync(result as number);
  return strike(name, how);
}

function strike(name: string, how: string): never {
  if (how === 'kill') process.kill(process.pid, 'SIGKILL');
  throw Object.assign(new Error(`planted at ${name}`), { code: how });
}
