/** How long the event loop of this process was held by one thing at most, since it was last asked. */
const BEAT_MILLISECONDS = 5;

let longest = 0;
let last = performance.now();

/** Begins to watch; the process ends all the same. */
export function watchLoop(): void {
  last = performance.now();
  setInterval(() => look(), BEAT_MILLISECONDS).unref();
}

/** Milliseconds of the longest block since the last call. */
export function longestBlock(): number {
  look();
  const found = longest;
  longest = 0;
  return found;
}

function look(): void {
  const now = performance.now();
  longest = Math.max(longest, now - last - BEAT_MILLISECONDS);
  last = now;
}
