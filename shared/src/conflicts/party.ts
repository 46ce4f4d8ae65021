/** Whether two names are one company. */

/** A company as a document names it; its 统一社会信用代码 where that is known. */
export interface Party {
  readonly name: string;
  readonly code?: string | undefined;
}

/** `possible`: nearly the same name, and no codes that would decide it; a person has to look. */
export type Sameness = 'same' | 'possible' | 'other';

/** A party made ready for being compared many times. */
export interface ComparableParty {
  readonly code: string | null;
  /** Full and half width, blanks and case made alike; nothing else. */
  readonly name: string;
  /** The name without what may or may not be written: the form of the company, what stands in brackets. */
  readonly stem: string;
}

const CODE = /^[0-9A-Z]{18}$/;
/** Everything blank or without a width, also what Unicode does not call white space. */
const BLANK = /[\s\u200b-\u200d\u2060\ufeff]+/g;
/** Longer forms first: 有限公司 is the end of each. */
const FORMS = /(股份有限责任公司|有限责任公司|股份有限公司|股份公司|有限公司|总公司|公司)$/;
const BRANCH = /(分公司|分院|办事处|分所|分行)$/;

export function comparable({ name, code }: Party): ComparableParty {
  const plain = name.normalize('NFKC').replace(BLANK, '').toLowerCase();
  const asCode = code?.normalize('NFKC').replace(BLANK, '').toUpperCase();
  return {
    code: asCode !== undefined && CODE.test(asCode) ? asCode : null,
    name: plain,
    stem: plain.replace(/\([^)]*\)/g, '').replace(FORMS, ''),
  };
}

/**
 * By code where both have one, else by name. 有限公司 and 有限责任公司, brackets, and a branch beside its company are
 * only possible: they may be two companies, and nobody but a person can tell.
 */
export function sameParty(one: ComparableParty, other: ComparableParty): Sameness {
  if (one.code !== null && other.code !== null) {
    if (one.code === other.code) return 'same';
    return one.name === other.name ? 'possible' : 'other'; // one of the codes may be wrong
  }
  if (one.name === other.name) return 'same';
  const alike = one.stem !== '' && one.stem === other.stem;
  return alike || isBranch(one, other) || isBranch(other, one) ? 'possible' : 'other';
}

function isBranch(branch: ComparableParty, company: ComparableParty): boolean {
  return BRANCH.test(branch.name) && company.stem.length > 1 && branch.name.startsWith(company.stem);
}
