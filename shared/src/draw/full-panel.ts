/**
 * Does a full panel exist? Decided exactly.
 *
 * Candidates of one site with the same wanted categories are one *kind*. A kind with at least as many free employers
 * as there are places left is *rich*: whoever else comes to the panel, one of its employers stays free, so its
 * employers cannot matter. Of the other, *poor* kinds each employer is a node of its own. Categories → kinds →
 * employers at a site → sites is then a flow with bounds, small whatever the size of the pool. Only an employer of
 * poor kinds at several sites can still get too many; then the ways of taking one fewer there are tried one by one.
 */
import { FlowNetwork } from './flow.ts';
import type { PanelInput } from './input.ts';

export type Candidate = PanelInput['candidates'][number];

/** What must hold of a panel; a requirement that is dropped is wide open. */
export interface Requirements {
  /** category → members wanted, in the input's order. */
  readonly categories: readonly { readonly id: string; readonly count: number }[];
  readonly sites: readonly { readonly id: string; readonly min: number; readonly max: number }[];
  readonly maxPerEmployer: number;
  /** Places that any eligible candidate may fill: of categories that are not asked for (see `conflict.ts`). */
  readonly anyCategory?: number;
}

interface Kind {
  readonly number: number;
  readonly categories: readonly string[];
  readonly site: string;
  /** employer → how many more of this kind are there. */
  readonly people: Map<string, number>;
  /** Employers with people here and room on the panel. */
  open: number;
  taken: number;
}

/** Bounds set while searching, on how many more an employer gives to a site: `[employer, site]` as JSON → bounds. */
type Bounds = ReadonlyMap<string, { readonly low: number; readonly high: number }>;

interface Solution {
  /** How many more of each kind are on the panel. */
  readonly more: Map<Kind, number>;
  /** employer of poor kinds → site → how many more. */
  readonly given: ReadonlyMap<string, ReadonlyMap<string, number>>;
}

/** A pool from which some have been taken already. */
export class PanelPool {
  readonly #requirements: Requirements;
  readonly #wanted: ReadonlySet<string>;
  readonly #total: number;
  readonly #kinds = new Map<string, Kind>();
  readonly #kindOf = new Map<Candidate, Kind>();
  readonly #room = new Map<string, number>();
  readonly #kindsOfEmployer = new Map<string, Kind[]>();
  #taken = 0;
  /** A panel that exists with all who are taken, as numbers of each kind; kept to save deciding it again. */
  #witness: Solution | null = null;

  constructor(requirements: Requirements, candidates: Iterable<Candidate>) {
    this.#requirements = requirements;
    const { categories, sites, anyCategory = 0 } = requirements;
    const listed = new Set(sites.map((site) => site.id));
    this.#wanted = new Set(categories.filter(({ count }) => count > 0).map((category) => category.id));
    this.#total = categories.reduce((sum, category) => sum + category.count, anyCategory);
    for (const candidate of candidates) {
      if (!listed.has(candidate.site)) continue;
      const wanted = this.#wantedOf(candidate);
      if (wanted.length > 0 || anyCategory > 0) this.#add(candidate, wanted);
    }
  }

  /** Whether this candidate can be on a panel with those taken so far, which then has to exist in full. */
  allows(candidate: Candidate): boolean {
    const kind = this.#kindOf.get(candidate);
    if (!kind || !this.#hasOne(kind, candidate.employer) || !this.exists()) return false;
    if (this.#plain(candidate.employer) && (this.#witness?.more.get(kind) ?? 0) > 0) return true;
    this.#move(kind, candidate.employer, 1);
    const possible = this.#solve() !== null;
    this.#move(kind, candidate.employer, -1);
    return possible;
  }

  take(candidate: Candidate): void {
    const kind = this.#kindOf.get(candidate);
    if (!kind || !this.#hasOne(kind, candidate.employer))
      throw new Error(`candidate ${candidate.id} is not in the pool`);
    const more = this.#witness?.more.get(kind) ?? 0;
    const kept = more > 0 && this.#plain(candidate.employer) ? this.#witness : null;
    this.#move(kind, candidate.employer, 1);
    kept?.more.set(kind, more - 1);
    this.#witness = kept;
  }

  /** Whether some full panel holds all who are taken. */
  exists(): boolean {
    this.#witness ??= this.#solve();
    return this.#witness !== null;
  }

  /**
   * Candidates with the same text here have the same answer from {@link allows} now, and an answer of no holds as
   * well when more have been taken. Of a kind's employers only those of poor kinds, or without room, are told apart.
   */
  alike(candidate: Candidate): string {
    const { employer } = candidate;
    const number = this.#kindOf.get(candidate)?.number ?? -1;
    return this.#roomOf(employer) > 0 && this.#plain(employer) ? `${number}` : `${number} ${employer}`;
  }

  #wantedOf(candidate: Candidate): string[] {
    return [...new Set(candidate.categories)].filter((category) => this.#wanted.has(category)).sort();
  }

  #add(candidate: Candidate, categories: readonly string[]): void {
    const { site, employer } = candidate;
    const number = this.#kinds.size;
    const kind = entry(this.#kinds, JSON.stringify([site, categories]), () => {
      return { number, categories, site, people: new Map<string, number>(), open: 0, taken: 0 };
    });
    this.#kindOf.set(candidate, kind);
    const known = kind.people.get(employer);
    kind.people.set(employer, (known ?? 0) + 1);
    if (known !== undefined) return;
    kind.open++;
    entry(this.#kindsOfEmployer, employer, (): Kind[] => []).push(kind);
  }

  #roomOf(employer: string): number {
    return this.#room.get(employer) ?? this.#requirements.maxPerEmployer;
  }

  #hasOne(kind: Kind, employer: string): boolean {
    return (kind.people.get(employer) ?? 0) > 0 && this.#roomOf(employer) > 0;
  }

  get #left(): number {
    return this.#total - this.#taken;
  }

  #rich(kind: Kind): boolean {
    return kind.open >= this.#left;
  }

  /** Whether an employer stands in rich kinds only. */
  #plain(employer: string): boolean {
    return (this.#kindsOfEmployer.get(employer) ?? []).every((kind) => this.#rich(kind));
  }

  /** Takes a person (by = 1) or puts them back (by = −1). */
  #move(kind: Kind, employer: string, by: 1 | -1): void {
    const kinds = this.#kindsOfEmployer.get(employer) ?? [];
    for (const each of kinds) if (this.#hasOne(each, employer)) each.open--;
    kind.people.set(employer, (kind.people.get(employer) ?? 0) - by);
    this.#room.set(employer, this.#roomOf(employer) - by);
    for (const each of kinds) if (this.#hasOne(each, employer)) each.open++;
    kind.taken += by;
    this.#taken += by;
  }

  /** Some full panel with all who are taken, as numbers of each kind; null when there is none. */
  #solve(): Solution | null {
    if (this.#left < 0 || this.#requirements.sites.some((site) => site.min > site.max)) return null;
    return this.#solveWithin(new Map());
  }

  #solveWithin(bounds: Bounds): Solution | null {
    const solution = this.#flow(bounds);
    if (!solution) return null;
    const over = [...solution.given].find(
      ([employer, bySite]) => sum(bySite.values()) > this.#roomOf(employer),
    );
    if (!over) return solution;
    const [employer, bySite] = over;
    const narrowed = new Map(bounds);
    for (const [site, number] of bySite) {
      if (number < 1) continue;
      const place = JSON.stringify([employer, site]);
      const { low, high } = narrowed.get(place) ?? { low: 0, high: Number.MAX_SAFE_INTEGER };
      // Either fewer than now come from here, or this many stay and another site gives up one.
      if (low < number) {
        const fewer = this.#solveWithin(new Map(narrowed).set(place, { low, high: number - 1 }));
        if (fewer) return fewer;
      }
      narrowed.set(place, { low: number, high });
      if (this.#lowest(employer, narrowed) > this.#roomOf(employer)) return null;
    }
    return null;
  }

  #lowest(employer: string, bounds: Bounds): number {
    return sum(
      this.#requirements.sites.map((site) => bounds.get(JSON.stringify([employer, site.id]))?.low ?? 0),
    );
  }

  #flow(bounds: Bounds): Solution | null {
    const { categories, sites, anyCategory = 0 } = this.#requirements;
    const total = this.#total;
    const network = new FlowNetwork();
    const [source, sink] = [network.node(), network.node()];
    const siteNode = new Map<string, number>();
    for (const site of sites) {
      const node = network.node();
      network.edge(node, sink, site.min, Math.max(site.min, Math.min(site.max, total)));
      siteNode.set(site.id, node);
    }
    const categoryNode = new Map<string, number>();
    for (const { id, count } of categories) {
      const node = network.node();
      network.edge(source, node, count, count);
      categoryNode.set(id, node);
    }
    const anyNode = network.node();
    network.edge(source, anyNode, anyCategory, anyCategory);
    const throughKind: [Kind, number][] = [];
    const employerEdge = new Map<string, Map<string, { node: number; edge: number }>>();
    for (const kind of this.#kinds.values()) {
      if (kind.taken + kind.open === 0) continue;
      const toSite = siteNode.get(kind.site) ?? sink;
      const [into, out] = [network.node(), network.node()];
      const rich = this.#rich(kind);
      throughKind.push([kind, network.edge(into, out, kind.taken, kind.open > 0 ? total : kind.taken)]);
      for (const category of kind.categories)
        network.edge(categoryNode.get(category) ?? anyNode, into, 0, total);
      if (anyCategory > 0) network.edge(anyNode, into, 0, total);
      network.edge(out, toSite, kind.taken, rich ? total : kind.taken);
      if (rich) continue;
      for (const [employer, people] of kind.people) {
        if (people < 1 || this.#roomOf(employer) < 1) continue;
        const bySite = entry(employerEdge, employer, () => new Map<string, { node: number; edge: number }>());
        const { node } = entry(bySite, kind.site, () => {
          const made = network.node();
          const bound = bounds.get(JSON.stringify([employer, kind.site]));
          const low = bound?.low ?? 0;
          const high = Math.max(low, Math.min(bound?.high ?? total, this.#roomOf(employer)));
          return { node: made, edge: network.edge(made, toSite, low, high) };
        });
        network.edge(out, node, 0, people);
      }
    }
    if (!network.feasible(source, sink)) return null;
    return {
      more: new Map(throughKind.map(([kind, edge]) => [kind, network.flowOn(edge) - kind.taken])),
      given: mapped(employerEdge, (bySite) => mapped(bySite, ({ edge }) => network.flowOn(edge))),
    };
  }
}

function entry<K, V>(of: Map<K, V>, key: K, make: () => V): V {
  let value = of.get(key);
  if (value === undefined) {
    value = make();
    of.set(key, value);
  }
  return value;
}

function mapped<K, V, W>(of: ReadonlyMap<K, V>, change: (value: V) => W): Map<K, W> {
  return new Map([...of].map(([key, value]) => [key, change(value)]));
}

function sum(numbers: Iterable<number>): number {
  let total = 0;
  for (const number of numbers) total += number;
  return total;
}
