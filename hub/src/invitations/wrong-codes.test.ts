/** Wrong codes as they are recorded, now and in older ledgers. */
import { expect, it } from 'vitest';
import { RoomsHub } from '#test/rehearsal/rooms.ts';

it('count against each invitation that was open, by entries as they were and as they are', async () => {
  const rooms = await RoomsHub.open([]);
  const { store } = rooms.hub;
  for (const [message, project] of [
    ['m1', 'P'],
    ['m2', 'Q'],
  ] as const)
    await rooms.record({
      type: 'invitation.issued',
      subject: `project/${project}`,
      payload: { message, project, expert: 'e', realId: 'R', site: 'S1', code: '123456', minutes: 0 },
    });
  const wrong = async () =>
    (await store.selectFrom('invitations').select('wrong').orderBy('message').execute()).map(
      (row) => row.wrong,
    );
  await rooms.record({
    type: 'invitation.code-wrong',
    subject: 'project/P',
    payload: { message: 'm1', project: 'P', expert: 'e', through: 'desk' },
  });
  expect(await wrong()).toEqual([1, 0]);
  await rooms.record({
    type: 'invitation.code-wrong',
    subject: 'site/S1',
    payload: { through: 'desk', who: 'R', site: 'S1', messages: ['m1', 'm2'] },
  });
  expect(await wrong()).toEqual([2, 1]);
  await rooms.record({
    type: 'invitation.code-wrong',
    subject: 'message-gateway',
    payload: { through: 'gateway', who: 'R', messages: [] },
  });
  expect(await wrong()).toEqual([2, 1]);
  await rooms.close();
});
