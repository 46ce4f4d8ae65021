/**
 * Can a full panel be had with these people on it? Answered by trying everything that makes a difference: what counts of
 * a panel is how many places of each category are left and how many members each site has, so all panels that come to
 * the same are one state, and from the states that can be reached a full panel is among them or there is none.
 *
 * People of one site who have the same categories are one kind. Of a kind with more employers than there are places
 * left, somebody of an employer not yet on the panel can always be had: there employers make no difference. Of any other
 * kind the employers are gone through one by one.
 */
import type { PanelRules, Person } from './panel.ts';

/** More states than this are not gone through. */
export class TooManyToTry extends Error {}

interface Kind {
  readonly categories: readonly number[];
  readonly site: number;
  /** employer → people left. */
  readonly people: Map<string, number>;
}

/** Places left of each category, then members of each site. */
type State = readonly number[];

/** What can still be reached once some have been taken. */
export class Reach {
  readonly #rules: PanelRules;
  readonly #taken: readonly Person[];
  readonly #most: number;
  readonly #everybody: readonly Person[];
  /** Of those who are left; put together when they are first asked for, which is seldom. */
  #kinds: Map<string, Kind> | null = null;
  readonly #answers = new Map<string, boolean>();
  readonly #starts = new Map<string, readonly State[]>();
  readonly #size: number;

  /** `most`: states that are gone through before giving up with {@link TooManyToTry}. */
  constructor(rules: PanelRules, everybody: readonly Person[], taken: readonly Person[], most: number) {
    this.#rules = rules;
    this.#taken = taken;
    this.#most = most;
    this.#size = sum(rules.categories.map(({ count }) => count));
    this.#everybody = everybody;
  }

  /** Whether some full panel holds those taken and this person. */
  withOneMore(person: Person): boolean {
    const { sites, maxPerEmployer } = this.#rules;
    const members = [...this.#taken, person];
    const perSite = sites.map(({ id }) => members.filter(({ site }) => site === id).length);
    const fits =
      members.length <= this.#size &&
      sites.every(({ max }, index) => (perSite[index] ?? 0) <= max) &&
      members.filter(({ employer }) => employer === person.employer).length <= maxPerEmployer;
    if (!fits) return false;
    const starts = this.#startsWith(person).map((left) => [...left, ...perSite]);
    if (starts.some((state) => this.#isFull(state))) return true;
    const alive = starts.filter((state) => this.#hasHope(state));
    if (alive.length === 0 || members.length === this.#size) return false;
    const poor = [...this.#kindsLeft().values()].filter((kind) => !this.#isRich(kind));
    const matters = poor.some(({ people }) => people.has(person.employer));
    const alike = JSON.stringify([this.#kindOf(person), matters ? person.employer : null]);
    const known = this.#answers.get(alike);
    if (known !== undefined) return known;
    const answer = this.#search(alive, person, poor);
    this.#answers.set(alike, answer);
    return answer;
  }

  #kindsLeft(): ReadonlyMap<string, Kind> {
    if (this.#kinds) return this.#kinds;
    const kinds = new Map<string, Kind>();
    const on = new Set(this.#taken.map(({ id }) => id));
    for (const person of this.#everybody) {
      const categories = this.#wanted(person);
      if (on.has(person.id) || categories.length === 0) continue;
      const site = this.#rules.sites.findIndex(({ id }) => id === person.site);
      const name = this.#kindOf(person);
      const kind = kinds.get(name) ?? { categories, site, people: new Map<string, number>() };
      kind.people.set(person.employer, (kind.people.get(person.employer) ?? 0) + 1);
      kinds.set(name, kind);
    }
    this.#kinds = kinds;
    return kinds;
  }

  #kindOf(person: Person): string {
    return `${this.#wanted(person).join()} ${person.site}`;
  }

  #wanted({ categories }: Person): number[] {
    return this.#rules.categories.flatMap(({ id, count }, index) =>
      count > 0 && categories.includes(id) ? [index] : [],
    );
  }

  /** The ways in which those taken and this person can be given their categories, as places left. */
  #startsWith(person: Person): readonly State[] {
    const key = this.#wanted(person).join();
    const known = this.#starts.get(key);
    if (known) return known;
    const starts = placesLeft(this.#rules, [...this.#taken, person]);
    this.#starts.set(key, starts);
    return starts;
  }

  #room(employer: string, more?: Person): number {
    const members = more ? [...this.#taken, more] : this.#taken;
    return this.#rules.maxPerEmployer - members.filter((one) => one.employer === employer).length;
  }

  /** With one more member, and whoever comes beside them, an employer is left. */
  #isRich({ people }: Kind): boolean {
    const places = this.#size - this.#taken.length - 1;
    let open = 0;
    for (const employer of people.keys()) {
      if (this.#room(employer) > 0) open++;
      if (open > places) return true;
    }
    return false;
  }

  #search(starts: readonly State[], person: Person, poor: readonly Kind[]): boolean {
    const states = new Map(starts.map((state) => [state.join(), state]));
    const own = this.#kindOf(person);
    for (const employer of new Set(poor.flatMap(({ people }) => [...people.keys()]))) {
      const offers = poor.flatMap((kind) => {
        const many = kind.people.get(employer) ?? 0;
        const gone = employer === person.employer && this.#kindsLeft().get(own) === kind ? 1 : 0;
        return many > gone ? [{ kind, many: many - gone }] : [];
      });
      if (this.#widen(states, offers, this.#room(employer, person))) return true;
    }
    for (const kind of this.#kindsLeft().values())
      if (!poor.includes(kind) && this.#widen(states, [{ kind, many: this.#size }], this.#size)) return true;
    return false;
  }

  /** Adds what is reached with up to `room` of the people offered; whether a full panel is among it. */
  #widen(
    states: Map<string, State>,
    offers: readonly { readonly kind: Kind; readonly many: number }[],
    room: number,
  ): boolean {
    // By how many have come: those of one employer count together.
    let byNumber: Map<string, State>[] = [new Map(states)];
    for (const { kind, many } of offers) {
      const next = byNumber.map((some) => new Map(some));
      for (const [come, some] of byNumber.entries()) {
        let edge = [...some.values()];
        for (let n = 1; n <= Math.min(many, room - come) && edge.length > 0; n++) {
          edge = this.#added(edge, kind);
          if (edge.some((state) => this.#isFull(state))) return true;
          const into = next[come + n] ?? new Map<string, State>();
          next[come + n] = into;
          for (const state of edge) into.set(state.join(), state);
        }
      }
      byNumber = next;
    }
    for (const some of byNumber) for (const [name, state] of some) states.set(name, state);
    if (states.size > this.#most) throw new TooManyToTry();
    return false;
  }

  /** One more of a kind, in each category they have. */
  #added(states: readonly State[], { categories, site }: Kind): State[] {
    const at = this.#rules.categories.length + site;
    const reached = new Map<string, State>();
    for (const state of states) {
      if ((state[at] ?? 0) >= (this.#rules.sites[site]?.max ?? 0)) continue;
      for (const category of categories) {
        if ((state[category] ?? 0) === 0) continue;
        const after = state.with(category, (state[category] ?? 0) - 1).with(at, (state[at] ?? 0) + 1);
        if (this.#hasHope(after)) reached.set(after.join(), after);
      }
    }
    return [...reached.values()];
  }

  /** What sites have too few of, in all. */
  #missing(state: State): number {
    const { categories, sites } = this.#rules;
    return sum(sites.map(({ min }, index) => Math.max(0, min - (state[categories.length + index] ?? 0))));
  }

  #left(state: State): number {
    return sum(state.slice(0, this.#rules.categories.length));
  }

  #hasHope(state: State): boolean {
    return this.#missing(state) <= this.#left(state);
  }

  #isFull(state: State): boolean {
    return this.#left(state) === 0 && this.#missing(state) === 0;
  }
}

/** Each way in which people can be given one of their categories: what is left of each; none where they cannot. */
export function placesLeft(
  { categories }: Pick<PanelRules, 'categories'>,
  people: readonly Person[],
): State[] {
  let states = new Map<string, State>([['', categories.map(({ count }) => count)]]);
  for (const person of people) {
    const next = new Map<string, State>();
    for (const state of states.values())
      for (const [index, { id }] of categories.entries()) {
        const left = state[index] ?? 0;
        if (left === 0 || !person.categories.includes(id)) continue;
        const after = state.with(index, left - 1);
        next.set(after.join(), after);
      }
    states = next;
  }
  return [...states.values()];
}

const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0);
