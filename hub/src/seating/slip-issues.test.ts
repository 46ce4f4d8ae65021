import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { RoomsHub } from '#test/rehearsal/rooms.ts';
import { seatingMigrations } from './tables.ts';

test('seats that were drawn before slips had numbers get those of the entries that drew them', async () => {
  const rooms = await RoomsHub.open([]);
  const { store } = rooms.hub;
  const who = { project: 'P1', expert: 'E1', realId: 'R1' };
  const other = { project: 'P1', expert: 'E2', realId: 'R2' };
  const drawn = (drawId: string, ...placements: { seat: string; slip: string }[]) =>
    ({
      type: 'seats.drawn',
      subject: 'hall/H',
      payload: {
        drawId,
        hall: 'H',
        placements: placements.map((one, n) => ({ ...(n ? other : who), ...one })),
      },
    }) as const;
  for (const { realId, ...member } of [who, other])
    await rooms.record({
      type: 'expert.checked-in',
      subject: 'site/S1',
      payload: { site: 'S1', realId, badge: realId, ...member },
    });
  await rooms.record(drawn('H-1#1', { seat: 'H-0101', slip: '111111' }, { seat: 'H-0103', slip: '222222' }));
  await rooms.record({
    type: 'seat.vacated',
    subject: 'hall/H',
    payload: { ...who, hall: 'H', seat: 'H-0101', reason: '故障' },
  });
  await rooms.record(drawn('H-2#1', { seat: 'H-0105', slip: '333333' }));
  const issues = () =>
    store.selectFrom('attendances').select(['expert', 'seat', 'slip_issue']).orderBy('expert').execute();
  const before = await issues();
  expect(before.map(({ slip_issue }) => slip_issue)).toEqual([4, 2]);
  await sql`ALTER TABLE attendances DROP COLUMN slip_issue`.execute(store);
  await seatingMigrations['0034-slip-issues']?.up(store as never);
  expect(await issues()).toEqual(before);
  await rooms.close();
});
