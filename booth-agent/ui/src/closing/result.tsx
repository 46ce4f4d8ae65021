import type { BidderResult } from '#shared/protocol/evaluation.ts';
import { pointsText } from '#shared/scoring/exact.ts';
import { useTexts } from '../texts/index.ts';

/** Ranking and totals after the reveal, best first. */
export function Result({ result }: { result: readonly BidderResult[] }) {
  const { t } = useTexts();
  return (
    <table className="plain-table result">
      <thead>
        <tr>
          <th scope="col">{t('consent.rank')}</th>
          <th scope="col">{t('consent.bidder')}</th>
          <th scope="col">{t('consent.price')}</th>
          <th scope="col">{t('consent.total')}</th>
        </tr>
      </thead>
      <tbody>
        {result.map(({ id, name, price, total, rank }) => (
          <tr key={id}>
            <td>{rank}</td>
            <td>{name}</td>
            <td>{pointsText(price)}</td>
            <td>
              <strong>{pointsText(total)}</strong>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
