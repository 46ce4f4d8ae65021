import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import type { RefusalMessage } from '#shared/catalogue/refusal.ts';
import { type BoothScreen, BridgeMessage, BridgeRequest, type Intent } from '#shared/protocol/bridge.ts';
import { byteRange, rangeAnswer } from '#shared/protocol/byte-range.ts';
import { parse } from '#shared/protocol/parse.ts';
import { staticFiles } from './static-files.ts';

/** What the core does with an intent: refuses it, or takes it (null) and may show another screen. */
type Answer = (intent: Intent, core: ScriptedCore) => RefusalMessage | null;

/**
 * Stands in for an agent's core: the real pages and the real `/bridge`, with screens as the test says. Every frame
 * either way is checked against the contract.
 */
export interface ScriptedCore {
  readonly address: string;
  /** Intents taken so far, oldest first. */
  readonly intents: Intent[];
  /** Documents of bids that the page may read, by digest; and the ranges it has asked for. */
  readonly documents: Map<string, Buffer>;
  readonly read: string[];
  screen: BoothScreen;
  /** Shows a screen on every page. */
  show(screen: BoothScreen): void;
  /** From now on intents are answered so; by default all are taken. */
  answerWith(answer: Answer): void;
  /** While held, intents are taken down but not answered. */
  hold(): void;
  /** Drops every page's line; with `false` new lines are refused until called with `true`. */
  line(up: boolean): void;
  close(): Promise<void>;
}

export async function startScriptedCore(folder: string, first: BoothScreen): Promise<ScriptedCore> {
  const pages = staticFiles(folder);
  const server = createServer((request, response) => {
    const [, digest = ''] = /^\/documents\/(\w+)$/.exec(request.url ?? '') ?? [];
    const bytes = core.documents.get(digest);
    if (!bytes) return void pages(request, response);
    const asked = byteRange(request.headers.range, bytes.length);
    const { status, headers } = rangeAnswer(asked, bytes.length);
    core.read.push(request.headers.range ?? '');
    const part = asked && asked !== 'none' ? bytes.subarray(asked.start, asked.end + 1) : bytes;
    response.writeHead(status, headers).end(part);
  });
  const sockets = new WebSocketServer({ noServer: true });
  let answer: Answer = () => null;
  let up = true;
  let held = false;

  const send = (socket: WebSocket, message: BridgeMessage): void =>
    socket.send(JSON.stringify(parse(BridgeMessage, message)));

  server.on('upgrade', (request, socket, head) => {
    if (!up || request.url !== '/bridge') return socket.destroy();
    sockets.handleUpgrade(request, socket, head, (line) => {
      send(line, { type: 'screen', screen: core.screen });
      line.on('message', (data) => {
        const { id, intent } = parse(BridgeRequest, JSON.parse(String(data)));
        core.intents.push(intent);
        if (held) return;
        const refusal = answer(intent, core);
        send(line, {
          type: 'answer',
          id,
          refusal: refusal && { ...refusal, faults: refusal.faults.map((fault) => ({ ...fault })) },
        });
      });
    });
  });

  const core: ScriptedCore = {
    address: '',
    intents: [],
    documents: new Map(),
    read: [],
    screen: first,
    show(screen) {
      core.screen = screen;
      for (const socket of sockets.clients) send(socket, { type: 'screen', screen });
    },
    answerWith(next) {
      answer = next;
      held = false;
    },
    hold() {
      held = true;
    },
    line(state) {
      up = state;
      if (!state) for (const socket of sockets.clients) socket.terminate();
    },
    async close() {
      for (const socket of sockets.clients) socket.terminate();
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return Object.assign(core, { address: `http://127.0.0.1:${port}/` });
}
