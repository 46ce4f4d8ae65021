/** What a process has cost so far. */
export interface Cost {
  readonly rss: number;
  /** Of it, what is in use on V8's heap. */
  readonly heap: number;
  /** CPU time of all threads, in milliseconds. */
  readonly cpu: number;
  /** Open TCP connections. */
  readonly sockets: number;
}

/**
 * The cost of this process. Where Node was started with `--expose-gc`, after a collection that also gives back what V8
 * holds of its heap and does not use: an ordinary one leaves some 60 MiB of that, or nothing, as it happens.
 */
export function cost(): Cost {
  globalThis.gc?.({ type: 'major', execution: 'sync', flavor: 'last-resort' });
  const { rss, heapUsed } = process.memoryUsage();
  const { user, system } = process.cpuUsage();
  const sockets = process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length;
  return { rss, heap: heapUsed, cpu: (user + system) / 1000, sockets };
}
