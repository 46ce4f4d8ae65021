/** What stands for a device whose adapter this program does not have yet: nothing is there, and nothing is done. */
import type { DisplayPort, KeyPort, LockdownPort } from './ports.ts';

/** A slot that never holds a key. */
export const withoutKey: KeyPort = {
  watch(tell) {
    tell({ state: 'absent' });
    return () => {};
  },
  async sign() {
    return { kind: 'absent' };
  },
};

/** The person opens the page by its address. */
export const withoutDisplay: DisplayPort = { async show() {}, async blank() {} };

/** The machine stays open. */
export const withoutLockdown: LockdownPort = { async engage() {}, async release() {} };
