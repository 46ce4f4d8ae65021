/**
 * Where booths come in by TLS: a few handshakes at a time, the others wait their turn outside. After a failure of the
 * network all booths of a site come at once. Were all handshakes under way together, none would be done before nearly
 * all are, and what each holds meanwhile would lie in memory between the lines that stay (docs/bench.md, connections).
 */
import type { Server } from 'node:https';
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { Timers } from '#shared/time/timers.ts';

/** Handshakes under way. */
const AT_ONCE = 32;
/** Whoever takes longer over theirs, or says nothing, is waited for no more: others come in beside them. */
const PATIENCE_MILLISECONDS = 100;

/** A line before its handshake and after: one address and port of the terminal's. */
type Comer = Pick<Socket, 'remoteAddress' | 'remotePort'>;
const nameOf = ({ remoteAddress, remotePort }: Comer) => `${remoteAddress} ${remotePort}`;

export class Turnstile {
  readonly #timers: Timers;
  readonly #handshake: (socket: Socket) => void;
  readonly #outside = new Set<Socket>();
  /** Stops waiting for those at their handshake, by name. */
  readonly #underWay = new Map<string, () => void>();

  /** `server` was made with `pauseOnConnect`, so that nothing is read from whoever waits, and does not listen yet. */
  constructor(server: Server, timers: Timers) {
    this.#timers = timers;
    // What node:tls has put there begins the handshake.
    const handshakes = server.listeners('connection');
    this.#handshake = (socket) => {
      for (const begin of handshakes) begin.call(server, socket);
    };
    server.removeAllListeners('connection');
    server.on('connection', (socket: Socket) => this.#came(socket));
    server.on('secureConnection', (line: TLSSocket) => this.#through(nameOf(line)));
  }

  /** Ends those who wait. */
  close(): void {
    for (const socket of this.#outside) socket.destroy();
    this.#outside.clear();
  }

  #came(socket: Socket): void {
    socket.on('error', () => socket.destroy());
    this.#outside.add(socket);
    this.#letIn();
  }

  #letIn(): void {
    for (const socket of this.#outside) {
      if (this.#underWay.size >= AT_ONCE) return;
      this.#outside.delete(socket);
      if (!socket.remoteAddress) {
        // It has gone away, and nobody reads from it who would notice.
        socket.destroy();
        continue;
      }
      const name = nameOf(socket);
      const stopWaiting = this.#timers.after(PATIENCE_MILLISECONDS, () => this.#through(name));
      this.#underWay.set(name, stopWaiting);
      this.#handshake(socket);
    }
  }

  #through(name: string): void {
    this.#underWay.get(name)?.();
    if (this.#underWay.delete(name)) this.#letIn();
  }
}
