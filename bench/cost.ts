/** What a process has cost so far. */
export interface Cost {
  readonly rss: number;
  /**
   * Of it, without what V8 holds for its heap and does not use: how much that is follows from when it has last grown and
   * shrunk, some 60 MiB to and fro, in a bare server as in a hub.
   */
  readonly inUse: number;
  readonly heap: number;
  /** CPU time of all threads, in milliseconds. */
  readonly cpu: number;
  /** Open TCP connections. */
  readonly sockets: number;
}

/** The cost of this process, after a collection of garbage where Node was started with `--expose-gc`. */
export function cost(): Cost {
  // Twice: what the first frees may hold what the second finds.
  globalThis.gc?.();
  globalThis.gc?.();
  const { rss, heapTotal, heapUsed } = process.memoryUsage();
  const { user, system } = process.cpuUsage();
  const sockets = process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length;
  return { rss, inUse: rss - (heapTotal - heapUsed), heap: heapUsed, cpu: (user + system) / 1000, sockets };
}
