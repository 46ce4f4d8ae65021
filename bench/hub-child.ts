/** A real hub, with the settings of its environment, that tells what it costs. */
import { startHub } from '#hub/hub.ts';
import { readSettings } from '#hub/settings.ts';
import { answerParent } from './children.ts';

export interface Cost {
  readonly rss: number;
  readonly heap: number;
  /** CPU time of all threads so far, in milliseconds. */
  readonly cpu: number;
  readonly sockets: number;
}

const running = startHub(readSettings(process.env));

answerParent(
  {
    address: async () => (await running).address,
    cost: (): Cost => {
      // Twice: what the first frees may hold what the second finds.
      globalThis.gc?.();
      globalThis.gc?.();
      const { rss, heapUsed } = process.memoryUsage();
      const { user, system } = process.cpuUsage();
      const sockets = process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length;
      return { rss, heap: heapUsed, cpu: (user + system) / 1000, sockets };
    },
  },
  async () => (await running).close(),
);
