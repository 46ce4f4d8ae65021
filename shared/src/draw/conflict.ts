/** Why no full panel exists: the smallest set of requirements that cannot hold together, and what to relax. */
import { Refusal } from '../catalogue/refusal.ts';
import type { Text } from '../catalogue/text.ts';
import { type Candidate, PanelPool, type Requirements } from './full-panel.ts';
import type { PanelInput } from './input.ts';
import { smallestConflict } from './smallest.ts';

export type Requirement =
  | { readonly about: 'category'; readonly id: string; readonly count: number }
  | { readonly about: 'site-min' | 'site-max'; readonly id: string; readonly count: number }
  | { readonly about: 'employer'; readonly id: ''; readonly count: number };

/**
 * A Refusal that names the smallest conflicting set of requirements and for each to what it would have to be relaxed,
 * or null when a full panel exists. A dropped category still needs its places filled, by anyone eligible; a dropped
 * bound or limit is open.
 */
export function conflictOf(input: PanelInput, candidates: readonly Candidate[]): Refusal | null {
  const smallest = smallestRequirements(input, candidates);
  if (smallest === null) return null;
  const size = sizeOf(input);
  if (smallest.length === 0)
    return new Refusal('DRAW_POOL_TOO_SMALL', { wanted: size, eligible: candidates.length });
  const people = representatives(input, candidates);
  return new Refusal(
    'DRAW_NO_FULL_PANEL',
    { size, ...wordsOf(smallest) },
    smallest.map((requirement) => ({
      code: 'DRAW_REQUIREMENT',
      place: placeOf(requirement),
      values: withRelief(requirement, reliefOf(input, people, requirement)),
    })),
  );
}

/**
 * The smallest set of requirements that cannot hold together on a panel with all of `taken`; empty when there are too
 * few candidates whatever is required, null when there is such a panel.
 */
export function smallestRequirements(
  input: PanelInput,
  candidates: readonly Candidate[],
  taken: readonly Candidate[] = [],
): Requirement[] | null {
  const all = requirementsOf(input);
  if (exists(keeping(input, all), candidates, taken)) return null;
  const people = representatives(input, candidates, taken);
  return smallestConflict(all, (kept) => exists(keeping(input, kept), people, taken));
}

/** Requirements in words, one after the other. */
export function wordsOf(requirements: readonly Requirement[]): { zh: string; en: string } {
  return {
    zh: requirements.map((requirement) => words(requirement).zh).join('；'),
    en: requirements.map((requirement) => words(requirement).en).join('; '),
  };
}

function exists(requirements: Requirements, people: readonly Candidate[], taken: readonly Candidate[]) {
  const pool = new PanelPool(requirements, people);
  for (const candidate of taken) {
    if (!pool.allows(candidate)) return false;
    pool.take(candidate);
  }
  return pool.exists();
}

function sizeOf(input: PanelInput): number {
  return input.categories.reduce((sum, category) => sum + category.count, 0);
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
  const counts = new Map(kept.map(({ about, id, count }) => [`${about} ${id}`, count]));
  const size = sizeOf(input);
  const categories = input.categories.flatMap(({ id }) => {
    const count = counts.get(`category ${id}`);
    return count === undefined ? [] : [{ id, count }];
  });
  return {
    categories,
    anyCategory: size - categories.reduce((sum, category) => sum + category.count, 0),
    sites: input.sites.map(({ id }) => ({
      id,
      min: counts.get(`site-min ${id}`) ?? 0,
      max: counts.get(`site-max ${id}`) ?? size,
    })),
    maxPerEmployer: counts.get('employer ') ?? Math.max(1, size),
  };
}

/**
 * Enough of the candidates to decide the same: of those alike in site, employer and wanted categories, as many as
 * there are places, and of a site's employers with such people the same number.
 */
function representatives(
  input: PanelInput,
  candidates: readonly Candidate[],
  taken: readonly Candidate[] = [],
): Candidate[] {
  const size = sizeOf(input);
  const wanted = new Set(input.categories.filter(({ count }) => count > 0).map(({ id }) => id));
  const kinds = new Map<string, Map<string, number>>();
  const always = new Set(taken);
  return candidates.filter((candidate) => {
    const categories = [...new Set(candidate.categories)].filter((category) => wanted.has(category)).sort();
    const key = JSON.stringify([candidate.site, categories]);
    const employers = kinds.get(key) ?? new Map<string, number>();
    kinds.set(key, employers);
    const known = employers.get(candidate.employer) ?? 0;
    if (always.has(candidate)) return true;
    if (known >= size || (known === 0 && employers.size >= size + taken.length)) return false;
    employers.set(candidate.employer, known + 1);
    return true;
  });
}

/** The nearest count of this requirement with which, all others kept, a full panel exists; null when there is none. */
function reliefOf(input: PanelInput, people: readonly Candidate[], requirement: Requirement): number | null {
  const others = requirementsOf(input).filter(
    ({ about, id }) => about !== requirement.about || id !== requirement.id,
  );
  const fewer = requirement.about === 'category' || requirement.about === 'site-min';
  const last = fewer ? 0 : sizeOf(input);
  for (let count = requirement.count; count !== last; ) {
    count += fewer ? -1 : 1;
    if (!fewer && count > last) return null;
    const asked = keeping(input, [...others, { ...requirement, count }]);
    // Fewer of a category are fewer on the panel; their places are not for anyone.
    const possible = exists(
      requirement.about === 'category' ? { ...asked, anyCategory: 0 } : asked,
      people,
      [],
    );
    if (possible) return count;
  }
  return null;
}

function placeOf({ about, id }: Requirement): string {
  if (about === 'category') return `categories.${id}`;
  return about === 'employer' ? 'maxPerEmployer' : `sites.${id}`;
}

function words({ about, id, count }: Requirement): Text {
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

function withRelief(requirement: Requirement, relief: number | null): { zh: string; en: string } {
  const { zh, en } = words(requirement);
  if (relief === null)
    return { zh: `${zh}（仅放宽此项仍不够）`, en: `${en} (relaxing this alone is not enough)` };
  return { zh: `${zh}（改为 ${relief} 人即可）`, en: `${en} (${relief} would do)` };
}
