import type { ReactNode } from 'react';
import type { BidderView, ItemView, Marks } from '#shared/protocol/evaluation.ts';
import { pointsText } from '#shared/scoring/exact.ts';
import { useTexts } from '../texts/index.ts';
import { type Cell, mostOf, sumOf } from './cells.ts';

interface SheetTableProps {
  bidders: readonly BidderView[];
  items: readonly ItemView[];
  marks: Marks;
  /** What stands in a cell. */
  cell(cell: Cell): ReactNode;
  guides?: boolean;
}

/** Items down, bidders across, and each bidder's sum; the heads stay in sight. */
export function SheetTable({ bidders, items, marks, cell, guides = false }: SheetTableProps) {
  const { t } = useTexts();
  return (
    <table className="sheet">
      <thead>
        <tr>
          <th scope="col" className="sheet-item">
            {t('marking.item')}
          </th>
          {bidders.map((bidder) => (
            <th key={bidder.id} scope="col">
              {bidder.name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {items.map((item) => (
          <tr key={item.id}>
            <th scope="row" className="sheet-item">
              <ItemHead item={item} guides={guides} />
            </th>
            {bidders.map((bidder) => (
              <td key={bidder.id}>{cell({ bidder, item })}</td>
            ))}
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row" className="sheet-item">
            {t('marking.sum')}{' '}
            <span className="limits">{t('marking.sumOf', { max: pointsText(mostOf(items)) })}</span>
          </th>
          {bidders.map((bidder) => (
            <td key={bidder.id} data-sum={bidder.id}>
              {pointsText(sumOf(marks, bidder.id, items))}
            </td>
          ))}
        </tr>
      </tfoot>
    </table>
  );
}

function ItemHead({ item, guides }: { item: ItemView; guides: boolean }) {
  const { t } = useTexts();
  return (
    <>
      <span className="item-title">
        {item.title}
        <span className="tag">{t(`marking.${item.section}`)}</span>
        {item.kind === 'objective' && <span className="tag tag-strong">{t('marking.objective')}</span>}
      </span>
      <span className="limits">
        {t('marking.limits', { max: pointsText(item.max), step: pointsText(item.step) })}
      </span>
      {guides && item.guide && <span className="guide">{item.guide}</span>}
    </>
  );
}
