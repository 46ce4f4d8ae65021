/** A network of its own on this machine, joined to it by one cable that can be pulled (ip-netns(8), veth(4)). */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';

/** Names and addresses of this process: others may have islands of their own. */
const PREFIX = `10.213.${process.pid % 256}`;
const [NAME, CABLE, FAR_END] = [`kawei-${process.pid}`, `kw-near-${process.pid}`, `kw-far-${process.pid}`];

export class Island {
  /** This machine's address on the cable, the island's own, and both. */
  static readonly near = `${PREFIX}.1`;
  static readonly far = `${PREFIX}.2`;
  static readonly both = `${PREFIX}.0/30`;

  /** Makes it; gives why not, where that is not permitted. */
  static make(): Island | string {
    const steps = [
      ['netns', 'add', NAME],
      ['link', 'add', CABLE, 'type', 'veth', 'peer', 'name', FAR_END, 'netns', NAME],
      ['addr', 'add', `${Island.near}/30`, 'dev', CABLE],
      ['link', 'set', CABLE, 'up'],
      ['-n', NAME, 'addr', 'add', `${Island.far}/30`, 'dev', FAR_END],
      ['-n', NAME, 'link', 'set', FAR_END, 'up'],
    ];
    for (const step of steps) {
      const { status, stderr, error } = spawnSync('ip', step, { encoding: 'utf8' });
      if (status === 0) continue;
      Island.#clear();
      return error?.message ?? stderr.trim();
    }
    return new Island();
  }

  /** Starts a program of Node on it. */
  spawn(args: readonly string[], environment: Record<string, string>): ChildProcess {
    return spawn('ip', ['netns', 'exec', NAME, process.execPath, ...args], {
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
  }

  /** From now on nothing passes, and nobody is told. */
  pullCable(): void {
    spawnSync('ip', ['-n', NAME, 'link', 'set', FAR_END, 'down']);
  }

  end(): void {
    Island.#clear();
  }

  static #clear(): void {
    spawnSync('ip', ['link', 'del', CABLE]);
    spawnSync('ip', ['netns', 'del', NAME]);
  }
}
