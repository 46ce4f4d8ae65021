/** Why no full panel exists: the smallest set of requirements that cannot hold together, in words. */
import { Refusal } from '../catalogue/refusal.ts';
import { type Candidate, PanelPool, type Requirements } from './full-panel.ts';
import type { PanelInput } from './input.ts';

type Requirement =
  | { readonly about: 'category'; readonly id: string; readonly count: number }
  | { readonly about: 'site-min' | 'site-max'; readonly id: string; readonly count: number }
  | { readonly about: 'employer'; readonly id: ''; readonly count: number };

/**
 * A Refusal that names the smallest conflicting set of requirements, or null when a full panel exists. A dropped
 * category still needs its places filled, by anyone eligible; a dropped bound or limit is open.
 */
export function conflictOf(input: PanelInput, candidates: readonly Candidate[]): Refusal | null {
  const all = requirementsOf(input);
  const possible = (kept: readonly Requirement[]) => new PanelPool(keeping(input, kept), candidates).exists();
  if (possible(all)) return null;
  if (!possible([])) {
    const wanted = input.categories.reduce((sum, category) => sum + category.count, 0);
    return new Refusal('DRAW_POOL_TOO_SMALL', { wanted, eligible: candidates.length });
  }
  const smallest = smallerThan(irreducible(all, possible), all, possible);
  return new Refusal(
    'DRAW_NO_FULL_PANEL',
    {
      zh: smallest.map((requirement) => words(requirement).zh).join('；'),
      en: smallest.map((requirement) => words(requirement).en).join('; '),
    },
    smallest.map((requirement) => ({
      code: 'DRAW_REQUIREMENT',
      place: placeOf(requirement),
      values: words(requirement),
    })),
  );
}

function requirementsOf(input: PanelInput): Requirement[] {
  return [
    ...input.categories
      .filter((category) => category.count > 0)
      .map(({ id, count }) => ({ about: 'category', id, count }) as const),
    ...input.sites
      .filter((site) => site.min > 0)
      .map(({ id, min }) => ({ about: 'site-min', id, count: min }) as const),
    ...input.sites.map(({ id, max }) => ({ about: 'site-max', id, count: max }) as const),
    { about: 'employer', id: '', count: input.maxPerEmployer },
  ];
}

function keeping(input: PanelInput, kept: readonly Requirement[]): Requirements {
  const keeps = (about: Requirement['about'], id: string) =>
    kept.some((entry) => entry.about === about && entry.id === id);
  const size = input.categories.reduce((sum, category) => sum + category.count, 0);
  const categories = input.categories.filter((category) => keeps('category', category.id));
  return {
    categories,
    anyCategory: size - categories.reduce((sum, category) => sum + category.count, 0),
    sites: input.sites.map((site) => ({
      id: site.id,
      min: keeps('site-min', site.id) ? site.min : 0,
      max: keeps('site-max', site.id) ? site.max : size,
    })),
    maxPerEmployer: keeps('employer', '') ? input.maxPerEmployer : size,
  };
}

/** Leaves out what the conflict does not need, one after the other. */
function irreducible(
  all: readonly Requirement[],
  possible: (kept: readonly Requirement[]) => boolean,
): Requirement[] {
  let kept = [...all];
  for (const requirement of all) {
    const without = kept.filter((entry) => entry !== requirement);
    if (!possible(without)) kept = without;
  }
  return kept;
}

/** Looks for a conflicting set with fewer requirements than the one known, fewest first. */
function smallerThan(
  known: Requirement[],
  all: readonly Requirement[],
  possible: (kept: readonly Requirement[]) => boolean,
): Requirement[] {
  for (let size = 1; size < known.length; size++) {
    for (const set of subsets(all, size)) if (!possible(set)) return set;
  }
  return known;
}

function* subsets<T>(of: readonly T[], size: number, from = 0): Generator<T[]> {
  if (size === 0) {
    yield [];
    return;
  }
  for (let index = from; index <= of.length - size; index++) {
    const first = of[index];
    if (first === undefined) continue;
    for (const rest of subsets(of, size - 1, index + 1)) yield [first, ...rest];
  }
}

function placeOf({ about, id }: Requirement): string {
  if (about === 'category') return `categories.${id}`;
  return about === 'employer' ? 'maxPerEmployer' : `sites.${id}`;
}

function words({ about, id, count }: Requirement): { zh: string; en: string } {
  switch (about) {
    case 'category':
      return { zh: `专业“${id}”需 ${count} 人`, en: `category ${id} needs ${count}` };
    case 'site-min':
      return { zh: `场所“${id}”至少 ${count} 人`, en: `site ${id} at least ${count}` };
    case 'site-max':
      return { zh: `场所“${id}”至多 ${count} 人`, en: `site ${id} at most ${count}` };
    case 'employer':
      return { zh: `同一单位至多 ${count} 人`, en: `at most ${count} of one employer` };
  }
}
