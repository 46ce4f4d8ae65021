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
  { of: /\/replace$/, codes: ['MEMBER_UNKNOWN'] },
  { of: /\/commit$/, codes: ['DRAW_COMMITTED', 'DRAW_NOT_COMMITTING'] },
  { of: /\/reveal$/, codes: ['DRAW_REVEALED', 'DRAW_NOT_REVEALING', 'DRAW_WITHHELD_ALREADY'] },
  { of: /\/seat-draw$/, codes: ['SEATS_DRAWING', 'SEATS_NOBODY', 'SEATS_NOT_ALL_IN'] },
  // Who comes in another's place may find every free seat beside one of their own panel, until somebody leaves.
  { of: /\/seat-draw$/, codes: ['DRAW_SEATS_TOO_FEW'] },
  { of: /\/alerts\/[^/]+\/decide$/, codes: ['ALERT_DECIDED'] },
  { of: /^(admit|pledge|sign|amend-sign|consent)$/, codes: ['KEY_PIN_WRONG'] },
  { of: /^admit$/, codes: ['LINE_DOWN', 'ADMISSION_CHALLENGE'] },
  // The answer came through and the view behind it did not: the person sees the step still open, and does it again.
  { of: /^(mark|ready)$/, codes: ['MARKING_READY'] },
  { of: /^pledge$/, codes: ['PLEDGE_DONE'] },
  { of: /^declare$/, codes: ['DECLARE_DONE'] },
  { of: /^chair-vote$/, codes: ['CHAIR_VOTED', 'CHAIR_NOT_NOW'] },
  { of: /^review$/, codes: ['REVIEW_DONE', 'REVIEW_NOT_NOW'] },
  { of: /^sign$/, codes: ['SIGN_DONE', 'SIGN_NOT_NOW'] },
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
