/**
 * The lock-down as the agent sees it. The agent has no right to change the system: it asks systemd for the service that
 * has (`kawei booth lock` as root), which a polkit rule of the installation lets it start and stop, and nothing else.
 */
import type { LockdownPort } from '../../ports.ts';
import type { Tell } from '../engine.ts';

export const SERVICE = 'kawei-lockdown.service';

export function lockdownService(tell: Tell, log: (line: string) => void): LockdownPort {
  const ask = async (verb: 'start' | 'stop') => {
    const failure = tell(['systemctl', verb, SERVICE]);
    if (failure !== null) log(`lock-down: ${failure}`);
  };
  return { engage: () => ask('start'), release: () => ask('stop') };
}
