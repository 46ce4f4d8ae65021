import { describe, expect, it } from 'vitest';
import { requireDrawable } from '#shared/venues/drawing.ts';
import type { HallDrawing } from '#shared/venues/plan.ts';
import { areNeighbours, kindOf, neighboursToggled, painted, resized } from './edits.ts';

const plain: HallDrawing = { rows: 3, columns: 4, closed: [], aisles: [], walls: [], joined: [] };

describe('a hall drawn by strokes', () => {
  it('makes of a place one thing at a time', () => {
    const aisle = painted(
      plain,
      [
        [1, 2],
        [2, 2],
      ],
      'aisle',
    );
    const shut = painted(aisle, [[2, 2]], 'closed');
    expect([kindOf(shut, [1, 2]), kindOf(shut, [2, 2]), kindOf(shut, [3, 2])]).toEqual([
      'aisle',
      'closed',
      'seat',
    ]);
    expect(() => requireDrawable(shut)).not.toThrow();
    expect(painted(shut, [...shut.aisles, ...shut.closed], 'seat')).toEqual(plain);
  });

  it('parts seats that touch by a wall, joins others, and takes both back', () => {
    const beside = [
      [1, 1],
      [1, 2],
    ] as const;
    const across = [
      [1, 1],
      [2, 2],
    ] as const;
    expect([areNeighbours(plain, beside), areNeighbours(plain, across)]).toEqual([true, false]);
    const changed = neighboursToggled(neighboursToggled(plain, beside), across);
    expect([areNeighbours(changed, beside), areNeighbours(changed, across)]).toEqual([false, true]);
    const back = neighboursToggled(neighboursToggled(changed, [beside[1], beside[0]]), [
      across[1],
      across[0],
    ]);
    expect(back).toEqual(plain);
  });

  it('loses what lies outside of a smaller grid, so that the hub takes it', () => {
    const drawn = neighboursToggled(
      painted(
        neighboursToggled(plain, [
          [3, 3],
          [3, 4],
        ]),
        [[3, 1]],
        'closed',
      ),
      [
        [1, 1],
        [3, 3],
      ],
    );
    expect(() => requireDrawable(drawn)).not.toThrow();
    const smaller = resized(drawn, 2, 4);
    expect(smaller).toEqual({ ...plain, rows: 2 });
    expect(() => requireDrawable(smaller)).not.toThrow();
  });
});
