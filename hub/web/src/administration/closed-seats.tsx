import { useTranslation } from 'react-i18next';

type Place = [number, number];

interface ClosedSeatsProps {
  readonly rows: number;
  readonly columns: number;
  /** Given by the form. */
  readonly value?: Place[];
  onChange?(closed: Place[]): void;
}

/** The grid of a hall; a click closes a place or opens it again. */
export function ClosedSeats({ rows, columns, value = [], onChange }: ClosedSeatsProps) {
  const { t } = useTranslation('admin');
  const shut = new Set(value.map(([row, column]) => `${row}/${column}`));
  const toggle = (row: number, column: number) =>
    onChange?.(
      shut.has(`${row}/${column}`)
        ? value.filter((place) => place[0] !== row || place[1] !== column)
        : [...value, [row, column]],
    );
  const places = Array.from(
    { length: rows * columns },
    (_, index): Place => [Math.floor(index / columns) + 1, (index % columns) + 1],
  );
  const open = places.filter(([row, column]) => !shut.has(`${row}/${column}`)).length;
  return (
    <>
      <div className="closed-seats" style={{ gridTemplateColumns: `repeat(${columns}, minmax(22px, 44px))` }}>
        {places.map(([row, column]) => {
          const closed = shut.has(`${row}/${column}`);
          return (
            <button
              key={`${row}/${column}`}
              type="button"
              aria-pressed={closed}
              aria-label={`${row}-${column}`}
              className={closed ? 'place place-closed' : 'place'}
              onClick={() => toggle(row, column)}
            >
              {closed ? '×' : column}
            </button>
          );
        })}
      </div>
      <b>{t('hall.open', { count: open })}</b>
    </>
  );
}
