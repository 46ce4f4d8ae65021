/**
 * Who must stay out of a project's panel, and why (回避): 政府采购法实施条例 art. 9, 12号令 art. 12, and what the pool
 * says of the day. Each conflict carries the row that is its evidence; that row is sealed, the rule's words are not.
 */
import {
  type Employment,
  type EmploymentRole,
  type Kin,
  liesIn,
  type Period,
  type Suspension,
} from '../pool/expert.ts';
import type { Project } from '../projects/project.ts';
import { yearsAfter } from '../time/day.ts';
import { type ComparableParty, comparable, sameParty } from './party.ts';
import type { ConflictRule } from './rules.ts';

/** How long one has to stay away from a former employer. */
const YEARS = 3;

/** What the pool knows of an expert that may bar them. */
export interface ConflictExpert {
  readonly employer: string;
  readonly employerCode?: string | undefined;
  readonly role?: EmploymentRole | undefined;
  readonly since?: string | undefined;
  readonly employments?: readonly Employment[] | undefined;
  readonly kin?: readonly Kin[] | undefined;
  readonly unavailable?: readonly Period[] | undefined;
  readonly suspensions?: readonly Pick<Suspension, 'from' | 'until'>[] | undefined;
  /** The days of other panels they are on; null for a panel whose day is not known, which may be any. */
  readonly engaged?: readonly (string | null)[] | undefined;
}

export type ConflictProject = Pick<Project, 'tenderer' | 'agency'> & {
  readonly bidders: readonly Pick<Project['bidders'][number], 'name' | 'party'>[];
};

/** Which row of the pool says so: sealed, for those who may look into the matter afterwards. */
export type Evidence =
  | {
      readonly kind: 'employment';
      /** Place in the expert's history; null for the present employer. */
      readonly row: number | null;
      readonly employer: string;
      readonly role: EmploymentRole;
      readonly from: string | null;
      readonly until: string | null;
      /** The party of the project it is. */
      readonly party: string;
    }
  | {
      readonly kind: 'kin';
      readonly row: number;
      readonly relation: string;
      readonly employer: string;
      readonly party: string;
    }
  | { readonly kind: 'period'; readonly row: number; readonly from: string; readonly until: string | null }
  | { readonly kind: 'panel'; readonly day: string | null }
  /** What the tenderer or agency wrote. */
  | { readonly kind: 'request'; readonly reason: string };

export interface Conflict {
  readonly rule: ConflictRule;
  /** False where only the names of two companies are alike: a person has to confirm it. */
  readonly certain: boolean;
  readonly evidence: Evidence;
}

/** Every conflict of one expert with a project evaluated on `day`; none where they may be drawn. */
export function conflictsOf(expert: ConflictExpert, project: ConflictProject, day: string): Conflict[] {
  return conflictFinder(project, day)(expert);
}

/** The same for many experts of one project: the names of companies are made ready once. */
export function conflictFinder(
  project: ConflictProject,
  day: string,
): (expert: ConflictExpert) => Conflict[] {
  const bidders = project.bidders.map(({ name, party }) => ready(name, party));
  const owners = [
    ...(project.tenderer === undefined
      ? []
      : [{ rule: 'tenderer-own' as const, parties: [ready(project.tenderer)] }]),
    ...(project.agency === undefined
      ? []
      : [{ rule: 'agency-own' as const, parties: [ready(project.agency)] }]),
  ];
  const known = new Map<string, ComparableParty>();
  const employerOf = (name: string, code: string | undefined): ComparableParty => {
    const key = `${code ?? ''} ${name}`;
    const before = known.get(key);
    if (before) return before;
    const made = comparable({ name, code });
    known.set(key, made);
    return made;
  };
  return (expert) => {
    const { employments = [], kin = [] } = expert;
    const present = employmentOf(expert);
    const rows = [{ row: null, ...present }, ...employments.map((one, row) => ({ row, ...one }))];
    const found: Conflict[] = [];
    for (const { row, employer, code, role, from, until } of rows) {
      if (!barsOn(day, { from, until })) continue;
      const evidence = { kind: 'employment', row, employer, role, from, until } as const;
      const at = employerOf(employer, code);
      found.push(
        ...matches(at, bidders, (certain, party) => ({
          rule: 'bidder-employment',
          certain,
          evidence: { ...evidence, party },
        })),
      );
      if (until !== null && until < day) continue; // one's own house is where one works now
      for (const { rule, parties } of owners)
        found.push(
          ...matches(at, parties, (certain, party) => ({ rule, certain, evidence: { ...evidence, party } })),
        );
    }
    for (const [row, { relation, employer, code }] of kin.entries())
      found.push(
        ...matches(employerOf(employer, code), bidders, (certain, party) => ({
          rule: 'bidder-kin',
          certain,
          evidence: { kind: 'kin', row, relation, employer, party },
        })),
      );
    return [...found, ...onTheDay(expert, day)];
  };
}

interface ReadyParty {
  readonly name: string;
  readonly party: ComparableParty;
}

function ready(name: string, code?: string): ReadyParty {
  return { name, party: comparable({ name, code }) };
}

/** Each of the parties that this employer is, or may be. */
function matches(
  employer: ComparableParty,
  parties: readonly ReadyParty[],
  conflict: (certain: boolean, party: string) => Conflict,
): Conflict[] {
  return parties.flatMap(({ name, party }) => {
    const sameness = sameParty(employer, party);
    return sameness === 'other' ? [] : [conflict(sameness === 'same', name)];
  });
}

/** What an expert is to the employer they have now. */
export function employmentOf(expert: ConflictExpert): Employment {
  const { employer, employerCode, role = 'employee', since } = expert;
  const code = employerCode === undefined ? {} : { code: employerCode };
  return { employer, ...code, role, from: since ?? null, until: null };
}

/**
 * Whether an employment bars on a day: it has begun, and its last day is not more than three whole years back. One that
 * ended on 2023-11-23 bars on 2026-11-23 and no longer on the 24th (民法典 art. 201, 202).
 */
function barsOn(day: string, { from, until }: Pick<Employment, 'from' | 'until'>): boolean {
  if (from !== null && from > day) return false;
  return until === null || day <= yearsAfter(until, YEARS);
}

function onTheDay(expert: ConflictExpert, day: string): Conflict[] {
  const { suspensions = [], unavailable = [], engaged = [] } = expert;
  const periods = (rule: ConflictRule, list: readonly { from: string; until: string | null }[]) =>
    list.flatMap(({ from, until }, row): Conflict[] =>
      liesIn(day, { from, until })
        ? [{ rule, certain: true, evidence: { kind: 'period', row, from, until } }]
        : [],
    );
  return [
    ...periods('suspended', suspensions),
    ...periods('unavailable', unavailable),
    ...engaged
      .filter((other) => other === null || other === day)
      .map(
        (other): Conflict => ({ rule: 'engaged', certain: true, evidence: { kind: 'panel', day: other } }),
      ),
  ];
}
