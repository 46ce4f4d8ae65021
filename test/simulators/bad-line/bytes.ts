/** A proxy between booths and hub that knows only bytes: it cuts, freezes and delays streams, and hands them on in pieces. */
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import type { Weather } from './odds.ts';

export class BadBytes {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #weather: Weather;

  private constructor(port: number, weather: Weather) {
    this.#weather = weather;
    this.#server = createServer((booth) => this.#join(booth, connect(port, '127.0.0.1')));
  }

  /** Opens it before the hub at `hub`, `wss://host:port`. */
  static async open(hub: string, weather: Weather): Promise<BadBytes> {
    const proxy = new BadBytes(Number(new URL(hub).port), weather);
    await new Promise<void>((resolve) => proxy.#server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  /** What booths take for the hub. */
  get address(): string {
    return `wss://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
  }

  #join(booth: Socket, hub: Socket): void {
    const cut = () => {
      booth.destroy();
      hub.destroy();
    };
    for (const one of [booth, hub]) {
      this.#sockets.add(one);
      one.setNoDelay(true);
      one.on('error', cut);
      one.on('close', () => {
        this.#sockets.delete(one);
        cut();
      });
    }
    this.#carry(booth, hub, cut);
    this.#carry(hub, booth, cut);
  }

  /** A stream keeps its order whatever befalls it: each piece waits for the one before. */
  #carry(from: Socket, to: Socket, cut: () => void): void {
    const weather = this.#weather;
    let frozen = false;
    let before = Promise.resolve();
    from.on('data', (bytes) => {
      frozen ||= weather.befalls('frozen');
      if (frozen) return;
      if (weather.befalls('cut')) return cut();
      const middle = Math.floor(bytes.length * weather.fraction());
      for (const piece of [bytes.subarray(0, middle), bytes.subarray(middle)])
        before = before.then(async () => {
          await new Promise((resolve) => setTimeout(resolve, weather.delay()));
          if (!to.destroyed) to.write(piece);
        });
    });
  }
}
