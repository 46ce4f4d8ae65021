import { randomBytes } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { expect, it } from 'vitest';
import type { WebSocket } from 'ws';
import { BehindWatch } from '#hub/recovery/behind.ts';
import { changePresence, registerBooth } from '#hub/venues/decide.ts';
import { sha256Hex } from '#shared/canonical/index.ts';
import { PROTOCOL } from '#shared/protocol/booth-frames.ts';
import { systemTimers } from '#shared/time/timers.ts';
import { RoomsHub } from '#test/rehearsal/rooms.ts';
import { hubActor, plan } from '../ledger/command.ts';
import { BoothDoor } from './booths.ts';
import type { Hub } from './hub.ts';
import { PresenceBoard } from './presence.ts';

/** The hub's end of a line, with what was said on it. */
class End extends EventEmitter {
  readonly OPEN = 1;
  readyState = 1;
  readonly said: unknown[] = [];
  readonly closed = new Promise<number>((resolve) => this.once('closed', resolve));

  send(text: string): void {
    this.said.push(JSON.parse(text));
  }

  close(code: number): void {
    this.readyState = 3;
    this.emit('closed', code);
  }

  terminate(): void {
    this.readyState = 3;
    this.emit('close');
  }
}

const TOKEN = 'a token of the booth';

/** A door to a hub with one booth, T1. */
async function open() {
  const rooms = await RoomsHub.open([]);
  await rooms.record(
    { type: 'site.created', subject: 'site/S1', payload: { site: 'S1', name: '主场', city: '某市' } },
    {
      type: 'hall.created',
      subject: 'hall/H',
      payload: { hall: 'H', site: 'S1', name: '一号厅', rows: 1, columns: 2, closed: [] },
    },
  );
  const booth = { id: 'T1', hall: 'H', seat: 'H-0101', token: sha256Hex(TOKEN) };
  await rooms.hub.spine.do(plan(registerBooth, booth), hubActor);
  const { now, store, spine } = rooms.hub;
  const world = { timers: systemTimers, random: randomBytes, settings: { beatMilliseconds: 2000 } };
  const presence = new PresenceBoard(2000, now);
  const behind = new BehindWatch(store, now);
  const hub = { ...rooms.hub, ...world, presence, behind } as unknown as Hub;
  const door = await BoothDoor.open(hub, {} as never);
  const commits: string[][] = [];
  spine.onCommitted((events) => commits.push(events.map(({ type }) => type)));
  const ends: End[] = [];
  const greet = () => {
    const end = new End();
    ends.push(end);
    door.greet(end as unknown as WebSocket);
    const at = new Date().toISOString();
    const hello = {
      type: 'hello',
      protocol: PROTOCOL,
      booth: 'T1',
      token: TOKEN,
      fingerprint: [],
      acked: 0,
      at,
    };
    end.emit('message', Buffer.from(JSON.stringify(hello)), false);
    return end;
  };
  const close = async () => {
    for (const end of ends) end.readyState = 3;
    door.close();
    await rooms.close();
  };
  return { rooms, door, presence, commits, greet, close };
}

const types = (end: End) => end.said.map((frame) => (frame as { type: string }).type);

it('a fault of its own at the hello is not told as the fault of the booth: the line is closed without a word', async () => {
  const { rooms, greet, close } = await open();
  rooms.hub.spine.do = () => Promise.reject(new Error('a bug'));
  const end = greet();
  expect(await end.closed).toBe(1011);
  expect(end.said).toEqual([]);
  await close();
});

it('a booth that comes is one commit and one view, and nothing is written of one that only comes back', async () => {
  const { rooms, commits, greet, close } = await open();
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
    const { rooms, commits, greet, close } = await open();
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

it('a booth that has said goodbye stays closed', async () => {
  const { rooms, commits, greet, close } = await open();
  const end = greet();
  await expect.poll(() => types(end)).toContain('welcome');
  end.emit('message', Buffer.from(JSON.stringify({ type: 'goodbye', at: new Date().toISOString() })), false);
  await rooms.hub.spine.idle();
  expect(commits.slice(1)).toEqual([['booth.closed']]);
  await close();
});
