/** One booth: what it knows, what the person in it wants, and what the hub says, in one place and one order. */
import { Refusal, type RefusalMessage } from '#shared/catalogue/refusal.ts';
import { type Ack, type Act, type HubFrame, inFrames } from '#shared/protocol/booth-frames.ts';
import type { BoothScreen, Intent } from '#shared/protocol/bridge.ts';
import type { Devices } from '../devices/ports.ts';
import type { BoothSettings } from '../settings.ts';
import { Answers } from './answers.ts';
import { Audience } from './audience.ts';
import { bindingOf, type Desk } from './desk.ts';
import { HubClock } from './hub-clock.ts';
import { actOf, waitsForHub } from './intents.ts';
import { KeyHolder } from './keys.ts';
import { Line, type Welcome } from './line.ts';
import { Machine } from './machine.ts';
import { BoothRecord } from './record.ts';
import { keyMissing, screenOf } from './screen.ts';
import type { BoothState, RefusalShown } from './state.ts';
import { realWorld, type World } from './world.ts';

export interface BoothCoreParts {
  readonly settings: BoothSettings;
  readonly devices: Devices;
  readonly log: (line: string) => void;
  readonly now: () => Date;
  /** Shortest and longest wait before the line is opened again, in milliseconds. */
  readonly retry: readonly [number, number];
  /** By default the world as it is. */
  readonly world?: World;
}

export class BoothCore {
  readonly #parts: BoothCoreParts;
  readonly #record: BoothRecord;
  readonly #line: Line;
  readonly #key: KeyHolder;
  readonly #audience: Audience;
  readonly #answers = new Answers();
  readonly #clock = new HubClock();
  readonly #machine: Machine;
  #turn: Promise<unknown> = Promise.resolve();
  #challenge: string | null = null;
  #version = -1;
  /** The highest n sent on the present line. */
  #sent = 0;
  #notice: RefusalShown | null = null;
  #closed = false;

  /** Opens the booth's data and its line. Refuses BOOTH_DATA_IN_USE, STORE_UNREADABLE. */
  constructor(parts: BoothCoreParts) {
    const { world = realWorld } = parts;
    this.#parts = parts;
    this.#audience = new Audience(() => this.screen, world.timers);
    this.#record = new BoothRecord(world.openDisk(parts.settings.data));
    this.#machine = new Machine(parts.settings, parts.devices.fingerprint);
    this.#line = new Line({
      world,
      hub: parts.settings.hub,
      retry: parts.retry,
      log: parts.log,
      hello: () => this.#machine.hello(this.#record.acked, this.#record.kept.head, parts.now),
      beat: () => ({ type: 'beat', at: this.#at(), pending: this.#record.pending.length }),
      welcomed: (frame) => this.#welcome(frame),
      came: (frame) => this.#take(frame),
      lost: (refusal) => this.#lose(refusal),
    });
    let watching = false;
    this.#key = new KeyHolder(parts.devices.key, () => {
      if (watching) this.#changed();
    });
    watching = true;
    this.#changed();
  }

  get screen(): BoothScreen {
    return screenOf(this.#state());
  }

  /** As Audience.add. */
  watch(show: (screen: BoothScreen) => void): () => void {
    return this.#audience.add(show);
  }

  /**
   * Does what the person wants; null when it is stored (and, for what the hub decides on an open line, taken), else
   * the refusal. Intents are worked on one after the other, in the order they came.
   */
  async act(intent: Intent): Promise<RefusalMessage | null> {
    const stored = this.#turn.then(() => this.#store(intent));
    this.#turn = stored.catch(() => {});
    try {
      const refusal = await (await stored).answer;
      if (!refusal) this.#notice = null;
      this.#changed();
      return refusal as RefusalMessage | null;
    } catch (error) {
      if (error instanceof Refusal) return error.toMessage();
      throw error;
    }
  }

  /** Says goodbye and lets go of the data. What the hub has not answered stays there. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#audience.close();
    this.#key.close();
    await this.#line.close({ type: 'goodbye', at: this.#at() });
    await this.#turn;
    this.#answers.giveUp();
    this.#record.close();
  }

  /** Settles once the act is on disk; its answer comes with the hub's where the hub decides. */
  async #store(intent: Intent): Promise<{ answer: Promise<RefusalShown | null> }> {
    const act = await actOf(this.#desk(), intent);
    const n = act && this.#put(act);
    const waits = act !== null && waitsForHub(act) && this.#line.open;
    if (n === null || !waits) return { answer: Promise.resolve(null) };
    return { answer: this.#answers.wait(n) };
  }

  /** On disk first, then on its way. */
  #put(act: Act): number {
    const n = this.#record.put(act, this.#at());
    this.#sendUnsent();
    this.#changed();
    return n;
  }

  /** Whatever has not been sent on this line is sent together. */
  #sendUnsent(): void {
    if (!this.#line.open) return;
    const unsent = this.#record.pending.filter(({ n }) => n > this.#sent);
    this.#sent = unsent.at(-1)?.n ?? this.#sent;
    for (const acts of inFrames(unsent.map(({ n, at, act }) => ({ n, at, act }))))
      this.#line.send({ type: 'acts', acts });
  }

  /**
   * Everything unanswered is sent, also what the hub has already: it does nothing twice, and gives its first answer
   * again, which may be a refusal that the person has not seen.
   */
  #welcome({ at, challenge, last }: Welcome): void {
    this.#challenge = challenge;
    this.#version = -1;
    this.#notice = null;
    this.#clock.heard(at, this.#parts.now());
    this.#record.welcomed(last);
    this.#sent = 0;
    this.#sendUnsent();
    this.#changed();
  }

  #take(frame: Exclude<HubFrame, Welcome | { type: 'refused' }>): void {
    this.#clock.heard(frame.at, this.#parts.now());
    if (frame.type === 'acks') this.#answered(frame.acks);
    if (frame.type === 'beat' && frame.head && frame.head.size > (this.#record.kept.head?.size ?? 0))
      this.#record.keep({ head: frame.head });
    if (frame.type === 'view' && frame.version >= this.#version) {
      this.#version = frame.version;
      this.#record.viewed(frame.view);
    }
    this.#changed();
  }

  #answered(acks: readonly Ack[]): void {
    const settled = new Map(this.#record.answered(acks).map((entry) => [entry.n, entry.act.kind]));
    for (const { n, refusal } of acks) {
      const heard = this.#answers.give(n, refusal);
      const kind = settled.get(n);
      if (!heard && kind && refusal && kind !== 'admit') this.#notice = refusal;
    }
  }

  #lose(refusal: RefusalShown | null): void {
    this.#challenge = null;
    this.#notice = refusal ?? this.#notice;
    this.#answers.giveUp();
    this.#changed();
  }

  #changed(): void {
    if (this.#closed) return;
    this.#reportKey();
    this.#audience.tell();
  }

  /** The hall is told that an expert's key is out, and that it is back. */
  #reportKey(): void {
    const missing = keyMissing(this.#state());
    if (!this.#key.known || missing === this.#record.kept.keyMissed) return;
    try {
      this.#put({ kind: 'trouble', what: missing ? 'key-removed' : 'key-returned' });
    } catch (error) {
      // Told with the next change instead, if the disk takes it then.
      if (!(error instanceof Refusal)) throw error;
      this.#parts.log(`${error.code}: ${error.message}`);
    }
  }

  #desk(): Desk {
    const now = this.#parts.now();
    return {
      state: this.#state(),
      challenge: this.#challenge,
      now,
      keep: (changes) => this.#record.keep(changes),
      sign: (purpose, statement, pin) =>
        this.#key.sign({ statement, binding: bindingOf(purpose, statement), pin, at: now }),
    };
  }

  #state(): BoothState {
    return {
      booth: this.#parts.settings.booth,
      now: this.#at(),
      hubAhead: this.#clock.ahead,
      online: this.#line.open,
      key: this.#key.seen,
      entries: this.#record.entries,
      kept: this.#record.kept,
      notice: this.#notice,
    };
  }

  #at(): string {
    return this.#parts.now().toISOString();
  }
}
