/**
 * The look-back desk (回头看): what supervisors and the discipline office ask over many projects, and what they see. Every
 * figure is worked out from the projects in their charge alone.
 */
import { type Static, Type } from 'typebox';
import type { Estimate } from '../lookback/expert-history.ts';
import type { Pace } from '../lookback/pace.ts';
import { closed, Day, Id, written } from './primitives.ts';
import type { LookbackFlag } from './views.ts';

/** A part of a name or of an id, as one looks for it. */
export const SoughtPart = written(1, 100);
const Digits = (digits: number) => Type.String({ pattern: `^[1-9][0-9]{0,${digits - 1}}$` });
const pages = { page: Type.Optional(Digits(6)), size: Type.Optional(Digits(3)) };
/** Part of a name, or an id; part of a bidder's name, or of its owner's code. */
const whom = { expert: Type.Optional(SoughtPart), party: Type.Optional(SoughtPart) };

export const HintKind = Type.Union([
  Type.Literal('percent'), // the percent rule of the regime
  Type.Literal('abnormal'), // abnormal by history
  Type.Literal('alike'), // all items marked alike
  Type.Literal('resting'), // the result rests on one expert
]);
export type HintKind = Static<typeof HintKind>;

export const HintState = Type.Union([
  Type.Literal('open'), // put to the expert, not answered
  Type.Literal('answered'), // explained, amended or whatever else has become of it
  Type.Literal('unasked'), // for supervisors alone: nobody is asked
]);
export type HintState = Static<typeof HintState>;

/** Days in China between which a project was sealed, or stands revealed; both with them. */
const period = { from: Type.Optional(Day), until: Type.Optional(Day) };

/** GET /api/look-back/hints */
export const HintQuery = Type.Object(
  {
    ...period,
    kind: Type.Optional(HintKind),
    state: Type.Optional(HintState),
    site: Type.Optional(Id),
    project: Type.Optional(SoughtPart),
    ...whom,
    ...pages,
  },
  closed,
);
export type HintQuery = Static<typeof HintQuery>;

/** One mark, sheet or result that is unusual. */
export interface HintRow {
  project: string;
  title: string;
  at: string;
  sealed: boolean;
  kind: HintKind;
  /** Of the flag within its project; null where nobody was asked. */
  flag: string | null;
  state: HintState;
  /** What has become of the flag, in the words of its room. */
  answer: string | null;
  /** Pseudonym of the draw, id in the pool, and name. */
  expert: string;
  person: string;
  name: string;
  site: string;
  bidder: string | null;
  bidderName: string | null;
  party: string | null;
  item: string | null;
  direction: 'high' | 'low' | null;
  rankingWouldChange: boolean;
  /**
   * Items alike: share of honest experts whose marks look so. Result on one expert: how likely another panel would put
   * another first. Null for flags, whose rule says it.
   */
  share: number | null;
}

export interface HintPage {
  total: number;
  /** Revealed projects, how many of them are sealed, and how many still have to be read. */
  projects: number;
  sealed: number;
  pending: number;
  sites: string[];
  rows: HintRow[];
}

export const PairKind = Type.Union([
  Type.Literal('expert'),
  Type.Literal('affiliation'),
  Type.Literal('together'),
]);
export type PairKind = Static<typeof PairKind>;

/** GET /api/look-back/pairs: over the sealed projects of a period alone, where one is given. */
export const PairQuery = Type.Object(
  {
    kind: Type.Optional(PairKind),
    /** Only those beyond the limit. */
    flagged: Type.Optional(Type.Literal('yes')),
    ...period,
    ...whom,
    ...pages,
  },
  closed,
);
export type PairQuery = Static<typeof PairQuery>;

/** Somebody and a bidder's owner, or two experts, over sealed projects. */
export interface PairRow {
  kind: PairKind;
  /** Id of the expert, or name of the affiliation. */
  who: string;
  whoName: string;
  /** Code of the owner, or id of the other expert. */
  party: string;
  partyName: string;
  /** Projects in which they met. */
  n: number;
  /** Above 0 is high, or together. */
  statistic: number;
  /** Points of 100 above what the panels give; null for two experts. */
  points: number | null;
  /** Correlation, for two experts. */
  correlation: number | null;
  /** How often chance alone makes a pair look so. */
  share: number;
  flagged: boolean;
  /** The alert's number, once one was raised; for those whose charge is everything: it rests on all projects. */
  leaning: string | null;
}

export interface PairPage {
  total: number;
  /** Sealed projects over which they are worked out. */
  projects: number;
  /** Pairs that met at least three times, and how many of them chance alone would flag at most. */
  tested: number;
  expected: number;
  flagged: number;
  falseAlarm: number;
  rows: PairRow[];
}

/** GET /api/look-back/experts: over the projects of a period alone, where one is given. */
export const ExpertQuery = Type.Object(
  { site: Type.Optional(Id), expert: Type.Optional(SoughtPart), ...period, ...pages },
  closed,
);
export type ExpertQuery = Static<typeof ExpertQuery>;

export interface ExpertTendency {
  person: string;
  name: string;
  site: string;
  affiliation: string;
  projects: number;
  severity: Estimate | null;
  spread: Estimate | null;
  /** Hints of either kind on this expert's marks, over all revealed projects. */
  hints: number;
  flaggedPairs: number;
}

export interface ExpertPage {
  total: number;
  sites: string[];
  rows: ExpertTendency[];
}

/** GET /api/look-back/experts/:person */
export interface ExpertHistoryView extends ExpertTendency {
  panels: {
    project: string;
    title: string;
    at: string;
    /** Points of 100 above the others; null where the panel is too small. */
    severity: Estimate | null;
    /** 1 is as others stray; null as above. */
    spread: Estimate | null;
    /** Share of honest experts whose items look so alike; null where it cannot be told. */
    alike: number | null;
    hints: number;
  }[];
  pairs: PairRow[];
}

/** GET /api/look-back/projects/:id: the marks of one project to look at; each reading is recorded. */
export interface LookedProjectView {
  project: string;
  title: string;
  at: string;
  sealed: boolean;
  bidders: { id: string; name: string; party: string }[];
  experts: { expert: string; alias: string; person: string; name: string; site: string }[];
  /** The sum of the subjective items first, then each of them; thousandths. */
  scopes: {
    item: string | null;
    title: string | null;
    max: number;
    /** Bidder × expert. */
    points: number[][];
    /** Half the width in which about nineteen of twenty honest marks lie around the middle, by bidder. */
    usual: number[];
  }[];
  flags: LookbackFlag[];
  resting: {
    first: string | null;
    margin: number;
    without: { expert: string; first: string | null }[];
    expert: string | null;
    otherwise: number | null;
  } | null;
  alike: { expert: string; ratio: number; share: number }[];
  pace: Pace[];
}

/** GET /api/look-back/export/:what/:form, with the filters of the list: hints, pairs or experts, as csv or json. */
export const Exported = Type.Object(
  {
    what: Type.Union([Type.Literal('hints'), Type.Literal('pairs'), Type.Literal('experts')]),
    form: Type.Union([Type.Literal('csv'), Type.Literal('json')]),
  },
  closed,
);
