/**
 * The line between a hub and PostgreSQL: a proxy that knows where a statement begins and where its answer ends, and
 * holds one of them until it is told what becomes of it. Without encryption, as on a machine's own loopback.
 */
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { Connection, type Held, type Hold } from './connection.ts';

export class DatabaseLine {
  #broken = false;
  readonly #server: Server;
  readonly #connections = new Set<Connection>();
  #wanted: (Hold & { readonly resolve: (held: Held) => void }) | null = null;

  private constructor(port: number) {
    this.#server = createServer((hub) => {
      if (this.#broken) hub.destroy();
      else this.#join(hub, connect(port, '127.0.0.1'));
    });
  }

  /** Opens it before the server on `port` of this machine. */
  static async open(port: number): Promise<DatabaseLine> {
    const line = new DatabaseLine(port);
    await new Promise<void>((resolve) => line.#server.listen(0, '127.0.0.1', resolve));
    return line;
  }

  /** The address of a database by way of this line. */
  url(database: string): string {
    const url = new URL(database);
    url.host = `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
    return url.href;
  }

  /**
   * Holds the next statement that `fits`, or the server's answer to it, on whichever connection it comes; settles once
   * it is held.
   */
  hold(part: Hold['part'], fits: Hold['fits']): Promise<Held> {
    return new Promise((resolve) => {
      this.#wanted = { part, fits, resolve };
    });
  }

  /** Nobody gets through any more, until {@link mend}: all is cut but what is held, which is to be told its end. */
  break(): void {
    this.#broken = true;
    for (const connection of this.#connections) if (!connection.holds) connection.cut();
  }

  mend(): void {
    this.#broken = false;
  }

  /** Cuts every connection, and takes no other. */
  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    for (const connection of this.#connections) connection.cut();
    await closed;
  }

  #join(hub: Socket, server: Socket): void {
    const connection = new Connection(hub, server, (sql) => {
      const wanted = this.#wanted;
      if (!wanted?.fits(sql)) return null;
      this.#wanted = null;
      return wanted;
    });
    this.#connections.add(connection);
    server.on('close', () => this.#connections.delete(connection));
  }
}
