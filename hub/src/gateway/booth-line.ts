/** One booth's open line: acts are carried out strictly in their order and answered after the commit. */
import type { WebSocket } from 'ws';
import { Refusal } from '#shared/catalogue/refusal.ts';
import type { ActsFrame, BoothFrame, BoothView, HubFrame } from '#shared/protocol/booth-frames.ts';
import { BoothFrame as BoothFrameSchema } from '#shared/protocol/booth-frames.ts';
import { parse } from '#shared/protocol/parse.ts';
import type { ActOutcome, BoothAct } from '../ledger/booth-acts.ts';
import type { Planned, StoredEvent } from '../ledger/command.ts';
import { ackFrames } from './acks.ts';
import type { ActCall, ActHandlers } from './acts.ts';
import { type BoothPlace, boothView } from './booth-view.ts';
import { type NumberedAct, numberedActs, untilFailure } from './frame-acts.ts';
import type { Hub } from './hub.ts';

/** WebSocket close code for a peer that broke the protocol (RFC 6455, 7.4.1: policy violation). */
export const CLOSED_FOR_CAUSE = 1008;
/** For a line that could not be served just now (RFC 6455, 7.4.1: internal error); the booth comes again. */
export const CLOSED_BY_FAILURE = 1011;

/** Between two views of a booth that follow one another, in milliseconds: each is read from the tables anew. */
const VIEW_MILLISECONDS = 250;

export interface LineParts {
  readonly hub: Hub;
  readonly acts: ActHandlers;
  readonly socket: WebSocket;
  readonly booth: string;
  readonly challenge: string;
  /** The highest n stored from this booth. */
  readonly last: number;
}

export class BoothLine {
  readonly booth: string;
  readonly #parts: LineParts;
  #last: number;
  #acting: Promise<void> = Promise.resolve();
  #place: BoothPlace | null = null;
  #shown = '';
  #showing: Promise<void> | null = null;
  #stale = false;

  constructor(parts: LineParts) {
    this.booth = parts.booth;
    this.#parts = parts;
    this.#last = parts.last;
  }

  /** Takes one frame after the hello. Throws a Refusal for one that breaks the protocol. */
  take(frame: BoothFrame): void {
    const { hub } = this.#parts;
    if (frame.type === 'hello') throw new Refusal('FRAME_INVALID');
    hub.presence.heard(this.booth, frame.type === 'beat' ? frame.pending : undefined);
    if (frame.type === 'beat') void this.#beat().catch((error: unknown) => this.#fail(error));
    if (frame.type === 'acts')
      this.#acting = this.#acting.then(() => this.#carryOut(frame)).catch((e) => this.#fail(e));
  }

  async #beat(): Promise<void> {
    const { hub } = this.#parts;
    // A hub that is behind does not tell its shorter ledger to those who remember a longer one.
    const head = hub.behind.missing ? null : await hub.behind.head(hub.spine.size);
    this.send({ type: 'beat', at: hub.now().toISOString(), ...(head ? { head } : {}) });
  }

  send(frame: HubFrame): void {
    if (this.#open) this.#parts.socket.send(JSON.stringify(frame));
  }

  /** Tells the booth why, then closes the line. */
  refuse(refusal: Refusal): void {
    this.send({ type: 'refused', refusal: refusal.toMessage() });
    this.#parts.socket.close(CLOSED_FOR_CAUSE);
  }

  /** The line is gone without a word: the socket is dropped at once. */
  drop(): void {
    this.#parts.socket.terminate();
  }

  /** Whether events may have changed what this booth shows. A mark is its own booth's affair alone. */
  concerns(event: StoredEvent): boolean {
    const own = event.payload.by === `booth:${this.booth}`;
    if (own || event.type === 'mark.drafted' || !this.#place) return own || !this.#place;
    const { project } = event.payload as { project?: unknown };
    const { hall, project: here } = this.#place;
    return (
      event.subject === `hall/${hall}` ||
      event.subject === `booth/${this.booth}` ||
      (here !== null && project === here)
    );
  }

  /** Sends the booth's view if it has changed. Calls while one is being made are one more call after it. */
  show(version: () => number): Promise<void> {
    this.#stale = true;
    this.#showing ??= this.#showWhileStale(version)
      .catch((error: unknown) => this.#fail(error))
      .finally(() => {
        this.#showing = null;
      });
    return this.#showing;
  }

  async #showWhileStale(version: () => number): Promise<void> {
    const { timers, store } = this.#parts.hub;
    while (this.#stale && this.#open) {
      this.#stale = false;
      const at = version();
      const { view, place } = await boothView(store, this.booth);
      this.#place = place;
      this.#sendView(view, at);
      await new Promise<void>((resolve) => timers.after(VIEW_MILLISECONDS, resolve));
    }
  }

  get #open(): boolean {
    const { socket } = this.#parts;
    return socket.readyState === socket.OPEN;
  }

  #sendView(view: BoothView, version: number): void {
    const text = JSON.stringify(view);
    if (text === this.#shown) return;
    this.#shown = text;
    this.send({ type: 'view', version, at: this.#parts.hub.now().toISOString(), view });
  }

  /** Verified side by side, then done one after the other in one transaction, and answered after its commit. */
  async #carryOut(frame: ActsFrame): Promise<void> {
    const { hub } = this.#parts;
    if (frame.first > this.#last + 1) return this.refuse(new Refusal('FRAME_INVALID'));
    const acts = numberedActs(frame);
    const plans = await Promise.allSettled(acts.map((one) => this.#plan(one)));
    const asked = acts.map(({ n, at }) => ({ booth: this.booth, n, at }));
    const { values: planned, failure: unplanned } = untilFailure(plans);
    const done = hub.spine.doActs(
      planned.map((one, place) => ({ planned: one, act: asked[place] as BoothAct })),
      { kind: 'booth', id: this.booth },
    );
    const { values: outcomes, failure } = untilFailure(await Promise.allSettled(done));
    if (hub.behind.missing) await hub.behind.noticeActs(this.booth, 0);
    this.#answer(frame.first, outcomes);
    if (failure ?? unplanned) throw (failure ?? unplanned)?.reason;
  }

  #answer(first: number, outcomes: readonly ActOutcome[]): void {
    this.#last = Math.max(this.#last, first + outcomes.length - 1);
    const at = this.#parts.hub.now().toISOString();
    const refusals = outcomes.map(({ refusal }) => refusal);
    for (const frame of ackFrames(first, at, refusals)) this.send(frame);
  }

  async #plan({ n, at, act }: NumberedAct): Promise<Planned> {
    if (n <= this.#last) return answeredBefore;
    const { hub, acts, challenge } = this.#parts;
    const handle = acts[act.kind] as (call: ActCall<typeof act.kind>) => Promise<Planned>;
    try {
      return await handle({ hub, booth: this.booth, act, challenge, at });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { name: act.kind, run: () => Promise.reject(error) };
    }
  }

  /** What is not a refusal is the hub's fault: nothing was acknowledged, so the booth keeps it and comes again. */
  #fail(error: unknown): void {
    if (error instanceof Refusal && error.code === 'HUB_BEHIND') {
      this.refuse(error);
      return;
    }
    process.stderr.write(`booth ${this.booth}: ${(error as Error).stack ?? String(error)}\n`);
    this.#parts.socket.close(CLOSED_BY_FAILURE);
  }
}

/** Stands in for an act that is stored: its first answer is given again and this is never run. */
const answeredBefore: Planned = {
  name: 'answered-before',
  run: () => Promise.reject(new Error('an act that is stored was to be carried out again')),
};

/** Reads one frame's text. Refuses FRAME_INVALID, with every fault and its place. */
export function readFrame(text: string): BoothFrame {
  try {
    return parse(BoothFrameSchema, JSON.parse(text));
  } catch (error) {
    throw new Refusal('FRAME_INVALID', {}, error instanceof Refusal ? error.faults : []);
  }
}
