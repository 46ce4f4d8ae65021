/** A hand that works a booth's page without a browser: it reads the screens and sends intents over the bridge. */
import { WebSocket } from 'ws';
import type { RefusalMessage } from '#shared/catalogue/refusal.ts';
import type { BoothScreen, BridgeMessage, Intent } from '#shared/protocol/bridge.ts';

/** Generous: nothing is judged by the clock, and the machine may be slow and busy. */
const PATIENCE_MILLISECONDS = 60_000;

export class SimulatedPage {
  readonly #socket: WebSocket;
  readonly #answers = new Map<number, PromiseWithResolvers<RefusalMessage | null>>();
  readonly #watchers = new Set<() => void>();
  #screen: BoothScreen | null = null;
  #lastId = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data) => this.#receive(JSON.parse(data.toString()) as BridgeMessage));
    socket.on('close', () => {
      for (const { reject } of this.#answers.values())
        reject(new Error('the bridge closed before it answered'));
    });
  }

  /** Opens the page of the booth at `address` (`http://127.0.0.1:PORT`) and waits for its first screen. */
  static async open(address: string): Promise<SimulatedPage> {
    const socket = new WebSocket(`${address.replace('http', 'ws')}/bridge`, { origin: address });
    const page = new SimulatedPage(socket);
    await new Promise<void>((resolve, reject) => {
      socket.once('open', () => resolve());
      socket.once('error', reject);
    });
    await page.until(() => true);
    return page;
  }

  get screen(): BoothScreen {
    if (!this.#screen) throw new Error('no screen has come yet');
    return this.#screen;
  }

  /** Sends an intent; gives the refusal, or null when it was taken. */
  act(intent: Intent): Promise<RefusalMessage | null> {
    this.#lastId += 1;
    const answer = Promise.withResolvers<RefusalMessage | null>();
    this.#answers.set(this.#lastId, answer);
    this.#socket.send(JSON.stringify({ id: this.#lastId, intent }));
    return answer.promise;
  }

  /** Waits for a screen of which `holds` is true, and gives it. */
  until(holds: (screen: BoothScreen) => boolean, patience = PATIENCE_MILLISECONDS): Promise<BoothScreen> {
    return new Promise((resolve, reject) => {
      const look = () => {
        if (!this.#screen || !holds(this.#screen)) return;
        done();
        resolve(this.#screen);
      };
      const timer = setTimeout(() => {
        done();
        reject(new Error(`the awaited screen did not come; it shows ${this.#screen?.screen}`));
      }, patience);
      const done = () => {
        clearTimeout(timer);
        this.#watchers.delete(look);
      };
      this.#watchers.add(look);
      look();
    });
  }

  close(): void {
    this.#socket.terminate();
  }

  #receive(message: BridgeMessage): void {
    if (message.type === 'answer') {
      this.#answers.get(message.id)?.resolve(message.refusal as RefusalMessage | null);
      this.#answers.delete(message.id);
      return;
    }
    this.#screen = message.screen;
    for (const look of [...this.#watchers]) look();
  }
}
