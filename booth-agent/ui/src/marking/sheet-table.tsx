import { Fragment, type ReactNode } from 'react';
import type { ItemView, Marks } from '#shared/protocol/evaluation.ts';
import { pointsText } from '#shared/scoring/exact.ts';
import { useTexts } from '../texts/index.ts';
import type { BidderPages } from './bidder-pages.tsx';
import { type Cell, mostOf, sumOf } from './cells.ts';

interface SheetTableProps {
  pages: BidderPages;
  items: readonly ItemView[];
  marks: Marks;
  /** What stands in a cell. */
  cell(cell: Cell): ReactNode;
  guides?: boolean;
  /** How many marks a bidder still lacks is told below the sum. */
  missing?: boolean;
}

/** Items down, bidders across, and each bidder's sum; the heads stay in sight. */
export function SheetTable({ pages, items, marks, cell, guides = false, missing = false }: SheetTableProps) {
  const { t } = useTexts();
  const { shown: bidders, columnWidth } = pages;
  return (
    <table className="sheet">
      <thead>
        <tr>
          <th scope="col" className="sheet-item">
            {t('marking.item')}
          </th>
          {bidders.map((bidder) => (
            <th key={bidder.id} scope="col" style={{ width: columnWidth }}>
              <span className="bidder-name">{bidder.name}</span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {items.map((item, index) => (
          <Fragment key={item.id}>
            {item.section !== items[index - 1]?.section && (
              <tr>
                <th scope="colgroup" colSpan={bidders.length + 1} className="sheet-section">
                  {t(`marking.${item.section}`)}
                </th>
              </tr>
            )}
            <tr>
              <th scope="row" className="sheet-item">
                <ItemHead item={item} guides={guides} />
              </th>
              {bidders.map((bidder) => (
                <td key={bidder.id}>{cell({ bidder, item })}</td>
              ))}
            </tr>
          </Fragment>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row" className="sheet-item">
            {t('marking.sum')}{' '}
            <span className="limits">{t('marking.sumOf', { max: pointsText(mostOf(items)) })}</span>
          </th>
          {bidders.map((bidder) => (
            <td key={bidder.id}>
              <span data-sum={bidder.id}>{pointsText(sumOf(marks, bidder.id, items))}</span>
              {missing && (
                <Missing count={items.filter(({ id }) => marks[bidder.id]?.[id] === undefined).length} />
              )}
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
      <span className="item-title">{item.title}</span>{' '}
      <span className="limits">
        {t('marking.limits', { max: pointsText(item.max), step: pointsText(item.step) })}
      </span>
      {item.kind === 'objective' && <span className="tag tag-strong">{t('marking.objective')}</span>}
      {guides && item.guide && <span className="guide">{item.guide}</span>}
    </>
  );
}

function Missing({ count }: { count: number }) {
  const { t } = useTexts();
  return count > 0 ? <span className="missing">{t('marking.missing', { count })}</span> : null;
}
