/**
 * Totals and ranks counted once more, by a scorer that shares nothing with the one that ships: whole numbers as
 * fractions of their own, the rules as FORMATS tells them.
 */
import type { Project } from '#shared/projects/project.ts';

/** What this scorer needs of a signed sheet. */
export interface SignedMarks {
  readonly expert: string;
  readonly ticket: string;
  readonly marks: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

export interface Counted {
  readonly id: string;
  readonly items: Readonly<Record<string, number>>;
  readonly price: number;
  readonly total: number;
  readonly rank: number;
}

/** Half up to a number of decimals of a point, in thousandths. */
function rounded(top: bigint, bottom: bigint, decimals: number): number {
  const unit = 10n ** BigInt(3 - decimals);
  return Number(((2n * top + bottom * unit) / (2n * bottom * unit)) * unit);
}

/** Marks for which the mean of the others stands, as the panel has voted: of one item, or of all that are judged. */
export interface GivenWay {
  readonly expert: string;
  readonly bidder: string;
  readonly item: string | null;
}

export function count(
  project: Project,
  valid: readonly string[],
  sheets: readonly SignedMarks[],
  givenWay: readonly GivenWay[] = [],
): Counted[] {
  const kept = withoutWidest(project, valid, sheets);
  const trims = project.aggregation.kind !== 'mean' && kept.length >= 5;
  const itemScore = (bidder: string, item: string) => {
    const judged = project.items.some(({ id, kind }) => id === item && kind === 'subjective');
    const gives = ({ expert }: SignedMarks) =>
      judged &&
      givenWay.some(
        (way) => way.expert === expert && way.bidder === bidder && (way.item === null || way.item === item),
      );
    const all = kept.map((sheet) => ({
      mark: sheet.marks[bidder]?.[item] ?? Number.NaN,
      away: gives(sheet),
    }));
    const stays = all.filter(({ away }) => !away).map(({ mark }) => mark);
    // Every mark times the number of those that stay, so that their mean is a whole number too.
    const times = stays.length || 1;
    const mean = stays.reduce((a, b) => a + b, 0);
    const given = all
      .map(({ mark, away }) => (away && stays.length > 0 ? mean : mark * times))
      .sort((a, b) => a - b);
    const used = trims ? given.slice(1, given.length - 1) : given;
    const sum = used.reduce((a, b) => a + b, 0);
    return rounded(BigInt(sum), BigInt(used.length * times), project.aggregation.decimals);
  };
  const scored = valid.map((id) => {
    const items = Object.fromEntries(project.items.map((item) => [item.id, itemScore(id, item.id)]));
    const price = priceScore(project, valid, id);
    return { id, items, price, total: price + Object.values(items).reduce((a, b) => a + b, 0) };
  });
  return scored.map((one) => ({ ...one, rank: 1 + scored.filter(({ total }) => total > one.total).length }));
}

function withoutWidest(
  { aggregation }: Project,
  valid: readonly string[],
  sheets: readonly SignedMarks[],
): readonly SignedMarks[] {
  if (aggregation.kind !== 'strike-widest-then-trim' || sheets.length < 5) return sheets;
  const spreads = ({ marks }: SignedMarks) => {
    const sums = valid.map((id) => Object.values(marks[id] ?? {}).reduce((a, b) => a + b, 0));
    sums.sort((a, b) => a - b);
    const pairs: number[] = [];
    while (sums.length > 1) pairs.push((sums.pop() ?? 0) - (sums.shift() ?? 0));
    return pairs;
  };
  let widest = sheets[0];
  for (const sheet of sheets.slice(1)) {
    if (!widest) break;
    const [mine, theirs] = [spreads(sheet), spreads(widest)];
    const place = mine.findIndex((value, n) => value !== theirs[n]);
    const wider = place < 0 ? sheet.ticket < widest.ticket : (mine[place] ?? 0) > (theirs[place] ?? 0);
    if (wider) widest = sheet;
  }
  return sheets.filter((sheet) => sheet !== widest);
}

function priceScore({ price, bidders }: Project, valid: readonly string[], id: string): number {
  const prices = bidders.filter((one) => valid.includes(one.id)).map((one) => BigInt(one.price));
  const own = BigInt(bidders.find((one) => one.id === id)?.price ?? 0);
  const sorted = [...prices].sort((a, b) => Number(a - b));
  const { formula } = price;
  if (formula.kind === 'lowest-first') {
    return rounded(BigInt(price.max) * (sorted[0] ?? 0n), own, price.decimals);
  }
  const used = formula.trim === 'auto' && sorted.length >= 5 ? sorted.slice(1, -1) : sorted;
  const sum = used.reduce((a, b) => a + b, 0n);
  // The benchmark is top / bottom.
  const [top, bottom] = [sum * BigInt(formula.factor), BigInt(used.length) * 1000n];
  const away = own * bottom - top;
  const each = BigInt(away > 0n ? formula.perPercentAbove : formula.perPercentBelow);
  const lost = (away > 0n ? away : -away) * 100n * each;
  const left = BigInt(price.max) * top - lost;
  const floor = BigInt(formula.floor) * top;
  return rounded(left > floor ? left : floor, top, price.decimals);
}
