/** What a new project starts from: the common rules, and blank lines to fill in. */

const blankItem = { title: '', max: '', step: 500, kind: 'subjective' };
const blankBidder = { name: '', party: '', price: '' };

export function blankProject() {
  return {
    format: 'kawei/project@1',
    id: '',
    title: '',
    regime: 'bidding',
    items: [
      { id: 'T1', section: 'technical', ...blankItem },
      { id: 'C1', section: 'commercial', ...blankItem },
    ],
    price: { max: 30_000, decimals: 2, formula: { kind: 'lowest-first' } },
    aggregation: { kind: 'mean', decimals: 3 },
    bidders: ['B1', 'B2', 'B3'].map((id) => ({ id, ...blankBidder })),
    panel: {
      categories: [{ id: '', count: 5 }],
      sites: [{ id: '', min: 5, max: 5 }],
      maxPerEmployer: 1,
      reserves: 3,
    },
    lookback: {
      ...{ percent: 30, basis: 'others', falseAlarm: 0.01 },
      ...{ consequence: 'explain', minutes: 30, review: 'none' },
    },
  };
}

/** A benchmark formula with the numbers most tender documents use. */
export const usualBenchmark = {
  kind: 'benchmark-mean',
  trim: 'auto',
  factor: 1000,
  perPercentAbove: 200,
  perPercentBelow: 100,
  floor: 0,
};

export const newItem = (entries: readonly unknown[]) => ({
  id: freeId('T', entries),
  section: 'technical',
  ...blankItem,
});
export const newBidder = (entries: readonly unknown[]) => ({ id: freeId('B', entries), ...blankBidder });
export const newCategory = () => ({ id: '', count: 1 });
export const newSite = () => ({ id: '', min: 0, max: 1 });

/** The first of T1, T2 … that no entry has. */
function freeId(letter: string, entries: readonly unknown[]): string {
  const taken = new Set(entries.map((entry) => (entry as { id?: unknown } | null)?.id));
  let number = 1;
  while (taken.has(`${letter}${number}`)) number += 1;
  return `${letter}${number}`;
}
