/**
 * A panel, checked rather than drawn (docs/draw.md, part 2). It is the one the rule gives when it is a full panel and
 * nobody who was passed over could have been taken: that the members could be, the panel shows itself.
 */
import { before, hex, J, M } from './bytes.ts';
import { placesLeft, Reach } from './possible.ts';

export interface Person {
  readonly id: string;
  readonly categories: readonly string[];
  readonly site: string;
  readonly employer: string;
}

export interface PanelRules {
  readonly categories: readonly { readonly id: string; readonly count: number }[];
  readonly sites: readonly { readonly id: string; readonly min: number; readonly max: number }[];
  readonly maxPerEmployer: number;
}

export interface PanelInput extends PanelRules {
  readonly kind: 'panel';
  readonly reserves: number;
  readonly candidates: readonly Person[];
  readonly excluded: readonly { readonly id: string }[];
}

type Ordered = Person & { readonly ticket: string };

/** Whether a result is the panel of this input under this seed. Throws TooManyToTry. */
export function isPanelOf(input: PanelInput, seed: string, result: unknown, most: number): boolean {
  const order = inOrder(input, seed);
  const claimed = (result as { panel: readonly { id: string }[] }).panel.map(({ id }) => id);
  const on = new Set(claimed);
  const members = order.filter(({ id }) => on.has(id));
  if (on.size !== claimed.length || members.length !== claimed.length) return false;
  if (!isFull(input, members) || !passedRightly(input, order, members, most)) return false;
  return J(result) === J({ panel: withCategories(input, members), reserves: reservesOf(input, order, on) });
}

function inOrder(input: PanelInput, seed: string): Ordered[] {
  const mac = M(seed);
  const out = new Set(input.excluded.map(({ id }) => id));
  const listed = new Set(input.sites.map(({ id }) => id));
  return input.candidates
    .filter(({ id, site }) => listed.has(site) && !out.has(id))
    .map((person) => ({ ...person, ticket: hex(mac(['ticket', person.id])) }))
    .sort((a, b) => before(a.ticket, b.ticket) || before(a.id, b.id));
}

function isFull(rules: PanelRules, members: readonly Person[]): boolean {
  const { categories, sites, maxPerEmployer } = rules;
  const from = (id: string) => members.filter(({ site }) => site === id).length;
  const of = (id: string) => members.filter(({ employer }) => employer === id).length;
  return (
    sites.every(({ id, min, max }) => min <= from(id) && from(id) <= max) &&
    members.every(({ employer }) => of(employer) <= maxPerEmployer) &&
    fillAll({ categories }, members)
  );
}

const fillAll = (rules: Pick<PanelRules, 'categories'>, people: readonly Person[]) =>
  placesLeft(rules, people).some((left) => left.every((places) => places === 0));

/** Whether nobody before the last member could have been taken beside those taken when they were looked at. */
function passedRightly(
  rules: PanelRules,
  order: readonly Ordered[],
  members: readonly Ordered[],
  most: number,
): boolean {
  const taken: Ordered[] = [];
  let reach = new Reach(rules, order, taken, most);
  for (const person of order) {
    if (taken.length === members.length) return true;
    if (person !== members[taken.length]) {
      if (reach.withOneMore(person)) return false;
      continue;
    }
    taken.push(person);
    reach = new Reach(rules, order, [...taken], most);
  }
  return true;
}

/** Each the first category that leaves places for all who come after. */
function withCategories({ categories }: PanelRules, members: readonly Ordered[]) {
  let left = categories;
  return members.map(({ id, ticket, categories: own }, place) => {
    const later = members.slice(place + 1);
    for (const { id: category, count } of categories.filter((one) => own.includes(one.id))) {
      if ((left.find((one) => one.id === category)?.count ?? 0) === 0 || count === 0) continue;
      const after = left.map((one) => (one.id === category ? { ...one, count: one.count - 1 } : one));
      if (!fillAll({ categories: after }, later)) continue;
      left = after;
      return { id, category, ticket };
    }
    return { id, category: null, ticket };
  });
}

function reservesOf(
  { categories, reserves }: PanelInput,
  order: readonly Ordered[],
  on: ReadonlySet<string>,
): Record<string, string[]> {
  const rest = order.filter(({ id }) => !on.has(id));
  const next = (id: string) => rest.filter((person) => person.categories.includes(id)).slice(0, reserves);
  return Object.fromEntries(categories.map(({ id }) => [id, next(id).map((person) => person.id)]));
}
