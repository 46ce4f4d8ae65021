/** Whether the draws were fair, as supervisors see it. */

export interface FairnessPerson {
  /** The same in all rows and for ever; who it is cannot be guessed from it. */
  code: string;
  /** Where they were on one of these panels, whose names are known; else null. */
  name: string | null;
}

export interface FairnessRowView {
  who: FairnessPerson[];
  times: number;
  happened: number;
  expected: number;
  /** Probability by chance alone, corrected for all tested. */
  corrected: number;
  flagged: boolean;
}

export interface FairnessQuestionView {
  tested: number;
  flagged: number;
  rows: FairnessRowView[];
}

/** GET /api/fairness (supervisor, discipline) */
export interface FairnessView {
  /** With nothing but chance at work, the odds that one question flags anybody at all are at most this. */
  falseAlarm: number;
  draws: number;
  /** Draws that are still being worked out. */
  pending: number;
  estimated: number;
  replays: number | null;
  drawn: FairnessQuestionView;
  meetings: FairnessQuestionView;
  refusals: FairnessQuestionView | null;
}
