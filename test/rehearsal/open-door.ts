/** A door to a hub with two booths, T1 and T2, and the hub's ends of their lines. */
import { randomBytes } from 'node:crypto';
import { EventEmitter } from 'node:events';
import type { WebSocket } from 'ws';
import { BoothDoor } from '#hub/gateway/booths.ts';
import type { Hub } from '#hub/gateway/hub.ts';
import { PresenceBoard } from '#hub/gateway/presence.ts';
import { hubActor, plan } from '#hub/ledger/command.ts';
import { BehindWatch } from '#hub/recovery/behind.ts';
import { registerBooth } from '#hub/venues/decide.ts';
import { sha256Hex } from '#shared/canonical/index.ts';
import { PROTOCOL } from '#shared/protocol/booth-frames.ts';
import { systemTimers } from '#shared/time/timers.ts';
import { RoomsHub } from './rooms.ts';

/** The hub's end of a line, with what was said on it. */
export class End extends EventEmitter {
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

const tokenOf = (booth: string) => `a token of the booth ${booth}`;

export async function openDoor() {
  const rooms = await RoomsHub.open([]);
  await rooms.record(
    { type: 'site.created', subject: 'site/S1', payload: { site: 'S1', name: '主场', city: '某市' } },
    {
      type: 'hall.created',
      subject: 'hall/H',
      payload: { hall: 'H', site: 'S1', name: '一号厅', rows: 1, columns: 2, closed: [] },
    },
  );
  for (const [id, seat] of [
    ['T1', 'H-0101'],
    ['T2', 'H-0102'],
  ] as const)
    await rooms.hub.spine.do(
      plan(registerBooth, { id, hall: 'H', seat, token: sha256Hex(tokenOf(id)) }),
      hubActor,
    );
  const { now, store, spine } = rooms.hub;
  const world = { timers: systemTimers, random: randomBytes, settings: { beatMilliseconds: 2000 } };
  /** Of lines: it stands still but for what {@link silence} lets go by. */
  let clock = 0;
  const presence = new PresenceBoard(2000, now, () => clock);
  const behind = new BehindWatch(store, now);
  const hub = { ...rooms.hub, ...world, presence, behind } as unknown as Hub;
  const door = await BoothDoor.open(hub, {} as never);
  const commits: string[][] = [];
  spine.onCommitted((events) => commits.push(events.map(({ type }) => type)));
  const ends: End[] = [];
  /** Says hello on a new line. */
  const greet = (booth = 'T1', token = tokenOf(booth)) => {
    const end = new End();
    ends.push(end);
    door.greet(end as unknown as WebSocket);
    const at = new Date().toISOString();
    const hello = {
      type: 'hello',
      protocol: PROTOCOL,
      booth,
      token,
      fingerprint: [],
      acked: 0,
      at,
    };
    end.emit('message', Buffer.from(JSON.stringify(hello)), false);
    return end;
  };
  /** So many milliseconds go by without a word. */
  const silence = (milliseconds: number) => {
    clock += milliseconds;
  };
  const close = async () => {
    for (const end of ends) end.readyState = 3;
    door.close();
    await rooms.close();
  };
  return { rooms, door, presence, behind, commits, greet, silence, close };
}

export const types = (end: End) => end.said.map((frame) => (frame as { type: string }).type);
