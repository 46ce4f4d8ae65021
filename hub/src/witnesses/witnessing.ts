/**
 * Keeps the witnesses up with the ledger: each is shown the latest checkpoint after commits, one request at a time and
 * not more than about one a second, beside the path of commands. What changes in how it answers becomes an event.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { EventPayload } from '#shared/catalogue/events/index.ts';
import { parseVerifierKey } from '#shared/ledger/note.ts';
import type { Hub } from '../gateway/hub.ts';
import { hubActor, plan } from '../ledger/command.ts';
import { type Answer, askWitness, headShownBy } from './asking.ts';
import { changeWitness } from './decide.ts';
import type { Witness } from './list.ts';
import { keepCosignature } from './reads.ts';

/** Between two requests to one witness, and before another to one that did not answer; in milliseconds. */
const PAUSE = 1000;
const PAUSE_SILENT = 5000;
/** How long a witness may be out of reach before it is called silent. */
const SILENT_AFTER = 30_000;

export interface WitnessingParts extends Pick<Hub, 'spine' | 'store' | 'witnesses' | 'behind' | 'logKey'> {
  readonly report: (error: unknown) => void;
  /** Milliseconds; by default half a minute. */
  readonly silentAfter?: number;
}

/** Starts asking; `stop` ends it, with nothing under way when it settles. */
export function startWitnessing(parts: WitnessingParts): { stop(): Promise<void> } {
  const lines = parts.witnesses.map((witness) => new WitnessLine(parts, witness));
  const wake = () => {
    for (const line of lines) line.wake();
  };
  const stopListening = parts.spine.onCommitted(wake);
  wake();
  return {
    stop: async () => {
      stopListening();
      await Promise.all(lines.map((line) => line.stop()));
    },
  };
}

class WitnessLine {
  readonly #parts: WitnessingParts;
  readonly #witness: Witness;
  readonly #ended = new AbortController();
  #wanted = false;
  #running: Promise<void> | null = null;
  #silentSince: number | null = null;
  /** Whether this process has heard it: only then what was stored says where it is. */
  #heard = false;

  constructor(parts: WitnessingParts, witness: Witness) {
    this.#parts = parts;
    this.#witness = witness;
  }

  wake(): void {
    this.#wanted = true;
    this.#running ??= this.#run();
  }

  async stop(): Promise<void> {
    this.#ended.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#ended;
    while (this.#wanted && !signal.aborted) {
      this.#wanted = false;
      const failed = await this.#ask().catch((error: unknown) => {
        if (!signal.aborted) this.#parts.report(error);
        return true;
      });
      if (failed) this.#wanted = true;
      await pause(failed ? PAUSE_SILENT : PAUSE, undefined, { signal }).catch(() => {}); // or stopped
    }
    this.#running = null;
  }

  /** Whether it must be tried again though nothing new is committed. */
  async #ask(): Promise<boolean> {
    const { signal } = this.#ended;
    const send: typeof fetch = (url, init) =>
      fetch(url, { ...init, signal: AbortSignal.any([signal, ...(init?.signal ? [init.signal] : [])]) });
    const answer = await askWitness(this.#parts.store, this.#witness, { anew: !this.#heard, send });
    if (signal.aborted) return false;
    if (answer.kind === 'silent') return this.#silent(answer);
    this.#heard = true;
    this.#silentSince = null;
    if (answer.kind === 'current') return false;
    if (answer.kind === 'cosigned') {
      const { size, line, at } = answer;
      await keepCosignature(this.#parts.store, { size, line, at, witness: this.#witness.name });
    }
    await this.#change(answer.kind === 'cosigned' ? 'cosigning' : answer.kind, answer.size);
    if (answer.kind !== 'cosigned') await this.#notice(send);
    return false;
  }

  /** What it shows under the ledger's own key is proof that entries were lost; its mere word is not. */
  async #notice(send: typeof fetch): Promise<void> {
    const { behind, logKey } = this.#parts;
    const head = await headShownBy(this.#witness, parseVerifierKey(logKey.verifierKey), send);
    if (head) await behind.noticeHead({ ...head, source: `witness/${this.#witness.name}` });
  }

  async #silent({ size }: Extract<Answer, { kind: 'silent' }>): Promise<boolean> {
    this.#silentSince ??= Date.now();
    const { silentAfter = SILENT_AFTER } = this.#parts;
    if (Date.now() - this.#silentSince >= silentAfter) await this.#change('silent', size);
    return true;
  }

  async #change(state: EventPayload<'witness.changed'>['state'], size: number): Promise<void> {
    const payload = { witness: this.#witness.name, state, size };
    if (this.#parts.behind.missing) return; // nothing is written until somebody has decided
    await this.#parts.spine.do(plan(changeWitness, payload), hubActor);
  }
}
