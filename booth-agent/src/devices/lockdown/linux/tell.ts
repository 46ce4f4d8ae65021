import { spawnSync } from 'node:child_process';
import type { Tell } from '../engine.ts';

const PATIENCE_MILLISECONDS = 15_000;

/** Runs a program of the system. */
export const tellSystem: Tell = ([program = '', ...words]) => {
  const { error, status, signal, stderr } = spawnSync(program, words, {
    encoding: 'utf8',
    timeout: PATIENCE_MILLISECONDS,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  if (!error && status === 0) return null;
  const why = error ? ((error as NodeJS.ErrnoException).code ?? error.message) : `${signal ?? status}`;
  return [`${program} ${words.join(' ')}: ${why}`, stderr?.trim().split('\n')[0]].filter(Boolean).join(': ');
};

/** For a system that is not running. */
export const tellNobody: Tell = () => null;
