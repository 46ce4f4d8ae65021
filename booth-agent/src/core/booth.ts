/** One booth: what it knows, what the person in it wants, and what the hub says, in one place and one order. */
import { digestOf } from '#shared/canonical/index.ts';
import { Refusal, type RefusalMessage } from '#shared/catalogue/refusal.ts';
import type { AckFrame, Act, HubFrame } from '#shared/protocol/booth-frames.ts';
import type { BoothScreen, Intent } from '#shared/protocol/bridge.ts';
import type { SignedReadiness } from '#shared/protocol/readiness.ts';
import type { Devices } from '../devices/ports.ts';
import type { BoothSettings } from '../settings.ts';
import { Answers } from './answers.ts';
import { Audience } from './audience.ts';
import { bindingOf, type Desk } from './desk.ts';
import { type DocumentSource, type Documents, documentsOf } from './documents.ts';
import { framesOf } from './frames.ts';
import { HubClock } from './hub-clock.ts';
import { actOf, waitsForHub } from './intents.ts';
import { KeyHolder } from './keys.ts';
import { Line, type Welcome } from './line.ts';
import { Machine } from './machine.ts';
import { ReadinessReport } from './readiness.ts';
import { BoothRecord } from './record.ts';
import { Renewal } from './renewal.ts';
import { keyMissing, screenOf } from './screen.ts';
import { suspicious } from './seat-slip.ts';
import { type BoothState, type RefusalShown, sessionNow } from './state.ts';
import { type LineIdentity, realWorld, type World } from './world.ts';

export interface BoothCoreParts {
  readonly settings: BoothSettings;
  readonly devices: Devices;
  readonly log: (line: string) => void;
  readonly now: () => Date;
  /** Shortest and longest wait before the line is opened again, in milliseconds. */
  readonly retry: readonly [number, number];
  /** By default the world as it is. */
  readonly world?: World;
  /** Of an enrolled terminal; without one the booth shows its token. */
  readonly identity?: LineIdentity;
  /** Where the bids' documents come from; without it none are read here. */
  readonly documents?: DocumentSource;
  /** Takes each readiness report, so that it can be printed. */
  readonly reported?: (readiness: SignedReadiness) => void;
}

/** How often the machine is looked at, in milliseconds. */
const LOOK_MILLISECONDS = 60_000;

export class BoothCore {
  readonly #parts: BoothCoreParts;
  readonly #record: BoothRecord;
  readonly #line: Line;
  readonly #key: KeyHolder;
  readonly #audience: Audience;
  readonly #answers = new Answers();
  readonly #clock = new HubClock();
  readonly #machine: Machine;
  readonly #readiness: ReadinessReport;
  readonly #renewal: Renewal;
  readonly #documents: Documents;
  #turn: Promise<unknown> = Promise.resolve();
  #challenge: string | null = null;
  #version = -1;
  /** The highest n sent on the present line. */
  #sent = 0;
  #notice: RefusalShown | null = null;
  #closed = false;
  readonly #stopLooking: () => void;
  #screens = 0;
  #stopScreens = () => {};

  /** Opens the booth's data and its line. Refuses BOOTH_DATA_IN_USE, STORE_UNREADABLE. */
  constructor(parts: BoothCoreParts) {
    const { world = realWorld, identity } = parts;
    this.#parts = parts;
    this.#audience = new Audience(() => this.screen, world.timers);
    this.#record = new BoothRecord(world.openDisk(parts.settings.data));
    this.#machine = new Machine(parts.settings, parts.devices.fingerprint);
    this.#readiness = new ReadinessReport(parts.devices.inspection, identity);
    this.#line = new Line({
      world: identity ? { ...world, connect: (...asked) => identity.connect(...asked) } : world,
      hub: parts.settings.hub,
      retry: parts.retry,
      log: parts.log,
      hello: () => this.#machine.hello(this.#record.acked, this.#record.kept.head, parts.now),
      beat: () => ({ type: 'beat', at: this.#at(), pending: this.#record.pending.length }),
      welcomed: (frame) => this.#welcome(frame),
      strange: (frame) => this.#strange(frame),
      came: (frame) => this.#take(frame),
      lost: (refusal) => this.#lose(refusal),
    });
    this.#renewal = new Renewal({
      ...{ identity, line: this.#line, now: parts.now, log: parts.log },
      fingerprint: () => this.#machine.fingerprint(),
    });
    this.#documents = documentsOf(parts, this.#record, {
      ...{ timers: world.timers, online: () => this.#line.open, changed: () => this.#changed() },
    });
    let watching = false;
    this.#key = new KeyHolder(parts.devices.key, () => {
      if (watching) this.#changed();
    });
    watching = true;
    this.#stopLooking = world.timers.every(LOOK_MILLISECONDS, () => void this.#look());
    this.#stopScreens = parts.devices.screens.watch((count) => {
      this.#screens = count;
      this.#changed();
    });
  }

  get screen(): BoothScreen {
    return screenOf(this.#state());
  }

  /** The file of a bid's document, while its expert may read it on this screen; null for none. */
  documentFile(digest: string): string | null {
    return (this.screen.screen === 'session' && this.#documents.fileOf(digest)) || null;
  }

  /** As Audience.add. */
  watch(show: (screen: BoothScreen) => void): () => void {
    return this.#audience.add(show);
  }

  /**
   * Does what the person wants; null when it is stored (and, for what the hub decides on an open line, taken), else
   * the refusal. Intents are worked on one after the other, in the order they came; a call for help at once.
   */
  async act(intent: Intent): Promise<RefusalMessage | null> {
    // Who calls for help does not wait until a key has been touched, or has answered at all.
    const before = intent.kind === 'help' ? Promise.resolve() : this.#turn;
    const stored = before.then(() => this.#store(intent));
    this.#turn = Promise.all([this.#turn, stored.catch(() => {})]);
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
    this.#stopLooking();
    this.#documents.close();
    this.#audience.close();
    this.#key.close();
    this.#stopScreens();
    await this.#line.close({ type: 'goodbye', at: this.#at() });
    await this.#turn;
    this.#answers.giveUp();
    this.#record.close();
  }

  /** Settles once the act is on disk; its answer comes with the hub's where the hub decides. */
  async #store(intent: Intent): Promise<{ answer: Promise<RefusalShown | null> }> {
    const act = await this.#actOf(intent);
    const n = act && this.#put(act);
    const waits = act !== null && waitsForHub(act) && this.#line.open;
    if (n === null || !waits) return { answer: Promise.resolve(null) };
    return { answer: this.#answers.wait(n) };
  }

  async #actOf(intent: Intent): Promise<Act | null> {
    try {
      return await actOf(this.#desk(), intent);
    } catch (error) {
      if (error instanceof Refusal && suspicious.includes(error.code)) this.#reportSlip();
      throw error;
    }
  }

  /** Once until the hub has heard it. */
  #reportSlip(): void {
    const what = 'slip-refused';
    const told = this.#record.pending.some(({ act }) => act.kind === 'trouble' && act.what === what);
    if (!told) this.#put({ kind: 'trouble', what });
  }

  /** On disk first, then on its way. */
  #put(act: Act): number {
    const at = this.#at();
    const n = this.#record.put(act, at);
    this.#sendPending();
    this.#changed();
    return n;
  }

  /**
   * Everything unanswered is sent, also what the hub has already: it does nothing twice, and gives its first answer
   * again, which may be a refusal that the person has not seen.
   */
  #welcome({ at, challenge, last, slipKey }: Welcome): void {
    this.#challenge = challenge;
    this.#version = -1;
    this.#notice = null;
    this.#clock.heard(at, this.#parts.now());
    this.#record.welcomed(last, slipKey);
    this.#sent = 0;
    this.#sendPending();
    this.#readiness.lineOpened();
    this.#renewal.lineOpened();
    void this.#renewal.look();
    this.#changed();
  }

  /** Looks at the machine, which may have changed while it runs, and at the end of its certificate. */
  async #look(): Promise<void> {
    try {
      const fingerprint = await this.#machine.changed();
      if (fingerprint) this.#line.send({ type: 'machine', fingerprint });
    } catch (error) {
      this.#parts.log(`this machine's fingerprint cannot be read: ${String(error)}`);
    }
    await this.#renewal.look();
    await this.#report();
  }

  /** Before anybody works here, and while the hub can hear it. */
  async #report(): Promise<void> {
    const { settings, log, reported } = this.#parts;
    const { badge, lock } = this.#record.kept;
    if (!this.#line.open || this.#version < 0 || badge !== null || sessionNow(this.#state())) return;
    try {
      const readiness = await this.#readiness.look({
        ...{ booth: settings.booth, hub: settings.hub, at: this.#at(), screens: this.#screens },
        ...{ clockAhead: this.#clock.ahead, lock: lock?.code ?? null, pending: this.#record.pending.length },
        fingerprint: digestOf(await this.#machine.fingerprint()),
      });
      if (!readiness || this.#closed) return;
      this.#line.send({ type: 'readiness', readiness });
      reported?.(readiness);
    } catch (error) {
      log(`the readiness report cannot be made: ${String(error)}`);
    }
  }

  /** Whoever has this booth's address can answer on it; slips are believed by the key of the first hub alone. */
  #strange({ slipKey }: Welcome): RefusalShown | null {
    const known = this.#record.kept.slipKey;
    return known === null || known === slipKey ? null : new Refusal('HUB_OTHER').toMessage();
  }

  /** What waits is sent together, once what was sent before it on this line is answered. */
  #sendPending(): void {
    const { pending } = this.#record;
    if (!this.#line.open || pending.some(({ n }) => n <= this.#sent)) return;
    for (const frame of framesOf(pending)) this.#line.send(frame);
    this.#sent = pending.at(-1)?.n ?? this.#sent;
  }

  #take(frame: Exclude<HubFrame, Welcome | { type: 'refused' }>): void {
    this.#clock.heard(frame.at, this.#parts.now());
    if (frame.type === 'ack') this.#answered(frame);
    if (frame.type === 'renewed') this.#renewal.came(frame.certificate);
    if (frame.type === 'beat' && frame.head && frame.head.size > (this.#record.kept.head?.size ?? 0))
      this.#record.keep({ head: frame.head });
    if (frame.type === 'view' && frame.version >= this.#version) {
      const first = this.#version < 0;
      this.#version = frame.version;
      const ahead = Date.parse(frame.at) - this.#parts.now().getTime();
      this.#record.viewed(frame.view, { version: frame.version, at: frame.at, ahead });
      for (const order of frame.view.orders) this.#record.obey(order, this.#at());
      this.#sendPending();
      if (first) void this.#report();
    }
    this.#changed();
  }

  #answered({ first, refusals }: AckFrame): void {
    const entries = this.#record.answered(first, refusals);
    for (const [place, refusal] of refusals.entries()) {
      const heard = this.#answers.give(first + place, refusal);
      const entry = entries[place];
      if (!heard && entry && refusal && entry.act.kind !== 'admit') this.#notice = refusal;
    }
    this.#sendPending();
  }

  #lose(refusal: RefusalShown | null): void {
    this.#challenge = null;
    if (refusal?.code === 'ACT_NUMBER_USED') this.#guarded(() => this.#record.numberAnew());
    else this.#notice = refusal ?? this.#notice;
    this.#answers.giveUp();
    this.#changed();
  }

  #changed(): void {
    if (this.#closed) return;
    this.#guarded(() => this.#reportKey());
    this.#guarded(() => this.#lockForScreens());
    this.#documents.look();
    this.#audience.tell();
  }

  /** The hall is told that an expert's key is out, and that it is back. */
  #reportKey(): void {
    const missing = keyMissing(this.#state());
    if (!this.#key.known || missing === this.#record.kept.keyMissed) return;
    this.#put({ kind: 'trouble', what: missing ? 'key-removed' : 'key-returned' });
  }

  #lockForScreens(): void {
    this.#record.lockFor(this.#screens, this.#at());
    this.#sendPending();
  }

  /** What this disk does not take now is tried again with the next change. */
  #guarded(work: () => void): void {
    try {
      work();
    } catch (error) {
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
      hubNow: this.#clock.hubNow(now, this.#record.kept.heard),
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
      documents: this.#documents.shown,
      notice: this.#notice,
    };
  }

  #at(): string {
    return this.#parts.now().toISOString();
  }
}
