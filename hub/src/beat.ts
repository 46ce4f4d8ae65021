/** Work that is looked for again and again, one look after the other. */
import type { EventType } from '#shared/catalogue/events/index.ts';
import type { Timers } from '#shared/time/timers.ts';
import type { Hub } from './gateway/hub.ts';

const SECOND = 1000;
/** How long after a failure work that follows events is tried again, in milliseconds. */
const AGAIN = 5000;

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

type Heard = Pick<Hub, 'spine' | 'behind' | 'timers'>;

/**
 * Looks at once, after each commit with one of these events, and every few seconds, so that whatever failed is tried
 * again. A hub that is behind looks for nothing.
 */
export function afterNews(
  { spine, behind, timers }: Heard,
  news: readonly EventType[],
  report: (error: unknown) => void,
  look: () => Promise<void>,
): { stop(): Promise<void> } {
  let stopped = false;
  let work: Promise<void> = Promise.resolve();
  const next = () => {
    work = work.then(() => (stopped || behind.missing ? undefined : look())).catch(report);
  };
  const forget = spine.onCommitted((events) => {
    if (events.some(({ type }) => news.includes(type))) next();
  });
  const again = timers.every(AGAIN, next);
  next();
  return {
    stop: async () => {
      stopped = true;
      forget();
      again();
      await work;
    },
  };
}
