import { setFlagsFromString } from 'node:v8';

/**
 * Keeps the part of V8's heap where objects are born as small as it begins (2 MiB). It would grow to 32 MiB as soon as
 * many booths come at once, and is hardly ever given back; what a hub allocates is dead long before, so that nothing is
 * won by it (docs/bench.md, connections and ingest). For a process that is a hub, before it works; V8 reads the factor
 * whenever that part would grow.
 */
export function keepYoungMemorySmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
}
