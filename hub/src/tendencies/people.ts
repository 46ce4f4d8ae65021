/** Pairs and experts over many projects, as lists. */
import { Refusal } from '#shared/catalogue/refusal.ts';
import { expertHistory, panelEstimates } from '#shared/lookback/expert-history.ts';
import type {
  ExpertHistoryView,
  ExpertQuery,
  ExpertTendency,
  HintRow,
  PairPage,
  PairQuery,
  PairRow,
} from '#shared/protocol/look-back.ts';
import type { TendencyDesk } from './desk.ts';
import type { PairFigure } from './figures.ts';
import { holds } from './hints.ts';
import type { Looked, LookedExpert } from './looking.ts';
import { pairKey } from './reads.ts';

/** A pair stranger than this share of honest ones is marked in the list. */
const FALSE_ALARM = 0.01;

/** A figure with names, and the number of its lead. */
export function pairRow(
  figure: PairFigure,
  desk: TendencyDesk,
  leanings: ReadonlyMap<string, string>,
): PairRow {
  return {
    ...figure,
    whoName: desk.nameOf(figure.who),
    partyName: desk.nameOf(figure.party),
    flagged: figure.share < FALSE_ALARM,
    leaning: leanings.get(pairKey(figure)) ?? null,
  };
}

/** The pairs that are asked for, with how many there are in all and how many of them chance alone would mark. */
export function pairPage(rows: readonly PairRow[], projects: number, query: PairQuery): PairPage {
  const { kind, flagged, expert, party } = query;
  const tested = rows.filter((row) => kind === undefined || row.kind === kind);
  const sought = tested.filter(
    (row) =>
      (flagged === undefined || row.flagged) &&
      (expert === undefined || namesExpert(row, expert)) &&
      (party === undefined || (row.kind !== 'together' && holds(party, row.party, row.partyName))),
  );
  return {
    total: sought.length,
    projects,
    tested: tested.length,
    expected: tested.length * FALSE_ALARM,
    flagged: tested.filter((row) => row.flagged).length,
    falseAlarm: FALSE_ALARM,
    rows: sought,
  };
}

function namesExpert({ kind, who, whoName, party, partyName }: PairRow, sought: string): boolean {
  return holds(sought, who, whoName) || (kind === 'together' && holds(sought, party, partyName));
}

/** Somebody with the panels they sat on. */
export interface Seated {
  readonly person: string;
  readonly sat: Sat;
}

interface Sat {
  readonly latest: LookedExpert;
  readonly on: { readonly looked: Looked; readonly expert: LookedExpert }[];
}

/**
 * Those who are asked for of everybody who sat on one of these panels (the latest first), those with most projects first;
 * and how to work out what is said of one of them, which is only done for those who are shown.
 */
export function soughtExperts(
  looked: readonly Looked[],
  hints: readonly HintRow[],
  pairs: readonly PairRow[],
  { site, expert }: ExpertQuery,
): { sites: string[]; rows: Seated[]; told: (row: Seated) => ExpertTendency } {
  const hintsOf = counted(hints.map(({ person }) => person));
  const pairsOf = counted(
    pairs
      .filter(({ flagged }) => flagged)
      .flatMap(({ kind, who, party }) =>
        kind === 'affiliation' ? [] : kind === 'together' ? [who, party] : [who],
      ),
  );
  const all = [...satOn(looked)].map(([person, sat]) => ({ person, sat }));
  const rows = all
    .filter(
      ({ person, sat: { latest } }) =>
        (site === undefined || latest.site === site) &&
        (expert === undefined || holds(expert, person, latest.name)),
    )
    .sort((a, b) => b.sat.on.length - a.sat.on.length || (a.person < b.person ? -1 : 1));
  return {
    sites: [...new Set(all.map(({ sat }) => sat.latest.site))].sort(),
    rows,
    told: ({ person, sat }) => tendency(person, sat, hintsOf.get(person) ?? 0, pairsOf.get(person) ?? 0),
  };
}

/** One expert's panels and pairs. Refuses LOOKED_AT_UNKNOWN. */
export function historyOf(
  person: string,
  looked: readonly Looked[],
  hints: readonly HintRow[],
  pairs: readonly PairRow[],
): ExpertHistoryView {
  const sat = satOn(looked).get(person);
  if (!sat) throw new Refusal('LOOKED_AT_UNKNOWN');
  const own = hints.filter((hint) => hint.person === person);
  const met = pairs.filter(
    ({ kind, who, party }) => kind !== 'affiliation' && (who === person || party === person),
  );
  const flagged = met.filter((pair) => pair.flagged).length;
  return {
    ...tendency(person, sat, own.length, flagged),
    panels: sat.on.map(({ looked: { project, title, at }, expert: { share, alike } }) => ({
      ...{ project, title, at },
      ...(share ? panelEstimates(share) : { severity: null, spread: null }),
      alike: alike?.share ?? null,
      hints: own.filter((hint) => hint.project === project).length,
    })),
    pairs: met,
  };
}

function satOn(looked: readonly Looked[]): Map<string, Sat> {
  const sat = new Map<string, Sat>();
  for (const one of looked)
    for (const expert of one.experts) {
      const known = sat.get(expert.person) ?? { latest: expert, on: [] };
      known.on.push({ looked: one, expert });
      sat.set(expert.person, known);
    }
  return sat;
}

function tendency(person: string, { latest, on }: Sat, hints: number, flaggedPairs: number): ExpertTendency {
  const { severity, spread } = expertHistory(on.flatMap(({ expert }) => expert.share ?? []));
  const { name, site, affiliation } = latest;
  return {
    ...{ person, name, site, affiliation: affiliation ?? '' },
    ...{ projects: on.length, severity, spread, hints, flaggedPairs },
  };
}

function counted(values: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}
