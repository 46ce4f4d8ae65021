/**
 * The memory of the look-back over many projects: each sealed project is read once, with its hints, which nothing changes
 * any more, and added up, with breaths for the loop in between; revealed ones that are not sealed yet are read anew each
 * time. Made anew by every start of a hub.
 */
import { builtIn } from '#shared/lookback/built-in.ts';
import { normalBelow } from '#shared/lookback/normal.ts';
import { MEETINGS, PairTally, type Whose } from '#shared/lookback/pairs.ts';
import { TogetherTally } from '#shared/lookback/together.ts';
import type { HintRow, PairKind, PairRow } from '#shared/protocol/look-back.ts';
import { flagsOf } from '../lookback/reads.ts';
import { revealedProjects } from '../scoring/reads.ts';
import { breath } from '../store/breath.ts';
import type { Db } from '../store/database.ts';
import { hintsOf } from './hints.ts';
import { type Looked, type LookedAt, lookAt } from './looking.ts';

export type PairFigure = Omit<PairRow, 'whoName' | 'partyName' | 'flagged' | 'leaning'>;

/** A project with its hints. */
export interface Hinted {
  readonly looked: Looked;
  readonly hints: readonly HintRow[];
}

/** So many new projects are read before a list is answered; more are read meanwhile. */
const AT_ONCE = 200;
/** Experts whose pairs are worked out between two breaths. */
const SLICE = 60;
const { scale } = builtIn.pairs;

export class TendencyDesk {
  readonly #store: Db;
  /** Null where a sealed project holds no marks. */
  readonly #sealed = new Map<string, Hinted | null>();
  /** Those that hold marks, the latest first; null where one has come since. */
  #ordered: Hinted[] | null = null;
  readonly #pairs = new PairTally(builtIn.pairs);
  readonly #together = new TogetherTally();
  readonly #names = new Map<string, string>();
  readonly #parties = new Map<string, string>();
  readonly #groups = new Set<string>();
  #fresh = new Set<string>();
  #figures: Promise<PairFigure[]> | null = null;
  #last: Promise<unknown> = Promise.resolve();

  constructor(store: Db) {
    this.#store = store;
  }

  /** Every revealed project that has been read, the latest first, and how many still have to be. */
  async look(failed: (error: unknown) => void): Promise<{ hinted: Hinted[]; pending: number }> {
    const revealed = await revealedProjects(this.#store);
    const missing = revealed.filter(({ project, stage }) => stage === 'sealed' && !this.#sealed.has(project));
    const learning = this.learn();
    if (missing.length <= AT_ONCE) await learning;
    else learning.catch(failed);
    const live = revealed.filter(({ stage }) => stage !== 'sealed');
    const open = await Promise.all(live.map(({ project }) => this.#hinted(project)));
    this.#ordered ??= latestFirst([...this.#sealed.values()]);
    const shown = open.flatMap((one) => one ?? []);
    return {
      hinted: shown.length === 0 ? this.#ordered : latestFirst([...this.#ordered, ...shown]),
      pending: missing.filter(({ project }) => !this.#sealed.has(project)).length,
    };
  }

  /** Reads every sealed project that has not been read. */
  learn(): Promise<void> {
    const learning = this.#last.then(async () => {
      for (const { project, stage } of await revealedProjects(this.#store)) {
        if (stage !== 'sealed' || this.#sealed.has(project)) continue;
        await this.#learn(project);
        await breath();
      }
    });
    this.#last = learning.catch(() => {});
    return learning;
  }

  /** Name of a person or a bidder's owner, as last read. */
  nameOf(id: string): string {
    return this.#names.get(id) ?? this.#parties.get(id) ?? id;
  }

  /** Every pair that met in at least three sealed projects, the strangest first. */
  figures(): Promise<PairFigure[]> {
    this.#figures ??= this.#tell([...this.#names.keys()], [...this.#groups]).then((all) =>
      all.sort((a, b) => a.share - b.share),
    );
    return this.#figures;
  }

  /**
   * Hands over the same of those alone who have been on a panel read since the last time. Where `work` fails they are
   * handed over again the next time.
   */
  async withFresh(work: (figures: readonly PairFigure[]) => Promise<void>): Promise<void> {
    const fresh = this.#fresh;
    this.#fresh = new Set();
    const groups = [...fresh].filter((one) => this.#groups.has(one));
    const people = [...fresh].filter((one) => this.#names.has(one));
    if (people.length === 0) return;
    try {
      await work(await this.#tell(people, groups));
    } catch (error) {
      for (const one of fresh) this.#fresh.add(one);
      throw error;
    }
  }

  async #learn(id: string): Promise<void> {
    const at = await this.#hinted(id);
    this.#sealed.set(id, at && { looked: at.looked, hints: at.hints });
    if (!at) return;
    this.#ordered = null;
    const { looked, panel, scope } = at;
    for (const { person, name, affiliation } of looked.experts) {
      this.#names.set(person, name);
      this.#fresh.add(person);
      if (affiliation === null) continue;
      this.#groups.add(affiliation);
      this.#fresh.add(affiliation);
    }
    for (const { party, name } of looked.bidders) this.#parties.set(party, name);
    if (!scope) return;
    this.#pairs.add(panel, scope.table, scope.curve);
    this.#together.add(panel.experts, scope.table, scope.curve);
    this.#figures = null;
  }

  async #hinted(id: string): Promise<(Hinted & LookedAt) | null> {
    const at = await lookAt(this.#store, id);
    return at && { ...at, hints: hintsOf(at.looked, await flagsOf(this.#store, id)) };
  }

  async #tell(people: readonly string[], groups: readonly string[]): Promise<PairFigure[]> {
    const told: PairFigure[] = [];
    const before = new Set<string>();
    const slices = Math.ceil(Math.max(people.length, groups.length) / SLICE);
    for (let slice = 0; slice < slices; slice++) {
      const part = (of: readonly string[]) => new Set(of.slice(slice * SLICE, (slice + 1) * SLICE));
      const experts = part(people);
      told.push(...this.#associations({ experts, affiliations: part(groups) }));
      for (const { one, other, n, correlation, statistic } of this.#together.pairs(experts)) {
        if (before.has(one) || before.has(other)) continue;
        const share = normalBelow(-statistic / scale);
        told.push({
          kind: 'together',
          who: one,
          party: other,
          n,
          statistic,
          correlation,
          points: null,
          share,
        });
      }
      for (const expert of experts) before.add(expert);
      await breath();
    }
    return told;
  }

  #associations(whose: Whose): PairFigure[] {
    const { pairs, affiliations } = this.#pairs.associations(0.01, whose);
    const figures = (kind: PairKind, all: typeof pairs) =>
      [...all].flatMap(({ who, party, n, statistic, points }): PairFigure[] => {
        const share = 2 * normalBelow(-Math.abs(statistic) / scale);
        return n < MEETINGS ? [] : [{ kind, who, party, n, statistic, points, correlation: null, share }];
      });
    return [...figures('expert', pairs), ...figures('affiliation', affiliations)];
  }
}

function latestFirst(all: readonly (Hinted | null)[]): Hinted[] {
  return all
    .flatMap((one) => one ?? [])
    .sort((a, b) => (a.looked.at < b.looked.at ? 1 : a.looked.at > b.looked.at ? -1 : 0));
}
