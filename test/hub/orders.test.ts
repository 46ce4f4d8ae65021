/** Orders of a hall to its booths: told until the booth says they are done, refused to everybody else. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AlertView, HallDeskView, SeatView } from '#shared/protocol/views.ts';
import { codeOf, projectAt } from '#test/rehearsal/at-the-door.ts';
import { Centre } from '#test/rehearsal/centre.ts';
import { RawBooth } from '#test/rehearsal/raw-booth.ts';

let centre: Centre;

beforeAll(async () => {
  centre = await Centre.open([projectAt('P', ['S1', 'S2'])]);
});
afterAll(() => centre?.close());

function booth() {
  const [first] = centre.town.booths;
  if (!first) throw new Error('no booths');
  return first;
}

async function seatOf(user: string): Promise<SeatView | undefined> {
  const { halls } = await (await centre.as(user)).get<HallDeskView>('/api/hall');
  return halls.flatMap(({ seats }) => seats).find((seat) => seat.booth === booth().booth);
}

const order = async (user: string, body: unknown, name = booth().booth) =>
  codeOf((await centre.as(user)).send('POST', `/api/booths/${name}/orders`, body));

const lock = { kind: 'lock', text: '检查设备' };

test('a lock is told until the booth has said that it is done, also over a restart of the hub', async () => {
  const own = (await seatOf('hall-s1')) ? 'hall-s1' : 'hall-s2';
  const other = own === 'hall-s1' ? 'hall-s2' : 'hall-s1';
  expect(await order(other, lock)).toBe('BOOTH_NOT_HERE');
  expect(await order(own, lock, 'NOBODY')).toBe('BOOTH_NOT_HERE');
  expect(await order('agency', lock)).toBe('ROLE_FORBIDDEN');
  expect(await order(own, { kind: 'open-the-door', text: 'x' })).toBe('INPUT_INVALID');
  expect(await order(own, lock)).toBe('done');
  expect((await seatOf(own))?.lock).toMatchObject({ code: 'HALL_LOCK', arrived: false });

  const line = await RawBooth.greet(centre.address, booth().booth, booth().token);
  const told = () => line.view?.orders.map(({ order, kind, text }) => [order, kind, text]);
  expect(told()).toEqual([[1, 'lock', '检查设备']]);
  expect(await order('supervisor', { kind: 'message', text: '十二点用餐' })).toBe('done');
  await line.when(() => told()?.length === 2);
  expect((await line.act({ kind: 'obeyed', order: 1 })).refusal).toBeNull();
  expect((await line.act({ kind: 'obeyed', order: 1 })).refusal).toBeNull();
  expect((await line.act({ kind: 'obeyed', order: 99 })).refusal).toBeNull();
  await line.when(() => told()?.length === 1);
  expect((await seatOf(own))?.lock).toMatchObject({ code: 'HALL_LOCK', arrived: true });

  await centre.restart();
  const again = await RawBooth.greet(centre.address, booth().booth, booth().token);
  expect(again.view?.orders).toMatchObject([{ order: 2, kind: 'message' }]);
  expect((await seatOf(own))?.lock?.cause.zh).toContain('检查设备');
  await again.act({ kind: 'trouble', what: 'second-screen' });
  const seat = await seatOf(own);
  expect([seat?.lock?.code, seat?.trouble]).toEqual(['SECOND_SCREEN', 'second-screen']);
  expect(await order(own, { kind: 'unlock', text: '看过了' })).toBe('done');
  expect((await seatOf(own))?.lock).toBeNull();
  again.socket.close();
});

test('a call for the staff is told back as answered once somebody has decided on it', async () => {
  const own = (await seatOf('hall-s1')) ? 'hall-s1' : 'hall-s2';
  const line = await RawBooth.greet(centre.address, booth().booth, booth().token);
  expect(line.view?.call).toBeNull();
  await line.act({ kind: 'trouble', what: 'help' });
  await line.when(() => line.view?.call?.answeredAt === null);
  await line.act({ kind: 'trouble', what: 'slip-refused' });
  const desk = await centre.as(own);
  const alerts = await desk.get<AlertView[]>('/api/alerts');
  const called = alerts.find(({ code }) => code === 'BOOTH_HELP');
  const other = alerts.find(({ code }) => code === 'BOOTH_SLIP_REFUSED');
  await desk.send('POST', `/api/alerts/${other?.id}/decide`, { decision: 'noted', note: '打错了' });
  line.socket.close();
  const again = await RawBooth.greet(centre.address, booth().booth, booth().token);
  expect(again.view?.call).toMatchObject({ answeredAt: null });
  // Who calls twice is answered by a decision on either.
  await again.act({ kind: 'trouble', what: 'help' });
  await desk.send('POST', `/api/alerts/${called?.id}/decide`, { decision: 'handled', note: '马上到' });
  await again.when(() => typeof again.view?.call?.answeredAt === 'string');
  // Nobody sits there: nobody can pause.
  expect((await again.act({ kind: 'pause' })).refusal?.code).toBe('SESSION_REQUIRED');
  expect((await seatOf(own))?.pausedAt).toBeNull();
  again.socket.close();
});

test('a booth that does nothing is not given orders without end', async () => {
  const own = (await seatOf('hall-s1')) ? 'hall-s1' : 'hall-s2';
  const codes: string[] = [];
  for (let n = 0; n < 21; n += 1) codes.push(await order(own, { kind: 'message', text: `${n}` }));
  expect(codes.at(-1)).toBe('ORDERS_WAITING');
});
