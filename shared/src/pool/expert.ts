/** An expert of the pool (专家库), as lists give them and as the pool keeps them. */
import { type Static, Type } from 'typebox';
import type { Fault } from '../catalogue/refusal.ts';
import { Badge, closed, Day, Hex32, Id, Line, Prose } from '../protocol/primitives.ts';
import { isDay } from '../time/day.ts';
import { idNumberValid } from './id-number.ts';

/** 统一社会信用代码: 18 letters and digits. Some real codes fail the check digit of GB 32100, so only the form counts. */
export const PartyCode = Type.String({ pattern: '^[0-9A-HJ-NPQRTUWXY]{18}$' });

/** What one is to an employer: 政府采购法实施条例 art. 9. */
export const EmploymentRole = Type.Union([
  Type.Literal('employee'), // 职工
  Type.Literal('director'), // 董事
  Type.Literal('supervisor'), // 监事
  Type.Literal('controller'), // 控股股东、实际控制人
]);
export type EmploymentRole = Static<typeof EmploymentRole>;

const until = Type.Union([Day, Type.Null()]);

/** One row of a history: `until` is the last day, null where it has not ended; `from` null where nobody knows. */
export const Employment = Type.Object(
  {
    employer: Line,
    code: Type.Optional(PartyCode),
    role: EmploymentRole,
    from: Type.Union([Day, Type.Null()]),
    until,
  },
  closed,
);
export type Employment = Static<typeof Employment>;

/** A relative whom the expert has declared, and where that person works. */
export const Kin = Type.Object(
  { name: Line, relation: Line, employer: Line, code: Type.Optional(PartyCode) },
  closed,
);
export type Kin = Static<typeof Kin>;

/** Days, the first and the last among them. */
export const Period = Type.Object({ from: Day, until: Day }, closed);
export type Period = Static<typeof Period>;

/** Time in which an expert may not be drawn; without a last day, until it is lifted. */
export const Suspension = Type.Object({ from: Day, until, reason: Prose }, closed);
export type Suspension = Static<typeof Suspension>;

export const Employments = Type.Array(Employment, { maxItems: 100 });
export const KinList = Type.Array(Kin, { maxItems: 50 });
export const Periods = Type.Array(Period, { maxItems: 100 });

/**
 * One line of a list for the pool. What a list leaves out stays as the pool has it: nobody's history, kin or
 * suspensions are lost because a list does not speak of them.
 */
export const PoolExpert = Type.Object(
  {
    id: Id,
    name: Line,
    idNumber: Type.String({ pattern: '^[0-9]{17}[0-9X]$' }),
    badge: Badge,
    categories: Type.Array(Id, { minItems: 1, maxItems: 20, uniqueItems: true }),
    site: Id,
    employer: Line,
    /** SHA-256 of the DER certificate on the expert's USB key. */
    keyFingerprint: Hex32,
    employerCode: Type.Optional(PartyCode),
    /** What they are to their employer; an employee where nothing is said. */
    role: Type.Optional(EmploymentRole),
    /** First day with this employer. */
    since: Type.Optional(Day),
    /** Employments besides the present one. */
    employments: Type.Optional(Employments),
    kin: Type.Optional(KinList),
    unavailable: Type.Optional(Periods),
    /** Added to those the pool knows; a list never lifts one. */
    suspensions: Type.Optional(Type.Array(Suspension, { maxItems: 100 })),
  },
  closed,
);
export type PoolExpert = Static<typeof PoolExpert>;

/** What is wrong with one expert though the form is right, each at `at(field)`. */
export function expertFaults(expert: PoolExpert, at: (field: string) => string): Fault[] {
  const faults: Fault[] = [];
  if (!idNumberValid(expert.idNumber)) faults.push({ code: 'EXPERT_ID_NUMBER', place: at('idNumber') });
  if (expert.since !== undefined)
    faults.push(...periodFaults({ from: expert.since, until: null }, at('since')));
  const lists = ['employments', 'unavailable', 'suspensions'] as const;
  for (const field of lists)
    for (const [index, period] of (expert[field] ?? []).entries())
      faults.push(...periodFaults(period, at(`${field}[${index}]`)));
  return faults;
}

/** Whether a day lies in a period, the first and the last among them; one without a last day goes on. */
export function liesIn(day: string, { from, until }: { from: string; until: string | null }): boolean {
  return from <= day && (until === null || day <= until);
}

/** Days that are in no calendar, and an end before the beginning. */
export function periodFaults(period: { from: string | null; until: string | null }, place: string): Fault[] {
  const { from, until: last } = period;
  const none = [from, last].find((day) => day !== null && !isDay(day));
  if (none) return [{ code: 'DAY_NONE', place, values: { day: none } }];
  if (from === null || last === null || from <= last) return [];
  return [{ code: 'PERIOD_BACKWARDS', place, values: { from, until: last } }];
}
