/** Refusals that belong to a morning as it goes; any other is a bug of the hub, of the booth, or of this list. */

/**
 * By what was asked: acts and intents by their kind, requests by method and address. Most are the answers to a request
 * that had been done already, its first answer lost, or to one that somebody else was quicker with.
 */
const expected: readonly { readonly of: RegExp; readonly codes: readonly string[] }[] = [
  { of: /./, codes: ['STORE_WRITE_FAILED'] },
  { of: /\/marks$/, codes: ['MARKS_SEALED', 'EVALUATION_UNKNOWN'] },
  { of: /^POST \/api\/projects$/, codes: ['PROJECT_EXISTS'] },
  { of: /\/freeze$/, codes: ['PROJECT_FROZEN'] },
  { of: /\/panel$/, codes: ['PANEL_REQUESTED'] },
  // Come after all, while the agency looked at the list.
  { of: /\/replace$/, codes: ['MEMBER_UNKNOWN', 'MEMBER_PRESENT'] },
  { of: /\/site-keys$/, codes: ['SITE_KEY_KNOWN'] },
  {
    of: /\/countersign$/,
    codes: ['DRAW_COUNTERSIGNED', 'DRAW_NOT_COUNTERSIGNING', 'DRAW_WITHHELD_ALREADY', 'DRAW_TOO_LATE'],
  },
  {
    of: /\/commit$/,
    codes: ['DRAW_COMMITTED', 'DRAW_NOT_COMMITTING', 'DRAW_WITHHELD_ALREADY', 'DRAW_TOO_LATE'],
  },
  {
    of: /\/reveal$/,
    codes: ['DRAW_REVEALED', 'DRAW_NOT_REVEALING', 'DRAW_WITHHELD_ALREADY', 'DRAW_TOO_LATE'],
  },
  { of: /\/seat-draw$/, codes: ['SEATS_DRAWING', 'SEATS_NOBODY', 'SEATS_NOT_ALL_IN'] },
  // Who comes in another's place may find every free seat beside one of their own panel, until somebody leaves; two who
  // do, no two free seats apart.
  { of: /\/seat-draw$/, codes: ['DRAW_SEATS_TOO_FEW', 'DRAW_SEATS_GROUP'] },
  { of: /\/alerts\/[^/]+\/decide$/, codes: ['ALERT_DECIDED'] },
  { of: /^(admit|pledge|sign|amend-sign|consent)$/, codes: ['KEY_PIN_WRONG'] },
  { of: /^admit$/, codes: ['SLIP_CODE_OFFLINE', 'ADMISSION_CHALLENGE', 'ADMISSION_SLIP_UNKNOWN'] },
  // The answer came through and the view behind it did not: the person sees the step still open, and does it again.
  { of: /^(mark|ready)$/, codes: ['MARKING_READY'] },
  // Likewise, by the last one to be ready; and done again with the line down, it comes when all the others are ready too.
  { of: /^(mark|ready)$/, codes: ['MARKING_NOT_NOW'] },
  // Wanted back when all the others are ready too; the line was down, or the view was not there yet.
  { of: /^unready$/, codes: ['MARKING_NOT_NOW', 'UNREADY_NOT_READY'] },
  { of: /^competition-vote$/, codes: ['COMPETITION_VOTED', 'COMPETITION_NOT_NOW'] },
  { of: /^pledge$/, codes: ['PLEDGE_DONE'] },
  { of: /^declare$/, codes: ['DECLARE_DONE'] },
  { of: /^chair-vote$/, codes: ['CHAIR_VOTED', 'CHAIR_NOT_NOW'] },
  { of: /^review$/, codes: ['REVIEW_DONE', 'REVIEW_NOT_NOW'] },
  { of: /^sign$/, codes: ['SIGN_DONE', 'SIGN_NOT_NOW'] },
  // What was said while the line was down comes when the others have voted.
  { of: /^say$/, codes: ['SAY_WHILE_MARKING', 'SAY_NOT_YET', 'SAY_OVER'] },
  // The time to answer or to vote may be over in between.
  {
    of: /^(explain|refuse-explanation|flag-vote|amend-mark|amend-sign)$/,
    codes: ['FLAG_CLOSED', 'FLAG_VOTED', 'FLAG_NOT_VOTING', 'LOOKBACK_NOT_NOW', 'AMEND_UNFLAGGED'],
  },
  { of: /^sign$/, codes: ['AMEND_NO_FLAG', 'AMEND_UNFLAGGED', 'STATEMENT_MISMATCH', 'LOOKBACK_NOT_NOW'] },
  {
    of: /\/flags\/[^/]+\/decide$/,
    codes: ['FLAG_CLOSED', 'FLAG_NOT_EXPLAINED', 'FLAG_SENT_BACK', 'LOOKBACK_NOT_NOW'],
  },
  { of: /^(consent|refuse-consent)$/, codes: ['CONSENT_DONE'] },
];

/** What a booth's line may be closed with: the hub does not know yet that the line before it is dead, or has no disk. */
const ofLines: readonly string[] = ['BOOTH_TWICE', 'STORE_WRITE_FAILED'];

export function boothMayBeToldOf(code: string): boolean {
  return ofLines.includes(code);
}

export function hubMayRefuse(asked: string, code: string): boolean {
  return expected.some(({ of, codes }) => of.test(asked) && codes.includes(code));
}
