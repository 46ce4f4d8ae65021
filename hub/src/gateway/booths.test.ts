import { randomBytes } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { expect, it } from 'vitest';
import type { WebSocket } from 'ws';
import { registerBooth } from '#hub/venues/decide.ts';
import { sha256Hex } from '#shared/canonical/index.ts';
import { systemTimers } from '#shared/time/timers.ts';
import { RoomsHub } from '#test/rehearsal/rooms.ts';
import { hubActor, plan } from '../ledger/command.ts';
import { BoothDoor } from './booths.ts';
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
}

it('a fault of its own at the hello is not told as the fault of the booth: the line is closed without a word', async () => {
  const rooms = await RoomsHub.open([]);
  const token = 'a token of the booth';
  await rooms.record(
    { type: 'site.created', subject: 'site/S1', payload: { site: 'S1', name: '主场', city: '某市' } },
    {
      type: 'hall.created',
      subject: 'hall/H',
      payload: { hall: 'H', site: 'S1', name: '一号厅', rows: 1, columns: 2, closed: [] },
    },
  );
  const booth = { id: 'T1', hall: 'H', seat: 'H-0101', token: sha256Hex(token) };
  await rooms.hub.spine.do(plan(registerBooth, booth), hubActor);
  const presence = new PresenceBoard(2000, rooms.hub.now);
  const hub = { ...rooms.hub, timers: systemTimers, random: randomBytes, presence };
  const door = await BoothDoor.open(hub, {} as never);
  rooms.hub.spine.do = () => Promise.reject(new Error('a bug'));
  const end = new End();
  door.greet(end as unknown as WebSocket);
  const at = new Date().toISOString();
  const hello = { type: 'hello', protocol: 2, booth: 'T1', token, fingerprint: [], acked: 0, at };
  end.emit('message', Buffer.from(JSON.stringify(hello)), false);
  expect(await end.closed).toBe(1011);
  expect(end.said).toEqual([]);
  door.close();
  await rooms.close();
});
