/** The booths' door: who may open a line, which line is a booth's, and which lines an event concerns. */
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { hexOf } from '#shared/canonical/index.ts';
import { Refusal } from '#shared/catalogue/refusal.ts';
import { type BoothFrame, type Fingerprint, FRAME_LIMIT } from '#shared/protocol/booth-frames.ts';
import { renew } from '../enrolment/renewal.ts';
import { hubActor, plan, type StoredEvent } from '../ledger/command.ts';
import { tellError } from '../ledger/tell-error.ts';
import { ReadinessPace } from '../readiness/pace.ts';
import { receiveReadiness } from '../readiness/receiving.ts';
import { slipKeyOf } from '../seating/slips.ts';
import { arrive, changePresence, isNews } from '../venues/decide.ts';
import { boothsPresent } from '../venues/reads.ts';
import type { ActHandlers } from './acts.ts';
import { type BoothAtDoor, DoorBook } from './at-the-door.ts';
import { BoothLine, CLOSED_BY_FAILURE, CLOSED_FOR_CAUSE, type LineParts, readFrame } from './booth-line.ts';
import {
  boothThatComes,
  byToken,
  type Comer,
  type Hello,
  type Identify,
  ownerOf,
  requireSameMachine,
  requireStanding,
  turnAway,
} from './comers.ts';
import type { Hub } from './hub.ts';
import { Lines } from './lines.ts';
import { RefusedLines } from './refused-lines.ts';

/** Where booths connect. */
const PATH = '/booth';
/** How long a booth has to hear why its line is cut, in milliseconds. */
const CUT_MILLISECONDS = 500;
/** A line that has not said who it is within this time is closed, in milliseconds. */
const HELLO_MILLISECONDS = 10_000;

export class BoothDoor {
  readonly #hub: Hub;
  readonly #acts: ActHandlers;
  readonly #lines = new Lines<BoothLine>();
  readonly #book: DoorBook;
  readonly #refused: RefusedLines;
  readonly #pace: ReadinessPace;
  readonly #sockets = new WebSocketServer({ noServer: true, maxPayload: FRAME_LIMIT });
  /** Lines that have asked for their next certificate. */
  readonly #renewed = new WeakSet<BoothLine>();
  readonly #stopListening: () => void;
  /** Entries committed to the ledger: orders the views. */
  #version: number;
  #open = true;
  readonly #shownAt = () => this.#version;
  readonly #placed = (line: BoothLine, project: string | null) => this.#lines.placed(line, project);

  private constructor(hub: Hub, acts: ActHandlers) {
    this.#hub = hub;
    this.#acts = acts;
    this.#book = new DoorBook(hub, this.#shownAt);
    this.#refused = new RefusedLines(hub);
    this.#pace = new ReadinessPace(hub);
    this.#version = hub.spine.size;
    this.#stopListening = hub.spine.onCommitted((events) => this.#tell(events));
  }

  /** Opens the door. Booths that were present when the hub last wrote are expected to come back. */
  static async open(hub: Hub, acts: ActHandlers): Promise<BoothDoor> {
    for (const booth of await boothsPresent(hub.store)) hub.presence.expect(booth.id);
    return new BoothDoor(hub, acts);
  }

  /** Takes the lines that come to this server, as whom `identify` says. */
  attach(server: Pick<Server, 'on'>, identify: Identify): void {
    server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      const path = URL.parse(request.url ?? '', 'http://hub')?.pathname;
      if (path !== PATH || !this.#open) {
        socket.destroy();
        return;
      }
      const comer = identify(request);
      if (comer.kind === 'turned-away') {
        turnAway(socket, comer.refusal);
        this.#tellOwner(comer, comer.refusal);
        return;
      }
      this.#sockets.handleUpgrade(request, socket, head, (upgraded) => this.greet(upgraded, socket, comer));
    });
  }

  /** A refusal is news of the booth whose certificate was shown, if it is one's. */
  #tellOwner(shown: { digest?: string | null }, refusal: Refusal): void {
    ownerOf(this.#hub, shown).then((booth) => booth && this.#refused.tell(booth, refusal), tellError);
  }

  /** Records the booths that have fallen silent, each by itself, and drops their lines. What fails is tried at the next call. */
  async sweep(): Promise<void> {
    const all = await Promise.allSettled(this.#hub.presence.silent.map((booth) => this.#lose(booth)));
    const failure = all.find((one) => one.status === 'rejected');
    if (failure) throw failure.reason;
  }

  async #lose(booth: string): Promise<void> {
    const { spine, presence } = this.#hub;
    this.drop(booth);
    await spine.do(plan(changePresence, { booth, presence: 'missing' }), hubActor);
    presence.lost(booth);
  }

  /** Drops a booth's line, if it has one here. */
  drop(booth: string): void {
    this.#lines.of(booth)?.drop();
  }

  close(): void {
    this.#open = false;
    this.#stopListening();
    this.#pace.close();
    for (const socket of this.#sockets.clients) socket.terminate();
    this.#sockets.close();
  }

  #tell(events: readonly StoredEvent[]): void {
    const last = events.at(-1);
    if (last) this.#version = last.seq + 1;
    for (const line of this.#lines.concerned(events)) line.show(this.#shownAt);
    for (const event of events)
      if (event.type === 'booth.missing' || event.type === 'booth.closed')
        this.#contradict(event.payload.booth);
      else if (event.type === 'booth.certificate-revoked' || event.type === 'booth.enrolled')
        this.#cut(event);
  }

  /** A line whose certificate holds no more is told so and ends at once. */
  #cut({ type, payload }: StoredEvent<'booth.certificate-revoked' | 'booth.enrolled'>): void {
    const line = this.#lines.of(payload.booth);
    if (line?.comer.kind !== 'certificate') return;
    if (type === 'booth.enrolled' && payload.digest === line.comer.digest) return;
    line.refuse(new Refusal('BOOTH_CERTIFICATE_REVOKED'));
    this.#hub.timers.after(CUT_MILLISECONDS, () => line.drop());
  }

  /**
   * A booth was recorded as gone that has a line here and speaks on it: it had come back before that was written, and
   * what it said then was no news. Now it is.
   */
  #contradict(booth: string): void {
    const { presence, behind, spine } = this.#hub;
    if (!this.#lines.of(booth) || presence.of(booth).presence !== 'present' || behind.missing) return;
    spine.do(plan(changePresence, { booth, presence: 'present' }), hubActor).catch(tellError);
  }

  /** Takes a line that has just been opened. Nothing is said on it before the booth's hello. */
  greet(socket: WebSocket, wire: Wire = loose, comer: Comer = byToken): void {
    let line: BoothLine | null = null;
    let stopWaiting = this.#hub.timers.after(HELLO_MILLISECONDS, () => socket.close(CLOSED_FOR_CAUSE));
    const refuse = (error: unknown) => {
      if (error instanceof Refusal) {
        socket.send(JSON.stringify({ type: 'refused', refusal: error.toMessage() }));
        socket.close(CLOSED_FOR_CAUSE);
        return;
      }
      // The hub's own fault is not the booth's: it is told nothing, and comes again.
      tellError(error);
      socket.close(CLOSED_BY_FAILURE);
    };
    let greeted = false;
    socket.on('message', (data, isBinary) => {
      try {
        if (isBinary) throw new Refusal('FRAME_INVALID');
        const frame = readFrame(data.toString());
        if (line) {
          this.#take(line, frame)?.catch(refuse);
          return;
        }
        // Nothing may be said before the hub has answered the hello.
        if (greeted || frame.type !== 'hello') throw new Refusal('FRAME_INVALID');
        greeted = true;
        stopWaiting();
        stopWaiting = nothing; // a timer that is over is not kept as long as the line
        void this.#admit(socket, wire, comer, frame).then((admitted) => {
          line = admitted;
        }, refuse);
      } catch (error) {
        refuse(error);
      }
    });
    socket.on('error', () => socket.terminate()); // a frame beyond the limit, a broken one: this line only
    socket.on('close', () => {
      stopWaiting();
      if (line && this.#lines.remove(line)) this.#hub.presence.left(line.booth);
    });
  }

  #take(line: BoothLine, frame: BoothFrame): Promise<void> | undefined {
    if (frame.type === 'machine') return this.#machineChanged(line, frame.fingerprint);
    if (frame.type === 'readiness' && !this.#hub.behind.missing)
      return this.#pace.pass(line.booth, () => receiveReadiness(this.#hub, line.booth, frame.readiness));
    if (frame.type === 'renew') return this.#renew(line, frame.request);
    if (frame.type !== 'goodbye') {
      line.take(frame);
      return undefined;
    }
    this.#hub.presence.goodbye(line.booth);
    const planned = plan(changePresence, { booth: line.booth, presence: 'closed' });
    this.#hub.spine.do(planned, hubActor).catch(tellError);
    return undefined;
  }

  async #machineChanged({ booth, comer }: BoothLine, fingerprint: Fingerprint): Promise<void> {
    const { spine, behind } = this.#hub;
    try {
      await requireSameMachine(this.#hub, comer, booth, fingerprint);
    } catch (error) {
      if (error instanceof Refusal) this.#refused.tell(booth, error);
      throw error;
    }
    if (!behind.missing) await spine.do(plan(arrive, { booth, fingerprint }), { kind: 'booth', id: booth });
  }

  async #renew(line: BoothLine, request: string): Promise<void> {
    const { booth, comer } = line;
    if (comer.kind !== 'certificate' || this.#renewed.has(line)) throw new Refusal('FRAME_INVALID');
    this.#renewed.add(line);
    line.send(await renew(this.#hub, { booth, shown: comer.digest, request }));
  }

  /** Who comes, by certificate or token. What is wrong with a certificate is news of its booth. */
  async #booth(comer: Comer, hello: Hello): Promise<BoothAtDoor> {
    const { behind } = this.#hub;
    try {
      return await boothThatComes(this.#hub, this.#book, comer, hello);
    } catch (error) {
      if (!(error instanceof Refusal) || comer.kind === 'token') throw error;
      // A hub restored from an older back-up does not know certificates that it has issued since.
      const { head, booth } = hello;
      if (error.code === 'BOOTH_CERTIFICATE_NEEDED' && head)
        await behind.noticeHead({ ...head, source: `booth/${booth}` });
      this.#tellOwner(comer, error);
      throw error;
    }
  }

  /** Of two lines of one booth the older stays while it speaks. */
  #requireOnlyLine(booth: string): void {
    const { presence, now, settings } = this.#hub;
    const before = this.#lines.of(booth);
    const here = before !== undefined && presence.of(booth).presence === 'present';
    if (!here && !presence.isElsewhere(booth)) return;
    const refusal = new Refusal('BOOTH_TWICE');
    const from = now().getTime() + settings.beatMilliseconds;
    this.#refused.tellLater(booth, refusal, () => {
      const there = here ? this.#lines.of(booth) === before : presence.isElsewhere(booth);
      return there && Date.parse(presence.of(booth).lastHeardAt ?? '') > from;
    });
    throw refusal;
  }

  async #again(known: BoothAtDoor): Promise<BoothAtDoor> {
    return (await this.#book.find(known.home.booth)) ?? known;
  }

  /** Opens the line of a booth that has shown who it is, and tells it where the hub stands. */
  async #admit(socket: WebSocket, wire: Wire, comer: Comer, hello: Hello): Promise<BoothLine> {
    const { spine, presence, settings, now, random, behind, logKey } = this.#hub;
    const { fingerprint, acked, head } = hello;
    const known = await this.#booth(comer, hello);
    const { booth } = known.home;
    this.#requireOnlyLine(booth);
    this.#lines.of(booth)?.drop();
    const challenge = hexOf(random(32));
    const last = await behind.noticeActs(booth, acked, known.last);
    if (head) await behind.noticeHead({ ...head, source: `booth/${booth}` });
    const { home } = known;
    const parts = { hub: this.#hub, acts: this.#acts, socket, wire, home, comer, challenge, last };
    const line = new BoothLine({ ...parts, placed: this.#placed });
    // Asked again, and taken before the next wait: of two lines that come at once only one may pass.
    this.#requireOnlyLine(booth);
    this.#lines.add(line);
    presence.heard(booth);
    let vacant: boolean;
    try {
      // It may have been revoked meanwhile; from here on it would be cut.
      await requireStanding(this.#hub, comer);
      // What has happened since it was looked up was not told to this line.
      const found = known.version === this.#version ? known : await this.#again(known);
      // A hub that is behind lets its booths in, to be sent what it lacks, and writes nothing else.
      if (!behind.missing && isNews(found, fingerprint))
        await spine.do(plan(arrive, { booth, fingerprint }), { kind: 'booth', id: booth });
      vacant = found.vacant && found.version === this.#version;
    } catch (error) {
      this.#lines.remove(line);
      throw error;
    }
    this.#refused.admitted(booth);
    const { beatMilliseconds } = settings;
    const slipKey = slipKeyOf(logKey);
    line.welcome(
      { type: 'welcome', at: now().toISOString(), challenge, last, beatMilliseconds, slipKey },
      this.#shownAt,
      vacant,
    );
    return line;
  }
}

type Wire = LineParts['wire'];

const nothing = () => {};
/** Of a socket that is given alone. */
const loose: Wire = { cork: nothing, uncork: nothing };
