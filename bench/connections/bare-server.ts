/** The least a server could do with as many lines: it takes one message and sends one of a welcome's length. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { answerParent } from '../children.ts';
import { cost } from '../cost.ts';

const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
const listening = once(server, 'listening');
const welcome = JSON.stringify({
  type: 'welcome',
  at: new Date().toISOString(),
  challenge: '0'.repeat(64),
  last: 0,
  beatMilliseconds: 60_000,
});
server.on('connection', (socket) => socket.once('message', () => socket.send(welcome)));

answerParent({
  address: async () => {
    await listening;
    return `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
  },
  cost,
});
