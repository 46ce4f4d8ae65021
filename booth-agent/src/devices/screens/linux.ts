/** How many screens a Linux machine has, as the kernel tells of its sockets. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { screenSockets } from '../lockdown/linux/operations.ts';
import type { ScreensPort } from '../ports.ts';

/** A screen that is put in is seen within this time. */
const LOOK_MILLISECONDS = 1000;

/** Looks below this root again and again; a machine without such sockets has no screens. */
export function linuxScreens(root: string): ScreensPort {
  return {
    watch(tell) {
      let told = -1;
      const look = () => {
        const count = screensIn(root);
        if (count !== told) tell(count);
        told = count;
      };
      look();
      const timer = setInterval(look, LOOK_MILLISECONDS);
      timer.unref();
      return () => clearInterval(timer);
    },
  };
}

function screensIn(root: string): number {
  return screenSockets(root).filter((path) => {
    try {
      return readFileSync(join(root, path), 'utf8').trim() === 'connected';
    } catch {
      return false; // gone between the listing and the reading
    }
  }).length;
}
