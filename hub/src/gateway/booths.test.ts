import { expect, it } from 'vitest';
import { changePresence } from '#hub/venues/decide.ts';
import { Refusal } from '#shared/catalogue/refusal.ts';
import { openDoor, types } from '#test/rehearsal/open-door.ts';
import { hubActor, plan } from '../ledger/command.ts';

it('a fault of its own at the hello is not told as the fault of the booth: the line is closed without a word', async () => {
  const { rooms, greet, close } = await openDoor();
  rooms.hub.spine.do = () => Promise.reject(new Error('a bug'));
  const end = greet();
  expect(await end.closed).toBe(1011);
  expect(end.said).toEqual([]);
  await close();
});

it('a booth that comes is one commit and one view, and nothing is written of one that only comes back', async () => {
  const { rooms, commits, greet, close } = await openDoor();
  const first = greet();
  await expect.poll(() => types(first)).toEqual(['welcome', 'view']);
  expect(commits).toEqual([['booth.fingerprint-recorded', 'booth.present']]);
  first.emit('close');
  const second = greet();
  await expect.poll(() => types(second)).toEqual(['welcome', 'view']);
  await rooms.hub.spine.idle();
  expect(commits.length).toBe(1);
  expect(types(first)).toEqual(['welcome', 'view']);
  await close();
});

it.each(['missing', 'closed'] as const)(
  'a booth that is recorded as %s only after it has come back is recorded as present again',
  async (gone) => {
    const { rooms, commits, greet, close } = await openDoor();
    const first = greet();
    await expect.poll(() => types(first)).toContain('welcome');
    first.emit('close');
    const second = greet();
    await expect.poll(() => types(second)).toContain('welcome');
    await rooms.hub.spine.do(plan(changePresence, { booth: 'T1', presence: gone }), hubActor);
    await rooms.hub.spine.idle();
    expect(commits.slice(1).map(([type]) => type)).toEqual([`booth.${gone}`, 'booth.present']);
    await close();
  },
);

it('a booth has one line at a time; a new one is taken when the old has fallen silent', async () => {
  const { greet, silence, close } = await openDoor();
  const first = greet();
  await expect.poll(() => types(first)).toContain('view');
  silence(5000);
  const twin = greet();
  await twin.closed;
  expect(twin.said).toEqual([{ type: 'refused', refusal: expect.objectContaining({ code: 'BOOTH_TWICE' }) }]);
  silence(1);
  const next = greet();
  await expect.poll(() => types(next)).toContain('view');
  expect([first.readyState, types(first)]).toEqual([3, ['welcome', 'view']]);
  await close();
});

it('a booth that has said goodbye stays closed', async () => {
  const { rooms, commits, greet, close } = await openDoor();
  const end = greet();
  await expect.poll(() => types(end)).toContain('welcome');
  end.emit('message', Buffer.from(JSON.stringify({ type: 'goodbye', at: new Date().toISOString() })), false);
  await rooms.hub.spine.idle();
  expect(commits.slice(1)).toEqual([['booth.closed']]);
  await close();
});

it('booths that fall silent together are each recorded as missing, one whose record fails at the next look', async () => {
  const { rooms, door, presence, commits, greet, silence, close } = await openDoor();
  for (const end of [greet('T1'), greet('T2')]) {
    await expect.poll(() => types(end)).toContain('welcome');
    end.emit('close');
  }
  silence(13_000);
  const { spine } = rooms.hub;
  const record = spine.do.bind(spine);
  let failing = true;
  spine.do = (planned, actor) => {
    if (!failing) return record(planned, actor);
    failing = false;
    return Promise.reject(new Refusal('STORE_FULL'));
  };
  const before = commits.length;
  const recorded = () =>
    commits
      .slice(before)
      .flat()
      .filter((type) => type === 'booth.missing').length;
  await expect(door.sweep()).rejects.toMatchObject({ code: 'STORE_FULL' });
  expect(recorded()).toBe(1);
  expect(['T1', 'T2'].map((booth) => presence.of(booth).presence)).toEqual(['suspect', 'missing']);
  await door.sweep();
  await door.sweep();
  expect(recorded()).toBe(2);
  expect(presence.of('T1').presence).toBe('missing');
  await close();
});
