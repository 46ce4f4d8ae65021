/** The bridge between the expert's page and the core, over a loopback WebSocket at `/bridge`. */
import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import { Refusal, type RefusalMessage } from '#shared/catalogue/refusal.ts';
import { FRAME_LIMIT } from '#shared/protocol/booth-frames.ts';
import { type BoothScreen, type BridgeMessage, BridgeRequest, type Intent } from '#shared/protocol/bridge.ts';
import { parse } from '#shared/protocol/parse.ts';
import { isOwnHost, isOwnOrigin } from './pages.ts';

const PATH = '/bridge';
/** WebSocket close code for a peer that broke the protocol (RFC 6455, 7.4.1). */
const CLOSED_FOR_CAUSE = 1008;

/** What the bridge carries. */
export interface BridgeCore {
  watch(show: (screen: BoothScreen) => void): () => void;
  act(intent: Intent): Promise<RefusalMessage | null>;
}

export class Bridge {
  readonly #core: BridgeCore;
  readonly #sockets = new WebSocketServer({ noServer: true, maxPayload: FRAME_LIMIT });
  /** In the order they came: the first drives, the others look on until it is their turn. */
  readonly #pages = new Set<WebSocket>();

  constructor(core: BridgeCore) {
    this.#core = core;
    this.#sockets.on('connection', (socket) => this.#serve(socket));
  }

  attach(server: Server): void {
    server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      const { port } = server.address() as AddressInfo;
      if (!isOwnPage(request, port)) {
        socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
        return;
      }
      this.#sockets.handleUpgrade(request, socket, head, (upgraded) => {
        this.#sockets.emit('connection', upgraded, request);
      });
    });
  }

  close(): void {
    for (const socket of this.#sockets.clients) socket.terminate();
    this.#sockets.close();
  }

  #serve(socket: WebSocket): void {
    this.#pages.add(socket);
    const stop = this.#core.watch((screen) => send(socket, { type: 'screen', screen }));
    socket.on('message', (data, isBinary) => {
      const request = readRequest(data, isBinary);
      if (!request) return socket.close(CLOSED_FOR_CAUSE);
      void this.#answer(socket, request);
    });
    socket.on('error', () => socket.terminate()); // a frame beyond the limit, a broken one: this page only
    socket.on('close', () => {
      stop();
      this.#pages.delete(socket);
    });
  }

  async #answer(socket: WebSocket, { id, intent }: BridgeRequest): Promise<void> {
    const [driver] = this.#pages;
    const refusal =
      socket === driver ? await this.#core.act(intent) : new Refusal('PAGE_NOT_DRIVING').toMessage();
    send(socket, { type: 'answer', id, refusal });
  }
}

function isOwnPage({ url, headers }: IncomingMessage, port: number): boolean {
  const path = URL.parse(url ?? '', 'http://booth')?.pathname;
  return path === PATH && isOwnHost(headers.host) && isOwnOrigin(headers.origin, port);
}

function readRequest(data: RawData, isBinary: boolean): BridgeRequest | null {
  try {
    return isBinary ? null : parse(BridgeRequest, JSON.parse(data.toString()));
  } catch {
    return null;
  }
}

function send(socket: WebSocket, message: BridgeMessage): void {
  if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message));
}
