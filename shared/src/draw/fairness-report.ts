/** The figures of many draws together, as people read them: whoever stands out first, and how seldom chance does that. */
import {
  drawnAgainstChance,
  meetingsAgainstChance,
  type PastDraw,
  refusalsAgainstAll,
  type Tested,
} from './fairness.ts';

/** With nothing but chance at work, the odds that one question flags anybody at all are at most this. */
export const FALSE_ALARM = 0.01;
/** Rows that are listed where none is flagged. */
const LISTED = 50;

export interface FairnessRow extends Tested {
  /** One person, or the two of a pair. */
  readonly who: readonly string[];
  readonly flagged: boolean;
}

export interface Question {
  /** How many were tested, listed or not. */
  readonly tested: number;
  readonly flagged: number;
  /** The flagged and the next unlikely ones. */
  readonly rows: readonly FairnessRow[];
}

export interface FairnessReport {
  readonly falseAlarm: number;
  readonly draws: number;
  /** Draws whose chances were estimated by replays, and with how many at least; null where all are exact. */
  readonly estimated: number;
  readonly replays: number | null;
  readonly drawn: Question;
  readonly meetings: Question;
  /** Null where no invitations are known. */
  readonly refusals: Question | null;
}

export function fairnessReport(
  draws: readonly PastDraw[],
  invitations: readonly { readonly person: string; readonly refused: boolean }[] | null,
): FairnessReport {
  const replays = draws.flatMap(({ chances: { method } }) => (method === 'exact' ? [] : [method]));
  return {
    falseAlarm: FALSE_ALARM,
    draws: draws.length,
    estimated: replays.length,
    replays: replays.length === 0 ? null : Math.min(...replays),
    drawn: question(drawnAgainstChance(draws), (id) => [id]),
    meetings: question(meetingsAgainstChance(draws), (pair) => JSON.parse(pair) as string[]),
    refusals: invitations && question(refusalsAgainstAll(invitations), (id) => [id]),
  };
}

function question(tested: ReadonlyMap<string, Tested>, whoOf: (id: string) => readonly string[]): Question {
  const rows = [...tested]
    .map(([id, one]): FairnessRow => ({ who: whoOf(id), ...one, flagged: one.corrected <= FALSE_ALARM }))
    .sort((a, b) => a.corrected - b.corrected || tail(a) - tail(b));
  const flagged = rows.filter((row) => row.flagged).length;
  return { tested: tested.size, flagged, rows: rows.slice(0, Math.max(flagged, LISTED)) };
}

function tail({ atLeast, atMost }: Tested): number {
  return Math.min(atLeast, atMost);
}
