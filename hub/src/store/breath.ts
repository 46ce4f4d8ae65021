/** Lets the event loop turn between two long steps of one transaction, so that whoever talks to the hub is heard. */
export function breath(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
