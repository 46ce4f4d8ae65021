import type { Timers } from '#shared/time/timers.ts';

const SECOND = 1000;

/** Looks every second until it is stopped; a look that takes longer is not overtaken by the next. */
export function everySecond(
  timers: Timers,
  report: (error: unknown) => void,
  look: () => Promise<void>,
): { stop(): void } {
  let busy = false;
  const stop = timers.every(SECOND, () => {
    if (busy) return;
    busy = true;
    look()
      .catch(report)
      .finally(() => {
        busy = false;
      });
  });
  return { stop };
}
