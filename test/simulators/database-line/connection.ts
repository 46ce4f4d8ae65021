/** One connection of a hub to PostgreSQL, message by message (PostgreSQL's manual, "Frontend/Backend Protocol"). */
import type { Socket } from 'node:net';
import { errorMessage, Messages, statementIn, typeOf } from './messages.ts';

/** What is to be held: a statement on its way to the server, or all of the answer to it. */
export interface Hold {
  readonly part: 'statement' | 'answer';
  readonly fits: (sql: string) => boolean;
}

/** Something that has come as far as the line, and no further. */
export interface Held {
  /** Hands it on, as if nothing had been. */
  pass(): void;
  /** The connection breaks, and both ends see it. */
  cut(): void;
  /** The hub's end breaks, and the server does not know: it still waits for the hub, and {@link pass} reaches it late. */
  lose(): void;
  /** The server breaks off with this SQLSTATE, whatever it has done. */
  panic(code: string): void;
}

type Asked = (sql: string) => (Hold & { readonly resolve: (held: Held) => void }) | null;

export class Connection {
  readonly #hub: Socket;
  readonly #server: Socket;
  readonly #asked: Asked;
  /** The first message of a hub has no type. */
  readonly #fromHub = new Messages({ greeting: true });
  readonly #fromServer = new Messages({ greeting: false });
  /** Messages of a side wait here while one is held. */
  #holding: Buffer[] | null = null;
  /** What is being gathered of an answer that is to be held. */
  #answer: { readonly messages: Buffer[]; readonly resolve: (held: Held) => void } | null = null;
  #lost = false;
  /** Whether something is held here that nobody has handed on yet. */
  holds = false;

  constructor(hub: Socket, server: Socket, asked: Asked) {
    [this.#hub, this.#server, this.#asked] = [hub, server, asked];
    for (const one of [hub, server]) {
      one.setNoDelay(true);
      one.on('error', () => one.destroy());
    }
    hub.on('data', (bytes) => this.#takeFromHub(this.#fromHub.add(bytes)));
    server.on('data', (bytes) => this.#takeFromServer(this.#fromServer.add(bytes)));
    hub.on('close', () => this.#lost || server.destroy());
    // What the server said last is still handed on.
    server.on('close', () => hub.end());
  }

  cut(): void {
    this.#hub.destroy();
    this.#server.destroy();
  }

  #takeFromHub(messages: readonly Buffer[]): void {
    for (const message of messages) {
      if (this.#holding) {
        this.#holding.push(message);
        continue;
      }
      const sql = statementIn(message);
      const wanted = sql === null ? null : this.#asked(sql);
      if (wanted?.part === 'statement') {
        const held = [message];
        this.#holding = held;
        wanted.resolve(this.#held(held, this.#server));
        continue;
      }
      if (wanted) this.#answer = { messages: [], resolve: wanted.resolve };
      this.#server.write(message);
    }
  }

  #takeFromServer(messages: readonly Buffer[]): void {
    for (const message of messages) {
      const answer = this.#answer;
      if (!answer) {
        if (!this.#lost) this.#hub.write(message);
        continue;
      }
      answer.messages.push(message);
      // "Ready for query": all of the answer is there, and what it tells is done.
      if (typeOf(message) !== 'Z') continue;
      this.#answer = null;
      answer.resolve(this.#held(answer.messages, this.#hub));
    }
  }

  #held(messages: Buffer[], to: Socket): Held {
    this.holds = true;
    return {
      pass: () => {
        this.holds = false;
        this.#holding = null;
        for (const message of messages) to.write(message);
      },
      cut: () => this.cut(),
      lose: () => {
        this.#lost = true;
        this.#hub.destroy();
      },
      panic: (code) => {
        this.#hub.end(errorMessage(code));
        this.#server.destroy();
      },
    };
  }
}
