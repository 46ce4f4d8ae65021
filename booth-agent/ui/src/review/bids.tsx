import type { BidderView } from '#shared/protocol/evaluation.ts';
import { useTexts } from '../texts/index.ts';

/** Bids, each with what the preliminary review has found. */
export function Bids({ bidders }: { bidders: readonly BidderView[] }) {
  const { t } = useTexts();
  return (
    <ul className="bids">
      {bidders.map(({ id, name, valid }) => (
        <li key={id}>
          {name}
          <span className={valid === false ? 'tag tag-bad' : 'tag tag-good'}>
            {t(valid === false ? 'review.invalidBid' : 'review.validBid')}
          </span>
        </li>
      ))}
    </ul>
  );
}
