/** A bare WebSocket server that answers the first frame of each line and keeps the line: what a hub is compared with. */
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { answerQuestions } from '../processes.ts';

const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
server.on('connection', (socket) => {
  socket.on('error', () => socket.terminate());
  socket.on('message', (data) => socket.send(data.toString()));
});

answerQuestions(async () => {
  if (!server.address()) await new Promise((resolve) => server.once('listening', resolve));
  return `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
