/**
 * Does a full panel exist? Decided exactly.
 *
 * Candidates of one site with the same categories are one *kind*. Ignoring employers, categories → kinds → sites
 * is a flow with bounds, tiny whatever the size of the pool. If that has no answer, there is none. If it has,
 * its kinds are filled with people so that no employer has too many, a matching; only when that fails, which
 * takes a pool dominated by few employers, is the rest searched: take one person of the tightest employer, or
 * none.
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
  readonly categories: readonly string[];
  readonly site: string;
  /** employer → how many more of this kind are there. */
  readonly people: Map<string, number>;
  taken: number;
}

/** A pool from which some have been taken already. */
export class PanelPool {
  readonly #requirements: Requirements;
  readonly #kinds = new Map<string, Kind>();
  readonly #room = new Map<string, number>();

  constructor(requirements: Requirements, candidates: Iterable<Candidate>) {
    this.#requirements = requirements;
    const sites = new Set(requirements.sites.map((site) => site.id));
    const wanted = new Set(requirements.categories.map((category) => category.id));
    for (const candidate of candidates) {
      if (!sites.has(candidate.site)) continue;
      const categories = candidate.categories.filter((category) => wanted.has(category));
      if (categories.length === 0 && !requirements.anyCategory) continue;
      const kind = this.#kindOf(candidate, categories);
      kind.people.set(candidate.employer, (kind.people.get(candidate.employer) ?? 0) + 1);
    }
  }

  /** Whether this candidate can be on a panel with those taken so far, which then has to exist in full. */
  allows(candidate: Candidate): boolean {
    if (!this.#move(candidate, 1)) return false;
    const possible = this.exists();
    this.#move(candidate, -1);
    return possible;
  }

  take(candidate: Candidate): void {
    if (!this.#move(candidate, 1)) throw new Error(`candidate ${candidate.id} is not in the pool`);
  }

  /** Whether some full panel holds all who are taken. */
  exists(): boolean {
    const counts = this.#countsPerKind();
    if (!counts) return false;
    return this.#fillsWithin(counts) || this.#search();
  }

  #kindOf(candidate: Candidate, categories: readonly string[]): Kind {
    const key = kindKey(candidate.site, categories);
    let kind = this.#kinds.get(key);
    if (!kind) {
      kind = { categories, site: candidate.site, people: new Map(), taken: 0 };
      this.#kinds.set(key, kind);
    }
    return kind;
  }

  #roomOf(employer: string): number {
    return this.#room.get(employer) ?? this.#requirements.maxPerEmployer;
  }

  /** Takes a person (by = 1) or puts them back (by = −1); false, and nothing done, if there is none to take. */
  #move(candidate: Candidate, by: 1 | -1): boolean {
    const wanted = new Set(this.#requirements.categories.map((category) => category.id));
    const categories = candidate.categories.filter((category) => wanted.has(category));
    const kind = this.#kinds.get(kindKey(candidate.site, categories));
    const { employer } = candidate;
    if (!kind || (by === 1 && ((kind.people.get(employer) ?? 0) < 1 || this.#roomOf(employer) < 1)))
      return false;
    this.#moveOne(kind, employer, by);
    return true;
  }

  #moveOne(kind: Kind, employer: string, by: 1 | -1): void {
    kind.people.set(employer, (kind.people.get(employer) ?? 0) - by);
    this.#room.set(employer, this.#roomOf(employer) - by);
    kind.taken += by;
  }

  /** A number of members for each kind that suits categories and sites, or null when there is none. */
  #countsPerKind(): Map<Kind, number> | null {
    const { categories, sites, anyCategory = 0 } = this.#requirements;
    const total = categories.reduce((sum, category) => sum + category.count, anyCategory);
    const network = new FlowNetwork();
    const [source, sink] = [network.node(), network.node()];
    const siteNode = new Map(
      sites.map((site) => {
        const node = network.node();
        network.edge(node, sink, site.min, Math.max(site.min, Math.min(site.max, total)));
        return [site.id, node] as const;
      }),
    );
    if (sites.some((site) => site.min > site.max)) return null;
    const categoryNode = new Map(
      categories.map((category) => {
        const node = network.node();
        network.edge(source, node, category.count, category.count);
        return [category.id, node] as const;
      }),
    );
    const anyNode = network.node();
    network.edge(source, anyNode, anyCategory, anyCategory);
    const throughKind = new Map<Kind, number>();
    for (const kind of this.#kinds.values()) {
      const more = Math.min(total, this.#available(kind, total));
      if (kind.taken + more === 0) continue;
      const [into, out] = [network.node(), network.node()];
      throughKind.set(kind, network.edge(into, out, kind.taken, kind.taken + more));
      network.edge(out, siteNode.get(kind.site) ?? sink, 0, total);
      for (const category of kind.categories)
        network.edge(categoryNode.get(category) ?? anyNode, into, 0, total);
      if (anyCategory > 0) network.edge(anyNode, into, 0, total);
    }
    if (!network.feasible(source, sink)) return null;
    return new Map([...throughKind].map(([kind, edge]) => [kind, network.flowOn(edge) - kind.taken]));
  }

  /** How many more of a kind could be taken at once, counted no further than `enough`. */
  #available(kind: Kind, enough: number): number {
    let sum = 0;
    for (const [employer, people] of kind.people) {
      sum += Math.min(people, this.#roomOf(employer));
      if (sum >= enough) break;
    }
    return sum;
  }

  /** Whether these numbers of each kind can be filled with no employer above the limit (Kuhn's matching). */
  #fillsWithin(counts: ReadonlyMap<Kind, number>): boolean {
    const given = new Map<string, Map<Kind, number>>();
    const givenTo = (employer: string) => {
      let byKind = given.get(employer);
      if (!byKind) {
        byKind = new Map();
        given.set(employer, byKind);
      }
      return byKind;
    };
    const place = (kind: Kind, tried: Set<string>): boolean => {
      for (const [employer, people] of kind.people) {
        if (people < 1 || tried.has(employer)) continue;
        const byKind = givenTo(employer);
        if ((byKind.get(kind) ?? 0) >= people) continue;
        tried.add(employer);
        const used = [...byKind.values()].reduce((sum, number) => sum + number, 0);
        if (used < this.#roomOf(employer)) {
          byKind.set(kind, (byKind.get(kind) ?? 0) + 1);
          return true;
        }
        for (const [other, number] of byKind) {
          if (number < 1 || other === kind || !place(other, tried)) continue;
          byKind.set(other, number - 1);
          byKind.set(kind, (byKind.get(kind) ?? 0) + 1);
          return true;
        }
      }
      return false;
    };
    for (const [kind, count] of counts) {
      for (let index = 0; index < count; index++) if (!place(kind, new Set())) return false;
    }
    return true;
  }

  /** Exact search for the rare pool that neither bound decides: branch on one kind of the scarcest employer. */
  #search(): boolean {
    const branch = this.#tightest();
    if (!branch) return false;
    const { kind, employer, people } = branch;
    this.#moveOne(kind, employer, 1);
    const withOne = this.exists();
    this.#moveOne(kind, employer, -1);
    if (withOne) return true;
    kind.people.set(employer, 0);
    const without = this.exists();
    kind.people.set(employer, people);
    return without;
  }

  /** The pair of kind and employer with people left where the employer stands in the most kinds. */
  #tightest(): { kind: Kind; employer: string; people: number } | null {
    const spread = new Map<string, number>();
    for (const kind of this.#kinds.values()) {
      for (const [employer, people] of kind.people) {
        if (people > 0 && this.#roomOf(employer) > 0) spread.set(employer, (spread.get(employer) ?? 0) + 1);
      }
    }
    let best: { kind: Kind; employer: string; people: number } | null = null;
    for (const kind of this.#kinds.values()) {
      for (const [employer, people] of kind.people) {
        const here = spread.get(employer) ?? 0;
        if (people < 1 || here === 0) continue;
        if (!best || here > (spread.get(best.employer) ?? 0)) best = { kind, employer, people };
      }
    }
    return best;
  }
}

function kindKey(site: string, categories: readonly string[]): string {
  return JSON.stringify([site, [...categories].sort()]);
}
