import { useTranslation } from 'react-i18next';
import { type HallDrawing, type PlacePair, pairKey, placeKey } from '#shared/venues/plan.ts';

interface WallsBetweenProps {
  readonly drawing: HallDrawing;
  /** Walls are being drawn: every edge can be clicked. Otherwise those that stand are shown. */
  readonly active: boolean;
  onToggle(pair: PlacePair): void;
}

/** The edges between the places of a hall, in the narrow tracks of its grid. */
export function WallsBetween({ drawing, active, onToggle }: WallsBetweenProps) {
  const { t } = useTranslation('admin');
  const standing = new Set(drawing.walls.map(pairKey));
  const edges = edgesOf(drawing).filter((pair) => active || standing.has(pairKey(pair)));
  return edges.map((pair) => {
    const [[row, column], [otherRow]] = pair;
    const key = pairKey(pair);
    const className = standing.has(key) ? 'edge edge-wall' : 'edge';
    // Beside the place, or below it.
    const style =
      otherRow === row
        ? { gridRow: 2 * row + 1, gridColumn: 2 * column + 2 }
        : { gridRow: 2 * row + 2, gridColumn: 2 * column + 1 };
    if (!active) return <span key={key} className={className} style={style} />;
    return (
      <button
        key={key}
        type="button"
        className={className}
        style={style}
        aria-label={t('hall.edge', { one: pair.map(placeKey)[0], other: pair.map(placeKey)[1] })}
        aria-pressed={standing.has(key)}
        onClick={() => onToggle(pair)}
      />
    );
  });
}

function edgesOf({ rows, columns }: HallDrawing): PlacePair[] {
  const edges: PlacePair[] = [];
  for (let row = 1; row <= rows; row++) {
    for (let column = 1; column <= columns; column++) {
      if (column < columns)
        edges.push([
          [row, column],
          [row, column + 1],
        ]);
      if (row < rows)
        edges.push([
          [row, column],
          [row + 1, column],
        ]);
    }
  }
  return edges;
}
