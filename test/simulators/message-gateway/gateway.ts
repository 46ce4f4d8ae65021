/**
 * A centre's message gateway as docs/messages.md describes it, made from that page alone: takes signed messages, keeps
 * each id once, and passes answers back under its own signature.
 */
import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface Delivered {
  readonly id: string;
  readonly expert: string;
  readonly code: string;
  readonly minutes: number;
  readonly text: { readonly zh: string; readonly en: string };
}

export class MessageGateway {
  readonly key = 'simulated gateway, simulated key'.replaceAll(' ', '-');
  /** By id: who is called twice has one message. */
  readonly messages = new Map<string, Delivered>();
  /** Bodies as they came, with whether their signature held. */
  readonly received: { id: string; body: string; signed: boolean }[] = [];
  /** Answers so many requests with 503 first. */
  failing = 0;
  readonly #server: Server;

  constructor() {
    this.#server = createServer(async (request, response) => {
      const body = await text(request);
      const time = String(request.headers['kawei-time']);
      const signed = request.headers['kawei-signature'] === this.#sign(time, body);
      this.received.push({ id: String(request.headers['kawei-message']), body, signed });
      this.failing -= 1;
      const taken = signed && this.failing < 0;
      if (taken) {
        const message = JSON.parse(body) as Delivered;
        this.messages.set(message.id, message);
      }
      response.writeHead(taken ? 204 : 503).end();
    });
  }

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/messages`;
  }

  /** An expert has replied; gives the status and the hub's code. */
  async reply(
    hub: string,
    expert: string,
    code: string,
    answer: 'accepted' | 'declined',
    { key = this.key, now = Date.now() }: { key?: string; now?: number } = {},
  ): Promise<string> {
    const body = JSON.stringify({ format: 'kawei/answer@1', expert, code, answer });
    const time = String(Math.floor(now / 1000));
    const response = await fetch(`${hub}/api/messages/answers`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'kawei-time': time,
        'kawei-signature': this.#sign(time, body, key),
      },
      body,
    });
    if (response.status === 204) return 'done';
    return ((await response.json()) as { code: string }).code;
  }

  close(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  #sign(time: string, body: string, key = this.key): string {
    return createHmac('sha256', key).update(`${time}.${body}`).digest('hex');
  }
}
