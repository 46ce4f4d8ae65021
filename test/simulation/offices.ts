/** Requests of staff: each goes to the hub by itself, may be lost on either way, and may arrive twice. */
import type { RefusalMessage } from '#shared/catalogue/refusal.ts';
import type { SessionView } from '#shared/protocol/views.ts';
import { Bell, pause } from './bell.ts';
import type { Chance } from './chance.ts';
import { SECOND } from './clock.ts';
import type { Morning } from './morning.ts';

/** How long a page waits for an answer. */
const PATIENCE = 15 * SECOND;

export interface Answer {
  readonly status: number;
  readonly body: string;
}

/** An office: one person at the hub's pages. */
export class Office {
  readonly morning: Morning;
  readonly session: SessionView;
  readonly chance: Chance;
  /** Rings when the hub's live line says that something has changed. */
  readonly bell = new Bell();
  readonly #site: string;

  constructor(morning: Morning, session: SessionView) {
    this.morning = morning;
    this.session = session;
    this.chance = morning.chance.fork(`office ${session.user}`);
    this.#site = session.site ?? 'centre';
  }

  /** What a page shows; null when nothing was answered, or it was refused. */
  async get<T>(url: string): Promise<T | null> {
    const answer = await this.#ask('GET', url);
    return answer && answer.status < 300 ? (JSON.parse(answer.body || 'null') as T) : null;
  }

  /** Does something; the code it is refused with, `done`, or `lost` when nobody knows. */
  async post<T>(url: string, body: unknown): Promise<{ code: string; answer: T | null }> {
    const answer = await this.#ask('POST', url, body);
    if (!answer) return { code: 'lost', answer: null };
    const told = answer.body === '' ? null : (JSON.parse(answer.body) as unknown);
    if (answer.status < 300) return { code: 'done', answer: told as T };
    return { code: (told as RefusalMessage).code, answer: null };
  }

  pause(low: number, high: number): Promise<void> {
    return pause(this.morning.clock, this.chance.whole(low, high) * SECOND);
  }

  #ask(method: 'GET' | 'POST', url: string, body?: unknown): Promise<Answer | null> {
    const { clock, network } = this.morning;
    return new Promise((resolve) => {
      const giveUp = clock.after(PATIENCE, () => resolve(null));
      const answered = (answer: Answer) => {
        giveUp();
        resolve(answer);
      };
      const times = this.chance.happens(network.roughness) ? 2 : 1;
      for (let n = 0; n < times; n++) {
        if (this.chance.happens(network.roughness / 2)) continue;
        clock.after(network.delay(this.#site), () => {
          if (network.isOpen(this.#site, 'booth')) void this.#serve(method, url, body, answered);
        });
      }
    });
  }

  async #serve(
    method: 'GET' | 'POST',
    url: string,
    body: unknown,
    answered: (answer: Answer) => void,
  ): Promise<void> {
    const { clock, network, hub, observer, truth } = this.morning;
    const answer = await hub.answer(this.session, method, url, body);
    if (!answer) return;
    observer.answered(this.session, { method, url, body }, answer, truth.entries.length);
    if (this.chance.happens(network.roughness / 2)) return;
    clock.after(network.delay(this.#site), () => {
      if (network.isOpen(this.#site, 'hub')) answered(answer);
    });
  }
}
