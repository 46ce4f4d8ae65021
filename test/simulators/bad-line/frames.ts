/**
 * A proxy between booths and hub that speaks WebSocket on both sides, and cuts, freezes, delays, repeats and reorders
 * whole frames: worse than any network, which keeps the order within a line.
 */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type RawData, WebSocket, WebSocketServer } from 'ws';
import type { Weather } from './odds.ts';

export class BadFrames {
  readonly #server: Server = createServer();
  readonly #sockets = new Set<WebSocket>();
  readonly #weather: Weather;

  private constructor(hub: string, weather: Weather) {
    this.#weather = weather;
    const booths = new WebSocketServer({ noServer: true });
    this.#server.on('upgrade', (request, socket, head) =>
      booths.handleUpgrade(request, socket, head, (booth) =>
        this.#join(booth, new WebSocket(`${hub}${request.url}`)),
      ),
    );
  }

  /** Opens it before the hub at `hub`, `ws://host:port`. */
  static async open(hub: string, weather: Weather): Promise<BadFrames> {
    const proxy = new BadFrames(hub, weather);
    await new Promise<void>((resolve) => proxy.#server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  /** What booths take for the hub. */
  get address(): string {
    return `ws://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): void {
    for (const socket of this.#sockets) socket.terminate();
    this.#server.close();
  }

  #join(booth: WebSocket, hub: WebSocket): void {
    const cut = () => {
      booth.terminate();
      hub.terminate();
    };
    for (const one of [booth, hub]) {
      this.#sockets.add(one);
      one.on('error', cut);
      one.on('close', () => {
        this.#sockets.delete(one);
        // What is on its way may still arrive; the other end learns it a little later.
        setTimeout(cut, this.#weather.delay());
      });
    }
    const open = new Promise<void>((resolve) => hub.once('open', resolve));
    this.#carry(booth, hub, open, cut);
    this.#carry(hub, booth, open, cut);
  }

  #carry(from: WebSocket, to: WebSocket, open: Promise<void>, cut: () => void): void {
    const weather = this.#weather;
    let frozen = false;
    from.on('message', (frame, isBinary) => {
      frozen ||= weather.befalls('frozen');
      if (frozen && !weather.calm) return;
      if (weather.befalls('cut')) return cut();
      for (let times = weather.befalls('twice') ? 2 : 1; times > 0; times--)
        setTimeout(() => void open.then(() => deliver(to, frame, isBinary)), weather.delay());
    });
  }
}

function deliver(to: WebSocket, frame: RawData, binary: boolean): void {
  if (to.readyState === WebSocket.OPEN) to.send(frame, { binary });
}
