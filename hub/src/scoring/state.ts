import type { EventPayload } from '#shared/catalogue/events/index.ts';
import { reviewHeads, type Stage, type Verdicts } from '#shared/protocol/evaluation.ts';

/** One current member of the panel, with what they have done so far. */
export interface MemberState {
  readonly expert: string;
  readonly ticket: string;
  readonly alias: string;
  readonly pledgedAt: string | null;
  readonly declaredAt: string | null;
  /** Their name may be known: the whole panel had checked in while they were on it. */
  readonly disclosed: boolean;
  /** They have declared a conflict and wait to be replaced. */
  readonly recused: boolean;
  /** Pseudonym they voted for as chair. */
  readonly chairVote: string | null;
  readonly verdicts: Verdicts | null;
  readonly reviewedAt: string | null;
  /** Bidder → valid, of the disputed ones. */
  readonly reviewVotes: Readonly<Record<string, boolean>>;
  readonly competitionVote: boolean | null;
  readonly readyAt: string | null;
  /** When the sheet that counts was signed; null while there is none. */
  readonly signedAt: string | null;
  /** Number of sheets ever signed, void ones included. */
  readonly version: number;
}

export interface Clarification {
  readonly id: string;
  readonly bidder: string;
  /** Pseudonym of who drafted it. */
  readonly drafter: string;
  readonly question: string;
  readonly state: 'drafted' | 'relayed' | 'answered';
  readonly dueAt: string | null;
  readonly answer: string | null;
}

export type Outcome = EventPayload<'review.decided'>['outcomes'][number];
export interface Cell {
  readonly bidder: string;
  readonly item: string;
}

/** One evaluation as its events have made it. Marks and sheets are not in here: they have tables of their own. */
export interface Evaluation {
  readonly project: string;
  readonly stage: Stage;
  readonly stageAt: string;
  /** How many members the panel has when it is full. */
  readonly size: number;
  /** Current members, in ticket order as called. */
  readonly members: readonly MemberState[];
  readonly gone: readonly (Pick<MemberState, 'expert' | 'alias' | 'ticket' | 'disclosed'> & {
    readonly because: string;
  })[];
  /** Pseudonym of the chair. */
  readonly chair: string | null;
  /** Bidders put to the vote. */
  readonly disputed: readonly string[];
  /** The decided review; null before it. */
  readonly outcomes: readonly Outcome[] | null;
  readonly competitionRemains: boolean | null;
  readonly clarifications: readonly Clarification[];
  /** Objective cells on which the experts differed when they last said they were ready. */
  readonly differing: readonly Cell[];
  /** The marking has been opened, perhaps before a member was replaced. */
  readonly marked: boolean;
  readonly failedBecause: 'no-valid-bid' | 'no-competition' | null;
}

/** The current member with this pseudonym. */
export function memberOf(evaluation: Evaluation, expert: string): MemberState | null {
  return evaluation.members.find((member) => member.expert === expert) ?? null;
}

/** Bidders whose bids were found valid; empty before the review is decided. */
export function validBidders(evaluation: Evaluation): string[] {
  return (evaluation.outcomes ?? []).filter((outcome) => outcome.valid).map((outcome) => outcome.bidder);
}

/** A verdict as a whole: valid when all three heads pass. */
export function isValid(verdict: Verdicts[string] | undefined): boolean {
  return !!verdict && reviewHeads.every((head) => verdict[head].pass);
}

export const revealedStages: readonly Stage[] = ['lookback', 'report', 'sealed'];

/** The marks are open to those who may read them: every expert has signed. */
export function isRevealed({ stage }: Pick<Evaluation, 'stage'>): boolean {
  return revealedStages.includes(stage);
}
