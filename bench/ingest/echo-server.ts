/** A bare WebSocket server that answers each frame with as much as the hub's answer is long. */
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { answerQuestions } from '../processes.ts';

const ANSWER = JSON.stringify({
  type: 'acks',
  at: new Date().toISOString(),
  acks: [{ n: 1000, refusal: null }],
});

const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });
server.on('connection', (socket) => socket.on('message', () => socket.send(ANSWER)));

answerQuestions(async () => {
  if (!server.address()) await new Promise((resolve) => server.once('listening', resolve));
  return `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
