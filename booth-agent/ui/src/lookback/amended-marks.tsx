import type { BidderView, ItemView } from '#shared/protocol/evaluation.ts';
import { pointsText } from '#shared/scoring/exact.ts';
import { useBooth } from '../bridge/booth.tsx';
import { type Cell, cellKey, markText } from '../marking/cells.ts';
import { MarkField, type Move } from '../marking/mark-field.tsx';
import { cellAfter } from '../marking/moves.ts';
import { useTexts } from '../texts/index.ts';
import type { Amended } from './amended.ts';

interface AmendedMarksProps {
  readonly bidder: BidderView;
  /** The item of the flag; null where it is about the whole bidder. */
  readonly flagged: string | null;
  readonly amended: Amended;
  readonly disabled: boolean;
}

/** One bidder's marks: as signed, and beside them as they are to be. */
export function AmendedMarks({ bidder, flagged, amended, disabled }: AmendedMarksProps) {
  const { t } = useTexts();
  const { items, signed } = amended;
  return (
    <table className="sheet amend-table">
      <thead>
        <tr>
          <th scope="col" className="sheet-item">
            {t('marking.item')}
          </th>
          <th scope="col">{t('flags.before')}</th>
          <th scope="col">{t('flags.after')}</th>
        </tr>
      </thead>
      <tbody>
        {items.map((item) => (
          <tr key={item.id} className={item.id === flagged ? 'flagged-row' : ''}>
            <th scope="row" className="sheet-item">
              <span className="item-title">{item.title}</span>{' '}
              <span className="limits">
                {t('marking.limits', { max: pointsText(item.max), step: pointsText(item.step) })}
              </span>
            </th>
            <td>
              <span className="read-mark">{markText(signed[item.id])}</span>
            </td>
            <td>
              <AmendedMark cell={{ bidder, item }} amended={amended} disabled={disabled} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface AmendedMarkProps {
  readonly cell: Cell;
  readonly amended: Amended;
  readonly disabled: boolean;
}

function AmendedMark({ cell, amended, disabled }: AmendedMarkProps) {
  const { screen, act } = useBooth();
  const { bidder, item } = cell;
  const { items, signed, textOf, type } = amended;
  return (
    <MarkField
      cell={cell}
      mark={screen.amendment[bidder.id]?.[item.id] ?? signed[item.id]}
      typed={textOf(item)}
      setTyped={(text) => type(item, text)}
      // An empty or wrong text changes nothing: an amended sheet has every mark.
      send={async (mark) =>
        mark === null ? null : act({ kind: 'amend-mark', bidder: bidder.id, item: item.id, mark })
      }
      move={(from, to) => moveTo(from, to, items)}
      disabled={disabled}
    />
  );
}

/** Within the one bidder that is amended. */
function moveTo(from: Cell, to: Move, items: readonly ItemView[]): void {
  const next = cellAfter(from, to, [from.bidder], items);
  if (next) document.getElementById(cellKey(next.bidder.id, next.item.id))?.focus();
}
