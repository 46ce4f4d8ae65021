import { expect, test } from 'vitest';
import { digestOf } from '../../canonical/index.ts';
import { checkInput } from '../input.ts';
import { drawSeats } from './draw-seats.ts';
import { waveInput } from './waves.ts';

const now = {
  hall: 'H',
  usable: ['1', '2', '3', '4', '5', '6'],
  adjacent: ['12', '23', '34', '45', '56'].map(([a = '', b = '']): [string, string] => [a, b]),
  sitting: [
    { seat: '1', group: 'a' },
    { seat: '3', group: 'a' },
  ],
};

test('who comes later sits apart from those of their group who sit already, on each free seat in time', () => {
  const input = waveInput(now, [{ id: 'z', group: 'a' }]);
  checkInput(input);
  expect(input).toMatchObject({ seats: ['2', '4', '5', '6'], taken: [{ seat: '1' }, { seat: '3' }] });
  const seats = new Set(Array.from({ length: 40 }, (_, n) => drawSeats(input, digestOf(n)).placement.z));
  expect([...seats].sort()).toEqual(['5', '6']);
  expect(waveInput({ ...now, sitting: [] }, [{ id: 'z', group: 'a' }])).not.toHaveProperty('taken');
});

test('a seat that is free and taken at once is no input', () => {
  const input = waveInput(now, [{ id: 'z', group: 'a' }]);
  expect(() => checkInput({ ...input, taken: [{ seat: '4', group: 'a' }] })).toThrow(
    expect.objectContaining({
      code: 'DRAW_INPUT',
      faults: [expect.objectContaining({ code: 'DRAW_SEAT_TAKEN' })],
    }),
  );
});
