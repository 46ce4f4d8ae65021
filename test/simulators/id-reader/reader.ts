/** An ID card reader's local service, as docs/desk.md has it, and the hand that lays cards on it. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';

export class IdReader {
  readonly #server: WebSocketServer;
  readonly #pages = new Set<WebSocket>();

  private constructor(server: WebSocketServer) {
    this.#server = server;
    server.on('connection', (page) => {
      this.#pages.add(page);
      page.on('close', () => this.#pages.delete(page));
    });
  }

  static async start(): Promise<IdReader> {
    const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
    await once(server, 'listening');
    return new IdReader(server);
  }

  get address(): string {
    return `ws://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Pages that listen. */
  get pages(): number {
    return this.#pages.size;
  }

  lay({ name, idNumber }: { name: string; idNumber: string }): void {
    const card = JSON.stringify({ format: 'kawei/id-card@1', name, idNumber });
    for (const page of this.#pages) page.send(card);
  }

  async close(): Promise<void> {
    for (const page of this.#pages) page.terminate();
    this.#server.close();
    await once(this.#server, 'close');
  }
}
