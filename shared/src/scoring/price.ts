import type { Bidder, Price, PriceFormula } from '../projects/project.ts';
import { type Fraction, roundHalfUp } from './exact.ts';

/** bidder → price score in thousandths, rounded once to `price.decimals`. */
export function priceScores(price: Price, bidders: readonly Bidder[]): Map<string, number> {
  const score = scorer(
    price.formula,
    BigInt(price.max),
    bidders.map((bidder) => BigInt(bidder.price)),
  );
  return new Map(
    bidders.map((bidder) => [bidder.id, roundHalfUp(score(BigInt(bidder.price)), price.decimals)]),
  );
}

function scorer(formula: PriceFormula, max: bigint, prices: readonly bigint[]): (price: bigint) => Fraction {
  if (formula.kind === 'lowest-first') {
    const lowest = inOrder(prices)[0] ?? 0n;
    return (price) => ({ above: max * lowest, below: price });
  }
  const { factor, perPercentAbove, perPercentBelow, floor } = formula;
  const counted = formula.trim === 'auto' ? trimmed(prices) : prices;
  // benchmark = factor/1000 × mean, as the fraction mark / scale
  const mark = BigInt(factor) * counted.reduce((sum, price) => sum + price, 0n);
  const scale = 1000n * BigInt(counted.length);
  return (price) => {
    const apart = price * scale - mark;
    const perPercent = BigInt(apart > 0n ? perPercentAbove : perPercentBelow);
    const lost = 100n * perPercent * (apart > 0n ? apart : -apart);
    const above = max * mark - lost;
    const least = BigInt(floor) * mark;
    return { above: above > least ? above : least, below: mark };
  };
}

/** Without one highest and one lowest where there are five or more. */
function trimmed(prices: readonly bigint[]): readonly bigint[] {
  if (prices.length < 5) return prices;
  return inOrder(prices).slice(1, -1);
}

function inOrder(prices: readonly bigint[]): bigint[] {
  return prices.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}
