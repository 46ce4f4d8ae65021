/**
 * The memory of the look-back over many projects: each sealed project is read once, with its hints, which nothing changes
 * any more, and added up, with breaths for the loop in between; revealed ones that are not sealed yet are read anew each
 * time. Made anew by every start of a hub.
 */
import { type LeftOver, leftOver } from '#shared/lookback/left-over.ts';
import type { HintRow } from '#shared/protocol/look-back.ts';
import { flagsOf } from '../lookback/reads.ts';
import { revealedProjects } from '../scoring/reads.ts';
import { breath } from '../store/breath.ts';
import type { Db } from '../store/database.ts';
import { FigureTally, type PairFigure } from './figures.ts';
import { hintsOf } from './hints.ts';
import { type Looked, type LookedAt, lookAt } from './looking.ts';

/** A project with its hints. */
export interface Hinted {
  readonly looked: Looked;
  readonly hints: readonly HintRow[];
}

/** A sealed project, with what is left of its marks where pairs can be looked for in it. */
interface Sealed extends Hinted {
  readonly left: LeftOver | null;
}

/** Some of the sealed projects. */
export interface Choice {
  /** The same name means the same projects, but for those that were sealed since. */
  readonly name: string;
  readonly takes: (looked: Looked) => boolean;
}

interface Kept {
  readonly projects: number;
  readonly figures: Promise<PairFigure[]>;
}

/** So many new projects are read before a list is answered; more are read meanwhile. */
const AT_ONCE = 200;
/** So many choices have their figures kept: those who page through a list, or look at another and back. */
const CHOICES = 6;

export class TendencyDesk {
  readonly #store: Db;
  /** Null where a sealed project holds no marks. */
  readonly #sealed = new Map<string, Sealed | null>();
  /** Those that hold marks, the latest first; null where one has come since. */
  #ordered: Hinted[] | null = null;
  readonly #tally = new FigureTally();
  /** Of the choices looked at last, the latest last. */
  readonly #chosen = new Map<string, Kept>();
  /** One choice is added up after the other. */
  #adding: Promise<unknown> = Promise.resolve();
  readonly #names = new Map<string, string>();
  readonly #parties = new Map<string, string>();
  #fresh = new Set<string>();
  #figures: Promise<PairFigure[]> | null = null;
  #last: Promise<unknown> = Promise.resolve();

  constructor(store: Db) {
    this.#store = store;
  }

  /** Every revealed project that has been read, the latest first, and which still have to be. */
  async look(failed: (error: unknown) => void): Promise<{ hinted: Hinted[]; pending: string[] }> {
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
      pending: missing.flatMap(({ project }) => (this.#sealed.has(project) ? [] : project)),
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

  /** Every pair that met in at least three sealed projects, the strangest first; of those alone that are chosen. */
  figures(choice?: Choice): Promise<PairFigure[]> {
    const all = [...this.#sealed.values()].flatMap((one) => one ?? []);
    const among = choice ? all.filter(({ looked }) => choice.takes(looked)) : all;
    if (choice && among.length < all.length) return this.#figuresAmong(choice.name, among);
    this.#figures ??= this.#tally.all();
    return this.#figures;
  }

  /**
   * Hands over the same of those alone who have been on a panel read since the last time. Where `work` fails they are
   * handed over again the next time.
   */
  async withFresh(work: (figures: readonly PairFigure[]) => Promise<void>): Promise<void> {
    const fresh = this.#fresh;
    this.#fresh = new Set();
    if (fresh.size === 0) return;
    try {
      await work(await this.#tally.of([...fresh]));
    } catch (error) {
      for (const one of fresh) this.#fresh.add(one);
      throw error;
    }
  }

  /** Of a choice of projects, from the beginning: what an expert's own spread is taken from may be no other project either. */
  #figuresAmong(name: string, among: readonly Sealed[]): Promise<PairFigure[]> {
    const known = this.#chosen.get(name);
    this.#chosen.delete(name);
    const kept =
      known?.projects === among.length
        ? known
        : { projects: among.length, figures: this.#addUp(name, among) };
    this.#chosen.set(name, kept);
    for (const oldest of this.#chosen.keys()) if (this.#chosen.size > CHOICES) this.#chosen.delete(oldest);
    return kept.figures;
  }

  #addUp(name: string, among: readonly Sealed[]): Promise<PairFigure[]> {
    const figures = this.#adding.then(() => figuresOf(among));
    this.#adding = figures.catch(() => this.#chosen.delete(name));
    return figures;
  }

  async #learn(id: string): Promise<void> {
    const at = await this.#hinted(id);
    if (!at) {
      this.#sealed.set(id, null);
      return;
    }
    const { looked, hints, panel, scope } = at;
    const left = scope && leftOver(panel, scope.table, scope.curve);
    this.#sealed.set(id, { looked, hints, left });
    this.#ordered = null;
    for (const { person, name, affiliation } of looked.experts) {
      this.#names.set(person, name);
      this.#fresh.add(person);
      if (affiliation === null) continue;
      this.#fresh.add(affiliation);
    }
    for (const { party, name } of looked.bidders) this.#parties.set(party, name);
    if (!left) return;
    this.#tally.add(left);
    this.#figures = null;
  }

  async #hinted(id: string): Promise<(Hinted & LookedAt) | null> {
    const at = await lookAt(this.#store, id);
    return at && { ...at, hints: hintsOf(at.looked, await flagsOf(this.#store, id)) };
  }
}

async function figuresOf(among: readonly Sealed[]): Promise<PairFigure[]> {
  const tally = new FigureTally();
  await tally.addAll(among.flatMap(({ left }) => left ?? []));
  return tally.all();
}

function latestFirst(all: readonly (Hinted | null)[]): Hinted[] {
  return all
    .flatMap((one) => one ?? [])
    .sort((a, b) => (a.looked.at < b.looked.at ? 1 : a.looked.at > b.looked.at ? -1 : 0));
}
