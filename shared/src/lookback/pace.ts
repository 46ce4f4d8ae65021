/**
 * How long an expert was at a bidder's marks, from when each mark reached the hub. It is the time of entering marks, not
 * of reading: whoever reads all bids first and then writes looks quick here. Evidence of nothing by itself.
 */

/** One mark as it was saved: whose, of which bidder, when (milliseconds since the epoch, by the hub's clock). */
export interface SavedMark {
  readonly expert: string;
  readonly bidder: string;
  readonly at: number;
}

export interface Pace {
  readonly expert: string;
  readonly bidder: string;
  /** Times a mark was saved, changed ones counted again. */
  readonly saved: number;
  /** Milliseconds between a mark and the one before it, pauses left out. */
  readonly milliseconds: number;
  /** Longer waits than ten minutes, which are not counted. */
  readonly pauses: number;
  /** Marks that came in a burst, as a booth sends them after an outage: their times say nothing. */
  readonly bunched: number;
}

/** Nobody is taken to think about one mark for longer than this. */
export const PAUSE_MILLISECONDS = 10 * 60_000;
/** Nobody types two marks faster than this. */
export const BURST_MILLISECONDS = 250;

/** Time by expert and bidder, from marks in the order in which they were saved. */
export function paceOf(marks: readonly SavedMark[]): Pace[] {
  const last = new Map<string, number>();
  const paces = new Map<string, { -readonly [K in keyof Pace]: Pace[K] }>();
  for (const { expert, bidder, at } of marks) {
    const key = JSON.stringify([expert, bidder]);
    const pace = paces.get(key) ?? { expert, bidder, saved: 0, milliseconds: 0, pauses: 0, bunched: 0 };
    paces.set(key, pace);
    pace.saved++;
    const before = last.get(expert);
    last.set(expert, at);
    if (before === undefined) continue;
    const waited = at - before;
    if (waited > PAUSE_MILLISECONDS) pace.pauses++;
    else if (waited < BURST_MILLISECONDS) pace.bunched++;
    else pace.milliseconds += waited;
  }
  return [...paces.values()];
}
