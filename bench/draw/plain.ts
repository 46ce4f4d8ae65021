/** What the draws are measured against: the rule's loop as it reads, and an exact solver on a sample. */
import { canonicalBytes, hmacSha256 } from '#shared/canonical/index.ts';
import type { AssignmentModel } from '#shared/draw/batch/exact.ts';
import type { Request } from '#shared/draw/batch/requests.ts';
import type { SeatsInput } from '#shared/draw/input.ts';
import { numbers } from './workload.ts';

/** The seat draw as DRAW's text has it, nothing kept from one try to the next. Gives the number of tries. */
export function plainSeats({ seats, adjacent, occupants }: SeatsInput, key: Uint8Array): number {
  const sortedSeats = [...seats].sort();
  const sorted = [...occupants].sort((a, b) => (a.id < b.id ? -1 : 1));
  const index = new Map(sortedSeats.map((seat, at) => [seat, at]));
  const near = sortedSeats.map((): number[] => []);
  for (const [a, b] of adjacent) {
    near[index.get(a) ?? 0]?.push(index.get(b) ?? 0);
    near[index.get(b) ?? 0]?.push(index.get(a) ?? 0);
  }
  for (let t = 0; ; t++) {
    let block = 0;
    let words: number[] = [];
    const take = () => {
      if (words.length === 0) {
        const bytes = hmacSha256(key, canonicalBytes(['seats', t, block++]));
        const view = new DataView(bytes.buffer, bytes.byteOffset, 32);
        words = [0, 4, 8, 12, 16, 20, 24, 28].map((at) => view.getUint32(at));
      }
      return words.shift() ?? 0;
    };
    const uniform = (n: number) => {
      if (n === 1) return 0;
      const limit = Math.floor(2 ** 32 / n) * n;
      let x = take();
      while (x >= limit) x = take();
      return x % n;
    };
    const order = sortedSeats.map((_, at) => at);
    const groupAt: (string | undefined)[] = [];
    const failed = sorted.some(({ group }, k) => {
      const j = k + uniform(order.length - k);
      const [here, there] = [order[k] ?? 0, order[j] ?? 0];
      order[k] = there;
      order[j] = here;
      if (near[there]?.some((neighbour) => groupAt[neighbour] === group)) return true;
      groupAt[there] = group;
      return false;
    });
    if (!failed) return t + 1;
  }
}

/**
 * As many places filled as can be, from so many candidates of each project taken at random: people on one panel at
 * most, categories, most of a site, employers. Panels need not be full and a site's minimum is left out, which makes
 * it easier than the real question.
 */
export function sampleModel(requests: readonly Request[], sample: number): AssignmentModel {
  const below = numbers(3);
  const rows = new Map<string, { low: number; high: number; terms: [number, number][] }>();
  let columns = 0;
  const put = (key: string, high: number) => {
    const row = rows.get(key) ?? { low: Number.NEGATIVE_INFINITY, high, terms: [] };
    rows.set(key, row);
    row.terms.push([columns, 1]);
  };
  for (const [index, { input, entrants }] of requests.entries()) {
    const rest = [...entrants];
    const chosen = Array.from({ length: Math.min(sample, rest.length) }, () =>
      rest.splice(below(rest.length), 1),
    ).flat();
    for (const { candidate, person } of chosen) {
      for (const { id, count } of input.categories) {
        if (!candidate.categories.includes(id)) continue;
        put(`p${person}`, 1);
        put(`c${index} ${id}`, count);
        put(`s${index} ${candidate.site}`, input.sites.find((site) => site.id === candidate.site)?.max ?? 0);
        put(`e${index} ${candidate.employer}`, input.maxPerEmployer);
        columns++;
      }
    }
  }
  const ones = Array.from({ length: columns }, () => 1);
  return {
    gain: ones,
    rows: [...rows.values()].filter(({ high, terms }) => terms.length > high),
    start: ones.map(() => 0),
  };
}
