import { expect, it } from 'vitest';
import { PresenceBoard } from './presence.ts';

it('tells who is there by how long ago they were heard, whatever the date is set to', () => {
  let date = Date.parse('2026-11-24T09:00:00Z');
  let elapsed = 0;
  const board = new PresenceBoard(
    1000,
    () => new Date(date),
    () => elapsed,
  );
  board.heard('T1');
  date -= 86_400_000;
  elapsed += 3000;
  expect(board.of('T1').presence).toBe('suspect');
  elapsed += 4000;
  expect(board.silent).toEqual(['T1']);
  board.lost('T1');
  expect(board.silent).toEqual([]);
  board.heard('T1');
  date += 2 * 86_400_000;
  elapsed += 1000;
  expect(board.silent).toEqual([]);
  expect(board.of('T1')).toMatchObject({ presence: 'present', lastHeardAt: '2026-11-23T09:00:00.000Z' });
});
