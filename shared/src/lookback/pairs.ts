/**
 * Expert × party and affiliation × party over many projects: favour too small to be seen in one project shows when it
 * is repeated. docs/lookback.md has the formulas.
 */
import type { Calibration } from './calibration.ts';
import { ANY_SEVERITY, type LeftOver, leftOver } from './left-over.ts';
import type { ProjectMarks, Table } from './marks.ts';
import { type Entry, MeetingSums } from './meetings.ts';
import { at, normalQuantile } from './normal.ts';
import type { SpreadCurve } from './spread.ts';

export interface Association {
  /** The expert or the affiliation. */
  readonly who: string;
  readonly party: string;
  /** Projects in which they met. */
  readonly n: number;
  /** Signed: high is favour. About normal with variance 1 where there is none. */
  readonly statistic: number;
  readonly flag: boolean;
  /** Points of 100 by which the party's bidders are marked above what panel and severity give, in this file. */
  readonly points: number;
}

/** Which experts and affiliations are asked for. */
export interface Whose {
  readonly experts: ReadonlySet<string>;
  readonly affiliations: ReadonlySet<string>;
}

/** An expert's own spread starts from so many usual marks. */
const USUAL_MARKS = 8;
/** What clipping at ±3 and the fit leave of a squared residual. */
const LEFT = 0.85;
const CLIP = 3;
/** Fewer meetings are shown and never flagged. */
export const MEETINGS = 3;
/** A party behind all bidders of a project leaves nothing to compare with. */
const LEAST_INFORMATION = 1e-4;

interface Own {
  marks: number;
  squares: number;
}

/** Gathers projects, then tells of every pair that met. */
export class PairTally {
  /** What is kept of each project until all are known. */
  readonly #met: LeftOver[] = [];
  /** Where among them somebody is met: of as many projects as have been asked for by name so far. */
  readonly #places = { experts: new Map<string, number[]>(), affiliations: new Map<string, number[]>() };
  #placed = 0;
  readonly #experts = new Map<string, Own>();
  readonly #history: Calibration['pairs'] | null;

  /** `history`: what a calibration carries over; null starts anew. */
  constructor(history: Calibration['pairs'] | null) {
    this.#history = history;
    for (const [expert, marks, squares] of history?.experts ?? [])
      this.#experts.set(expert, { marks, squares });
  }

  /** Adds a project by its table of 0 to 100. */
  add(panel: ProjectMarks, table: Table, curve: SpreadCurve): void {
    const left = leftOver(panel, table, curve);
    if (left) this.addLeft(left);
  }

  /** Adds what is left of a project's marks; nothing where no party is known. */
  addLeft(left: LeftOver): void {
    const { experts, parties, residuals } = left;
    if (parties.every((party) => party === null)) return;
    for (const [r, expert] of experts.entries()) {
      const own = this.#experts.get(expert) ?? { marks: 0, squares: 0 };
      own.marks += parties.length;
      for (let b = 0; b < parties.length; b++) own.squares += at(residuals, b * experts.length + r) ** 2;
      this.#experts.set(expert, own);
    }
    this.#met.push(left);
  }

  /** All that is known of pairs, to be carried over into a calibration. */
  carried(): Calibration['pairs'] {
    const { byExpert, byAffiliation } = this.#sums();
    const experts = [...this.#experts].map(([expert, { marks, squares }]): [string, number, number] => [
      expert,
      marks,
      Number(squares.toPrecision(9)),
    ]);
    return {
      scale: byExpert.scale(),
      experts,
      byExpert: byExpert.carried(),
      byAffiliation: byAffiliation.carried(),
    };
  }

  /**
   * Every expert and every affiliation with each party met here, at a stated share of false alarms; only those of `whose`
   * where it is given, which is much quicker where projects are many.
   */
  associations(
    falseAlarm: number,
    whose?: Whose,
  ): { pairs: Iterable<Association>; affiliations: Iterable<Association> } {
    const { byExpert, byAffiliation } = this.#sums(whose);
    const threshold = normalQuantile(1 - falseAlarm / 2) * (this.#history?.scale ?? 1);
    const told = function* (sums: MeetingSums): Generator<Association> {
      for (const one of sums.statistics())
        yield { ...one, flag: one.n >= MEETINGS && Math.abs(one.statistic) > threshold };
    };
    return { pairs: told(byExpert), affiliations: told(byAffiliation) };
  }

  #sums(whose?: Whose) {
    const [byExpert, byAffiliation] = [new MeetingSums(), new MeetingSums()];
    if (this.#history) {
      byExpert.carry(this.#history.byExpert);
      byAffiliation.carry(this.#history.byAffiliation);
    }
    for (const met of whose ? this.#metBy(whose) : this.#met) {
      const groups = new Map<string, Map<string, Entry>>();
      for (const [r, expert] of met.experts.entries()) {
        const group = met.affiliations[r] ?? null;
        const asked = whose === undefined || whose.experts.has(expert);
        const pooled = group !== null && (whose === undefined || whose.affiliations.has(group));
        if (!asked && !pooled) continue;
        for (const [party, entry] of entriesOf(met, r, this.#experts.get(expert))) {
          if (asked) byExpert.add(expert, party, entry);
          if (pooled) together(groups, group, party, entry);
        }
      }
      for (const [group, parties] of groups)
        for (const [party, entry] of parties) byAffiliation.add(group, party, entry);
    }
    return { byExpert, byAffiliation };
  }

  /** The projects of some, in the order in which they were added. */
  #metBy(whose: Whose): LeftOver[] {
    for (; this.#placed < this.#met.length; this.#placed++) {
      const { experts, affiliations } = this.#met[this.#placed] as LeftOver;
      for (const expert of experts) placeOf(this.#places.experts, expert, this.#placed);
      for (const group of new Set(affiliations))
        if (group !== null) placeOf(this.#places.affiliations, group, this.#placed);
    }
    const places = new Set<number>();
    for (const kind of ['experts', 'affiliations'] as const)
      for (const name of whose[kind])
        for (const place of this.#places[kind].get(name) ?? []) places.add(place);
    return [...places].sort((a, b) => a - b).map((place) => this.#met[place] as LeftOver);
  }
}

function placeOf(places: Map<string, number[]>, name: string, place: number): void {
  const known = places.get(name);
  if (known) known.push(place);
  else places.set(name, [place]);
}

/** What one expert's marks of one project say of each party. */
function entriesOf(met: LeftOver, r: number, own: Own = { marks: 0, squares: 0 }): Map<string, Entry> {
  const { residuals, spreads, parties } = met;
  const nr = met.experts.length;
  const half = own.marks / 2;
  const mean = own.marks > 0 ? own.squares / own.marks : 1;
  const spread = Math.sqrt((USUAL_MARKS + (half * mean) / LEFT) / (USUAL_MARKS + half));
  const entries = new Map<string, Entry>();
  let weights = 0;
  for (const [b, party] of parties.entries()) {
    const s = at(spreads, b);
    const v = 1 / (s * s);
    weights += v;
    if (party === null) continue;
    const residual = at(residuals, b * nr + r);
    const entry = entries.get(party) ?? { sum: 0, information: 0, marks: 0, points: 0 };
    entry.sum += Math.max(-CLIP * spread, Math.min(CLIP * spread, residual)) / (s * spread);
    entry.information += v;
    entry.points += residual * s;
    entry.marks++;
    entries.set(party, entry);
  }
  const shrink = ANY_SEVERITY ** 2 / (1 + ANY_SEVERITY ** 2 * weights);
  for (const [party, entry] of entries) {
    const weight = entry.information;
    entry.information = (1 - 1 / nr) * (weight - shrink * weight ** 2);
    if (entry.information < LEAST_INFORMATION * weight) entries.delete(party);
  }
  return entries;
}

/** Adds an expert's entry to that of their affiliation in the same project. */
function together(groups: Map<string, Map<string, Entry>>, group: string, party: string, entry: Entry): void {
  const parties = groups.get(group) ?? new Map<string, Entry>();
  groups.set(group, parties);
  const sums = parties.get(party) ?? { sum: 0, information: 0, marks: 0, points: 0 };
  sums.sum += entry.sum;
  sums.information += entry.information;
  sums.marks += entry.marks;
  sums.points += entry.points;
  parties.set(party, sums);
}
