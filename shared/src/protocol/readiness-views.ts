import type { ReadinessFault } from '../venues/readiness.ts';

/** GET /api/readiness → ReadinessRow[], by hall and seat (hall: own site; supervisor, system-admin: all) */
export interface ReadinessRow {
  site: string;
  hall: string;
  seat: string;
  booth: string;
  /** `ready` also with faults that do not block. */
  ready: boolean;
  /** What is to be done or known, what blocks first; each with a sentence on what to do. */
  faults: ReadinessFault[];
  /** Of the last report: when the hub had it, its digest, and whether its machine has signed it; null for none. */
  report: { at: string; digest: string; signed: boolean } | null;
}
