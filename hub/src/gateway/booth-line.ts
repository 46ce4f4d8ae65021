/** One booth's open line: acts are carried out strictly in their order and answered after the commit. */
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import { Refusal } from '#shared/catalogue/refusal.ts';
import type { ActsFrame, BoothFrame, BoothView, HubFrame } from '#shared/protocol/booth-frames.ts';
import { BoothFrame as BoothFrameSchema } from '#shared/protocol/booth-frames.ts';
import { parse } from '#shared/protocol/parse.ts';
import { type ActOutcome, type BoothAct, NumberUsed } from '../ledger/booth-acts.ts';
import type { Planned } from '../ledger/command.ts';
import { tellError } from '../ledger/tell-error.ts';
import { tenancyOf } from '../seating/reads.ts';
import { holding } from '../store/sqlite-dialect.ts';
import type { BoothHome } from '../venues/reads.ts';
import { ackFrames } from './acks.ts';
import type { ActCall, ActHandlers } from './acts.ts';
import { boothView, vacantView } from './booth-view.ts';
import type { Comer } from './comers.ts';
import { type NumberedAct, numberedActs, untilFailure } from './frame-acts.ts';
import type { Hub } from './hub.ts';

/** WebSocket close code for a peer that broke the protocol (RFC 6455, 7.4.1: policy violation). */
export const CLOSED_FOR_CAUSE = 1008;
/** For a line that could not be served just now (RFC 6455, 7.4.1: internal error); the booth comes again. */
export const CLOSED_BY_FAILURE = 1011;

/**
 * Each view is made anew. After one a booth waits for its next so many milliseconds, which nobody notices; where making
 * it takes long, since much is going on, so many times as long as the last one took, and at most so many milliseconds.
 */
const VIEW_REST = { least: 50, times: 5, most: 250 };

export interface LineParts {
  readonly hub: Hub;
  readonly acts: ActHandlers;
  readonly socket: WebSocket;
  /** What the socket writes to: what is said between `cork` and `uncork` goes out in one packet. */
  readonly wire: Pick<Duplex, 'cork' | 'uncork'>;
  readonly home: BoothHome;
  readonly comer: Comer;
  readonly challenge: string;
  /** The highest n of this booth's that is settled: stored, or accepted as lost. */
  readonly last: number;
  /** Is told what the booth serves, whenever that is read. */
  readonly placed: (line: BoothLine, project: string | null) => void;
}

export class BoothLine {
  readonly #parts: LineParts;
  #last: number;
  #acting: Promise<void> = Promise.resolve();
  /** The answer to the hello, until it is said. */
  #welcome: HubFrame | null = null;
  #welcomed = false;
  #shown = '';
  #showing = false;
  #stale = false;
  /** It was refused: whatever still comes is not heard. */
  #over = false;

  constructor(parts: LineParts) {
    this.#parts = parts;
    this.#last = parts.last;
  }

  get booth(): string {
    return this.#parts.home.booth;
  }

  get comer(): Comer {
    return this.#parts.comer;
  }

  get hall(): string {
    return this.#parts.home.hall;
  }

  /** Takes one frame after the hello. Throws a Refusal for one that breaks the protocol. */
  take(frame: BoothFrame): void {
    const { hub } = this.#parts;
    if (this.#over) return;
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
    this.#over = true;
    this.send({ type: 'refused', refusal: refusal.toMessage() });
    this.#parts.socket.close(CLOSED_FOR_CAUSE);
  }

  /** The line is gone without a word: the socket is dropped at once. */
  drop(): void {
    this.#parts.socket.terminate();
  }

  /**
   * Answers the hello. The welcome and what the booth shows go out together. `vacant`: so the booth was found, and nothing
   * has happened since.
   */
  welcome(frame: HubFrame, version: () => number, vacant: boolean): void {
    this.#welcome = frame;
    this.#welcomed = true;
    if (vacant) this.#showVacant(version());
    else this.show(version);
  }

  #showVacant(version: number): void {
    const { home, placed } = this.#parts;
    placed(this, null);
    this.#sendView(vacantView(home), version);
  }

  /** Sends the booth's view if it has changed; nothing before the welcome. Calls while one is being made are one more call after it. */
  show(version: () => number): void {
    if (!this.#welcomed) return;
    this.#stale = true;
    if (!this.#showing) void this.#showWhileStale(version);
  }

  async #showWhileStale(version: () => number): Promise<void> {
    const { timers, now } = this.#parts.hub;
    this.#showing = true;
    try {
      while (this.#stale && this.#open) {
        this.#stale = false;
        const began = now().getTime();
        await this.#showOnce(version());
        const rest = VIEW_REST.times * (now().getTime() - began);
        const { least, most } = VIEW_REST;
        const wait = Math.min(most, Math.max(least, rest));
        await new Promise<void>((resolve) => timers.after(wait, resolve));
      }
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#showing = false;
    }
  }

  async #showOnce(version: number): Promise<void> {
    const { hub, home, placed } = this.#parts;
    const view = await holding(hub.store, async (store) => {
      const tenancy = await tenancyOf(store, home.seat);
      // Before anything more is read: what happens in the project from now on makes this view stale.
      placed(this, tenancy.project);
      return boothView({ store, logKey: hub.logKey }, home, tenancy);
    });
    this.#sendView(view, version);
  }

  get #open(): boolean {
    const { socket } = this.#parts;
    return socket.readyState === socket.OPEN;
  }

  #sendView(view: BoothView, version: number): void {
    const text = JSON.stringify(view);
    if (text === this.#shown) return;
    this.#shown = text;
    const { wire, hub } = this.#parts;
    wire.cork();
    if (this.#welcome) this.send(this.#welcome);
    this.#welcome = null;
    this.send({ type: 'view', version, at: hub.now().toISOString(), view });
    wire.uncork();
  }

  /** Verified side by side, then done one after the other in one transaction, and answered after its commit. */
  async #carryOut(frame: ActsFrame): Promise<void> {
    const { hub } = this.#parts;
    if (frame.first > this.#last + 1) return this.refuse(new Refusal('FRAME_INVALID'));
    const acts = numberedActs(frame);
    const plans = await Promise.allSettled(acts.map((one) => this.#plan(one)));
    if (this.#over) return;
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
    if (n <= this.#last) return settledBefore;
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
    if (error instanceof NumberUsed) {
      this.refuse(new Refusal('ACT_NUMBER_USED'));
      return;
    }
    tellError(error, `booth ${this.booth}: `);
    this.#parts.socket.close(CLOSED_BY_FAILURE);
  }
}

/**
 * Stands in for an act that is settled. The first answer of one that is stored is given again and this is never run; one that
 * is not was accepted as lost before it came again, and that decision stands.
 */
const settledBefore: Planned = {
  name: 'settled-before',
  run: () => Promise.reject(new Refusal('ACT_LOST')),
};

/** Reads one frame's text. Refuses FRAME_INVALID, with every fault and its place. */
export function readFrame(text: string): BoothFrame {
  try {
    return parse(BoothFrameSchema, JSON.parse(text));
  } catch (error) {
    throw new Refusal('FRAME_INVALID', {}, error instanceof Refusal ? error.faults : []);
  }
}
