/** Refusals that belong to a morning as it goes; any other is a bug of the hub, of the booth, or of this list. */

/** By what was asked: acts and intents by their kind, requests by method and the end of their address. */
const expected: readonly { readonly of: RegExp; readonly codes: readonly string[] }[] = [
  { of: /\/marks$/, codes: ['MARKS_SEALED'] },
  { of: /^(admit|pledge|sign|amend-sign|consent)$/, codes: ['KEY_PIN_WRONG'] },
];

/** What a booth's line may be closed with: the hub does not know yet that the line before it is dead. */
const ofLines: readonly string[] = ['BOOTH_TWICE'];

export function boothMayBeToldOf(code: string): boolean {
  return ofLines.includes(code);
}

export function hubMayRefuse(asked: string, code: string): boolean {
  return expected.some(({ of, codes }) => of.test(asked) && codes.includes(code));
}
