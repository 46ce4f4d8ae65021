/** The demo's staff: people at the hub's pages, by the same requests that the pages make. */
import { Readable } from 'node:stream';
import type { RefusalMessage } from '#shared/catalogue/refusal.ts';
import type { Role } from '#shared/protocol/requests.ts';

/** A sign-in the demo prints. */
export interface Account {
  readonly user: string;
  readonly name: string;
  readonly role: Role;
  readonly password: string;
  readonly site?: string;
}

/** Told by the hub; kept as the hub said it. */
export class Refused extends Error {
  readonly refusal: RefusalMessage;
  constructor(refusal: RefusalMessage) {
    super(
      `${refusal.code}: ${refusal.message.zh} ${refusal.faults.map((f) => `${f.place} ${f.message.zh}`).join('；')}`,
    );
    this.refusal = refusal;
  }
}

/** A file goes as it is, anything else as JSON. */
const typeOf = (body: unknown) =>
  body instanceof Uint8Array ? 'application/octet-stream' : 'application/json';

export class Staff {
  readonly #address: string;
  #cookie = '';

  private constructor(address: string) {
    this.#address = address;
  }

  /** A connection for each request: the hub is stopped and started between them, and a kept one would break. */
  get #headers(): Record<string, string> {
    return { cookie: this.#cookie, connection: 'close' };
  }

  static async signIn(address: string, account: Account): Promise<Staff> {
    const staff = new Staff(address);
    const { user, password } = account;
    await staff.send('POST', '/api/session', { user, password });
    return staff;
  }

  get<T>(path: string): Promise<T> {
    return this.send('GET', path);
  }

  /** What an address answers, whatever it is. */
  async look(path: string): Promise<{ status: number; text: string }> {
    const response = await fetch(`${this.#address}${path}`, { headers: this.#headers });
    return { status: response.status, text: await response.text() };
  }

  /** An answer whose body may go on. */
  stream(path: string, signal?: AbortSignal): Promise<Response> {
    return fetch(`${this.#address}${path}`, {
      headers: this.#headers,
      ...(signal ? { signal } : {}),
    });
  }

  /** Somebody with the same cookie, whatever becomes of this one's. */
  copy(): Staff {
    const copy = new Staff(this.#address);
    copy.#cookie = this.#cookie;
    return copy;
  }

  async download(path: string): Promise<Uint8Array> {
    const response = await fetch(`${this.#address}${path}`, { headers: this.#headers });
    if (!response.ok) throw new Refused((await response.json()) as RefusalMessage);
    return new Uint8Array(await response.arrayBuffer());
  }

  /** Files a PDF, as the agency's page does; one that comes piece by piece says no length before. */
  async file<T>(path: string, bytes: Uint8Array | string | Readable, signal?: AbortSignal): Promise<T> {
    const streamed = bytes instanceof Readable;
    const response = await fetch(`${this.#address}${path}`, {
      method: 'POST',
      headers: { ...this.#headers, 'content-type': 'application/pdf' },
      body: (streamed ? Readable.toWeb(bytes) : bytes) as BodyInit,
      ...(streamed ? { duplex: 'half' } : {}),
      ...(signal ? { signal } : {}),
    });
    const answer: unknown = await response.json();
    if (!response.ok) throw new Refused(answer as RefusalMessage);
    return answer as T;
  }

  async send<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(`${this.#address}${path}`, {
      method,
      headers: {
        ...this.#headers,
        ...(body === undefined ? {} : { 'content-type': typeOf(body) }),
      },
      ...(body === undefined
        ? {}
        : { body: body instanceof Uint8Array ? Buffer.from(body) : JSON.stringify(body) }),
    });
    const cookie = response.headers.get('set-cookie')?.split(';')[0];
    if (cookie) this.#cookie = cookie;
    const text = await response.text();
    const answer: unknown = text === '' ? undefined : JSON.parse(text);
    if (!response.ok) throw new Refused(answer as RefusalMessage);
    return answer as T;
  }
}

/** Waits until `find` gives something; throws with what was awaited after `seconds`. */
export async function until<T>(
  what: string,
  find: () => Promise<T | null | undefined>,
  seconds = 60,
): Promise<T> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const found = await find();
    if (found !== null && found !== undefined) return found;
    if (Date.now() > end) throw new Error(`still waiting for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
}
