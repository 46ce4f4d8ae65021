/** Waiting, as a port: what waits for a time can be made to wait for another clock than the machine's. */
export interface Timers {
  /** Does `work` once, after so many milliseconds. Gives back how to call it off. */
  after(milliseconds: number, work: () => void): () => void;
  /** Does `work` again and again, so many milliseconds apart. Gives back how to stop. */
  every(milliseconds: number, work: () => void): () => void;
  /** Does `work` after all that arrives in this turn of the event loop. */
  soon(work: () => void): void;
}

/** The timers of the machine, in Node and in Electron's main process. */
export const systemTimers: Timers = {
  after(milliseconds, work) {
    const timer = setTimeout(work, milliseconds);
    return () => clearTimeout(timer);
  },
  every(milliseconds, work) {
    const timer = setInterval(work, milliseconds);
    return () => clearInterval(timer);
  },
  soon(work) {
    setImmediate(work);
  },
};
