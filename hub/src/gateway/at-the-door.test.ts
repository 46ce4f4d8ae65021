/** Booths that come together are looked up together: nobody is let in by another's token, and nothing that happens meanwhile is missed. */
import { expect, it, vi } from 'vitest';
import { changePresence } from '#hub/venues/decide.ts';
import type { HubFrame } from '#shared/protocol/booth-frames.ts';
import { type End, openDoor, types } from '#test/rehearsal/open-door.ts';
import type { RoomsHub } from '#test/rehearsal/rooms.ts';
import { hubActor, plan } from '../ledger/command.ts';

type Door = Awaited<ReturnType<typeof openDoor>>;

/** T1 and T2 have come before, and are gone. */
async function known(): Promise<Door> {
  const door = await openDoor();
  for (const end of [door.greet('T1'), door.greet('T2')]) {
    await expect.poll(() => types(end)).toEqual(['welcome', 'view']);
    end.emit('close');
  }
  return door;
}

function viewOf({ said }: End) {
  const frame = (said as HubFrame[]).find(({ type }) => type === 'view');
  return frame?.type === 'view' ? frame.view : undefined;
}

const tell = (rooms: RoomsHub, order: number) =>
  rooms.record({
    type: 'booth.told',
    subject: 'booth/T1',
    payload: { booth: 'T1', seat: 'H-0101', site: 'S1', order, text: '请稍候' },
  });

it('those who come at once are one read, and a wrong token or name is refused alone', async () => {
  const { rooms, greet, close } = await known();
  const reads = vi.spyOn(rooms.hub.store, 'executeQuery');
  const [t1, t2] = [greet('T1'), greet('T2')];
  const [wrong, nobody] = [greet('T1', 'a token of the booth T2'), greet('T9')];
  await expect
    .poll(() => [t1, t2, wrong, nobody].map((end) => types(end)[0]))
    .toEqual([...['welcome', 'welcome'], ...['refused', 'refused']]);
  expect([t1, t2].map((end) => viewOf(end)?.booth)).toEqual(['T1', 'T2']);
  expect([wrong, nobody].map(({ said }) => said)).toEqual(
    [1, 2].map(() => [
      expect.objectContaining({ refusal: expect.objectContaining({ code: 'BOOTH_UNKNOWN' }) }),
    ]),
  );
  expect(reads.mock.calls.length).toBe(1);
  await close();
});

it('of two lines of one booth that come at once only one passes', async () => {
  const { greet, close } = await known();
  const ends = [greet('T1'), greet('T1')];
  await expect.poll(() => ends.map((end) => types(end)[0]).sort()).toEqual(['refused', 'welcome']);
  await close();
});

it.each([
  [
    'an order waits',
    (rooms: RoomsHub) => tell(rooms, 1),
    { orders: [expect.objectContaining({ order: 1 })] },
  ],
  [
    'a call is out',
    (rooms: RoomsHub) =>
      rooms.record({
        type: 'booth.trouble',
        subject: 'booth/T1',
        payload: { booth: 'T1', seat: 'H-0101', site: 'S1', what: 'help' },
      }),
    { call: expect.objectContaining({ answeredAt: null }) },
  ],
  ['somebody holds its seat', draw, { phase: 'open' }],
] as const)('a booth that comes back while %s is shown it', async (_, happens, shown) => {
  const { rooms, greet, close } = await known();
  await happens(rooms);
  const end = greet('T1');
  await expect.poll(() => types(end)).toEqual(['welcome', 'view']);
  expect(viewOf(end)).toMatchObject(shown);
  await close();
});

async function draw(rooms: RoomsHub): Promise<void> {
  const who = { project: 'P1', expert: 'E1', realId: 'R1' };
  const drawn = { drawId: 'H#1', hall: 'H', placements: [{ ...who, seat: 'H-0101', slip: '000001' }] };
  await rooms.record(
    { type: 'expert.checked-in', subject: 'site/S1', payload: { ...who, site: 'S1', badge: 'R1' } },
    { type: 'seats.drawn', subject: 'hall/H', payload: drawn },
  );
}

/** Does something between the look-up of the booths that come and their welcome. */
function meanwhile({ behind }: Door, happens: () => Promise<unknown>): void {
  const notice = behind.noticeActs.bind(behind);
  behind.noticeActs = async (...told) => {
    const last = await notice(...told);
    await happens();
    return last;
  };
}

it('an order that is given between the look-up and the welcome is shown', async () => {
  const door = await known();
  meanwhile(door, () => tell(door.rooms, 1));
  const end = door.greet('T1');
  await expect.poll(() => viewOf(end)?.orders).toEqual([expect.objectContaining({ order: 1 })]);
  expect(types(end)).toEqual(['welcome', 'view']);
  await door.close();
});

it('a booth that is recorded as missing between the look-up and the welcome is recorded as present again', async () => {
  const door = await known();
  meanwhile(door, () =>
    door.rooms.hub.spine.do(plan(changePresence, { booth: 'T1', presence: 'missing' }), hubActor),
  );
  const end = door.greet('T1');
  await expect.poll(() => types(end)).toContain('welcome');
  await door.rooms.hub.spine.idle();
  expect(door.commits.slice(-2).map(([type]) => type)).toEqual(['booth.missing', 'booth.present']);
  await door.close();
});
