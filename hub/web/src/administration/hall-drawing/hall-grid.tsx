import { Radio } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type HallDrawing, hallPlan, type Place, placeKey } from '#shared/venues/plan.ts';
import { areNeighbours, kindOf, neighboursToggled, type PlaceKind, painted } from './edits.ts';
import { WallsBetween } from './walls-between.tsx';

export type Tool = PlaceKind | 'wall' | 'neighbours';
const tools: readonly Tool[] = ['aisle', 'closed', 'seat', 'wall', 'neighbours'];

interface HallGridProps {
  readonly value: HallDrawing;
  onChange(drawing: HallDrawing): void;
}

/** A hall on a grid, drawn with the tool chosen above it: aisles, closed seats, walls, and who counts as neighbours. */
export function HallGrid({ value: drawing, onChange }: HallGridProps) {
  const { t } = useTranslation('admin');
  const [tool, setTool] = useState<Tool>('aisle');
  const [chosen, setChosen] = useState<Place | null>(null);
  const paints = tool !== 'wall' && tool !== 'neighbours';
  const paint = (places: readonly Place[]) => paints && onChange(painted(drawing, places, tool));
  const stroke = (place: Place) => {
    if (tool !== 'neighbours') return paint([place]);
    if (kindOf(drawing, place) !== 'seat') return;
    if (chosen === null || placeKey(chosen) === placeKey(place)) return setChosen(chosen ? null : place);
    onChange(neighboursToggled(drawing, [chosen, place]));
  };
  const [rows, columns] = [range(drawing.rows), range(drawing.columns)];
  const { seats, adjacent } = hallPlan({ id: '', site: '', name: '', ...drawing });
  return (
    <div className="hall-drawing">
      <Radio.Group
        optionType="button"
        buttonStyle="solid"
        value={tool}
        options={tools.map((one) => ({ value: one, label: t(`hall.tool.${one}`) }))}
        onChange={({ target }) => {
          setTool(target.value as Tool);
          setChosen(null);
        }}
      />
      <p className="note">{t(`hall.tool.${tool}.hint`)}</p>
      <div
        className="hall-drawing-grid"
        style={{
          gridTemplateColumns: `26px ${columns.map(() => '8px minmax(22px, 40px)').join(' ')}`,
          gridTemplateRows: `24px ${rows.map(() => '8px 28px').join(' ')}`,
        }}
      >
        {columns.map((column) => (
          <Axis
            key={`c${column}`}
            at={{ gridRow: 1, gridColumn: 2 * column + 1 }}
            label={t('hall.column', { column })}
            text={column}
            disabled={!paints}
            onClick={() => paint(rows.map((row) => [row, column]))}
          />
        ))}
        {rows.map((row) => (
          <Axis
            key={`r${row}`}
            at={{ gridRow: 2 * row + 1, gridColumn: 1 }}
            label={t('hall.row', { row })}
            text={row}
            disabled={!paints}
            onClick={() => paint(columns.map((column) => [row, column]))}
          />
        ))}
        {rows.flatMap((row) =>
          columns.map((column) => (
            <PlaceButton
              key={`${row}/${column}`}
              place={[row, column]}
              drawing={drawing}
              chosen={chosen}
              onStroke={stroke}
            />
          )),
        )}
        <WallsBetween
          drawing={drawing}
          active={tool === 'wall'}
          onToggle={(pair) => onChange(neighboursToggled(drawing, pair))}
        />
      </div>
      <b>{t('hall.open', { count: seats.length, pairs: adjacent.length })}</b>
    </div>
  );
}

interface AxisProps {
  readonly at: { gridRow: number; gridColumn: number };
  readonly label: string;
  readonly text: number;
  readonly disabled: boolean;
  onClick(): void;
}

/** The number of a row or column, by which all of it is painted at once. */
function Axis({ at, label, text, disabled, onClick }: AxisProps) {
  return (
    <button
      type="button"
      className="hall-axis"
      style={at}
      aria-label={label}
      disabled={disabled}
      onClick={onClick}
    >
      {text}
    </button>
  );
}

interface PlaceButtonProps {
  readonly place: Place;
  readonly drawing: HallDrawing;
  readonly chosen: Place | null;
  onStroke(place: Place): void;
}

function PlaceButton({ place, drawing, chosen, onStroke }: PlaceButtonProps) {
  const { t } = useTranslation('admin');
  const kind = kindOf(drawing, place);
  const [row, column] = place;
  const isChosen = chosen !== null && placeKey(chosen) === placeKey(place);
  const isNeighbour =
    chosen !== null && !isChosen && kind === 'seat' && areNeighbours(drawing, [chosen, place]);
  const marks = [isChosen ? 'place-chosen' : '', isNeighbour ? 'place-neighbour' : ''];
  const words = isNeighbour ? t('hall.neighbour') : t(`hall.tool.${kind}`);
  return (
    <button
      type="button"
      className={['place', `place-${kind}`, ...marks].join(' ')}
      style={{ gridRow: 2 * row + 1, gridColumn: 2 * column + 1 }}
      aria-label={`${row}-${column} ${words}`}
      aria-pressed={isChosen}
      onPointerDown={(event) => {
        // So that other places hear of a stroke that is drawn over them.
        event.currentTarget.releasePointerCapture(event.pointerId);
        if (event.button === 0) onStroke(place);
      }}
      onPointerEnter={(event) => chosen === null && event.buttons === 1 && onStroke(place)}
      onKeyDown={(event) => {
        if (event.key === 'Enter' || event.key === ' ') {
          event.preventDefault();
          onStroke(place);
        }
      }}
    >
      {isNeighbour ? t('hall.neighbour.mark') : kind === 'seat' ? column : symbols[kind]}
    </button>
  );
}

const symbols = { closed: '×', aisle: '' };

function range(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}
