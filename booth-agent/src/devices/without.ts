/** What stands for a device whose adapter this program does not have yet: nothing is there, and nothing is done. */
import type { DisplayPort, LockdownPort } from './ports.ts';

/** The person opens the page by its address. */
export const withoutDisplay: DisplayPort = { async show() {}, async blank() {} };

/** The machine stays open. */
export const withoutLockdown: LockdownPort = { async engage() {}, async release() {} };
