/** The least a server could do with as many lines: it takes one message and sends one of a welcome's length. */
import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { answerParent } from '../children.ts';
import { cost } from '../cost.ts';
import { shownIn } from './certificates.ts';

/** Where its certificates are; '' for a server without TLS. */
const tls = process.argv[2] ?? '';
const https = tls === '' ? null : secured(tls).listen(0, '127.0.0.1');
const server = new WebSocketServer(https ? { server: https } : { host: '127.0.0.1', port: 0 });
const listening = once(https ?? server, 'listening');
const welcome = JSON.stringify({
  type: 'welcome',
  at: new Date().toISOString(),
  challenge: '0'.repeat(64),
  last: 0,
  beatMilliseconds: 60_000,
  slipKey: '0'.repeat(64),
});
server.on('connection', (socket) => socket.once('message', () => socket.send(welcome)));

answerParent({
  address: async () => {
    await listening;
    const { port } = (https ?? server).address() as AddressInfo;
    return `${https ? 'wss' : 'ws'}://127.0.0.1:${port}`;
  },
  cost,
});

function secured(data: string) {
  const { authority, server: own } = shownIn(data);
  return createServer({ ...own, ca: authority, requestCert: true, minVersion: 'TLSv1.3' });
}
