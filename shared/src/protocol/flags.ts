import type { Text } from '../catalogue/text.ts';
import type { FlagEnd } from '../lookback/closing.ts';

/** A flag with its loop, as supervisors see it (after the reveal). */
export interface LookbackFlag {
  id: string;
  expert: string; // pseudonym
  alias: string;
  bidder: string;
  item: string | null;
  direction: 'high' | 'low';
  rule: string;
  text: Text;
  rankingWouldChange: boolean;
  /** `voting`: the panel votes on it; `open`: its expert is to answer; `closed`: ended without an answer. */
  state: 'open' | 'voting' | 'explained' | 'amended' | 'closed';
  explanation: string | null;
  before: number; // thousandths: the mark or sum as first signed
  after: number | null; // as amended
  /** How it has ended; null while it has not, and for those answered before ends were recorded. */
  closed: FlagEnd | null;
  dueAt: string | null;
  /** The panel's vote, once it is decided; `abnormal`: by more than half of the panel. */
  votes: { yes: number; no: number; abnormal: boolean } | null;
  /** Why a supervisor has sent it back to the panel. */
  sentBack: string | null;
}

/** One step of a flag's course, as the ledger has it. */
export interface FlagStep {
  flag: string;
  at: string;
  text: Text;
  /** What was written: an explanation, or a supervisor's reason. */
  written: string | null;
}
