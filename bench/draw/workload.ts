/** A day's requests and their experts, the same each time. */
import { digestOf } from '#shared/canonical/index.ts';
import type { BatchRequest } from '#shared/draw/batch/requests.ts';
import type { PanelInput } from '#shared/draw/input.ts';

type Person = PanelInput['candidates'][number];

export interface Day {
  readonly projects: number;
  readonly experts: number;
  readonly cities: number;
}

/** Whole numbers from 0 to n − 1 by a linear congruence: of no account but that they are always the same. */
export function numbers(seed: number): (n: number) => number {
  let state = seed;
  return (n) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
}

const CATEGORIES = 30;

/** Experts with one to three of thirty categories, about a dozen to an employer. */
export function makeExperts({ experts, cities }: Omit<Day, 'projects'>, seed = 1): Person[] {
  const below = numbers(seed);
  return Array.from({ length: experts }, (_, index) => {
    const site = below(cities);
    return {
      id: digestOf(['expert', index]),
      categories: [...new Set(Array.from({ length: 1 + below(3) }, () => `k${below(CATEGORIES)}`))],
      site: `city${site}`,
      employer: `e${site}-${below(Math.max(2, Math.ceil(experts / cities / 12)))}`,
    };
  });
}

/** Requests for five to seven members of three categories from four cities, with quotas, and people excluded. */
export function makeDay(day: Day, seed = 2): BatchRequest[] {
  const below = numbers(seed);
  const experts = makeExperts(day);
  return Array.from({ length: day.projects }, (_, index) => {
    const categories = distinct(3, () => `k${below(CATEGORIES)}`).map((id, at) => ({
      id,
      count: at === 0 ? 2 + below(3) : 1 + below(2),
    }));
    const sites = distinct(4, () => `city${below(day.cities)}`).map((id, at) => ({
      id,
      min: at < 2 ? 1 : 0,
      max: 4,
    }));
    const wanted = new Set(categories.map(({ id }) => id));
    const listed = new Set(sites.map(({ id }) => id));
    const candidates = experts.filter(
      ({ site, categories: has }) => listed.has(site) && has.some((category) => wanted.has(category)),
    );
    const input: PanelInput = {
      kind: 'panel',
      project: `P-${String(index).padStart(3, '0')}`,
      rules: 'kawei/panel@1',
      categories,
      sites,
      maxPerEmployer: 1,
      reserves: 3,
      candidates,
      excluded: candidates
        .filter(() => below(20) === 0)
        .map(({ id }) => ({ id, reason: '与投标人同一单位' })),
    };
    return { drawId: `${input.project}#1`, input, personOf: (id) => id };
  });
}

function distinct(size: number, make: () => string): string[] {
  const found = new Set<string>();
  while (found.size < size) found.add(make());
  return [...found];
}
