/** Plants each defect in turn, and runs morning after morning until one shows it. */
import { defects } from './defects/index.ts';
import type { Invariant } from './findings.ts';
import type { MorningOrder } from './run-morning.ts';
import { runAll } from './workers.ts';

/** Mornings that a defect may stay hidden in. */
const MORNINGS = 12;
/** Of the defects planted, at least so many are found. */
const SHARE = 0.95;

export interface Hunted {
  readonly name: string;
  readonly what: string;
  /** Mornings until it was found; null when it was not. */
  readonly mornings: number | null;
  readonly foundBy: readonly Invariant[];
}

export async function hunt(
  first: number,
  booths: number,
  found: (hunted: Hunted) => void,
): Promise<Hunted[]> {
  const open = new Map(defects.map(({ name }) => [name, 0]));
  const hunted: Hunted[] = [];
  function* orders(): Generator<MorningOrder> {
    // Every defect once, then those that are still hidden, again and again.
    for (let round = 0; round < MORNINGS; round++) {
      for (const { name } of defects)
        if (open.has(name)) yield { seed: first + round, booths, calm: false, defect: name };
    }
  }
  await runAll(orders(), ({ findings }, { defect = '' }) => {
    const tried = open.get(defect);
    if (tried === undefined) return;
    open.set(defect, tried + 1);
    if (findings.length === 0) return;
    open.delete(defect);
    const foundBy = [...new Set(findings.map(({ invariant }) => invariant))];
    const what = defects.find(({ name }) => name === defect)?.what ?? '';
    const one = { name: defect, what, mornings: tried + 1, foundBy };
    hunted.push(one);
    found(one);
  });
  const hidden = defects.filter(({ name }) => open.has(name));
  return [...hunted, ...hidden.map(({ name, what }) => ({ name, what, mornings: null, foundBy: [] }))];
}

/** Tells of each as it is found; 0 when enough were. */
export async function tellDefects(how: { first: number; booths: number; json: boolean }): Promise<number> {
  const say = ({ name, mornings, foundBy, what }: Hunted) =>
    process.stdout.write(
      `${name}: ${mornings === null ? 'NOT FOUND' : `morning ${mornings}, by ${foundBy.join(', ')}`} (${what})\n`,
    );
  const all = await hunt(how.first, how.booths, how.json ? () => {} : say);
  const found = all.filter(({ mornings }) => mornings !== null).length;
  if (how.json) process.stdout.write(`${JSON.stringify({ planted: all.length, found, defects: all })}\n`);
  else {
    for (const one of all) if (one.mornings === null) say(one);
    process.stdout.write(`${found} of ${all.length} planted defects found\n`);
  }
  return found >= SHARE * all.length ? 0 : 1;
}
