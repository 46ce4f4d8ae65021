/** The booths' door: who may open a line, which line is a booth's, and which lines an event concerns. */
import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { hexOf, sha256Hex } from '#shared/canonical/index.ts';
import { Refusal } from '#shared/catalogue/refusal.ts';
import { type BoothFrame, FRAME_LIMIT } from '#shared/protocol/booth-frames.ts';
import { hubActor, plan, type StoredEvent } from '../ledger/command.ts';
import { tellError } from '../ledger/listeners.ts';
import { arrive, changePresence, isNews } from '../venues/decide.ts';
import { boothAtDoor, boothsPresent } from '../venues/reads.ts';
import type { ActHandlers } from './acts.ts';
import { BoothLine, CLOSED_BY_FAILURE, CLOSED_FOR_CAUSE, type LineParts, readFrame } from './booth-line.ts';
import type { Hub } from './hub.ts';
import { Lines } from './lines.ts';

/** Where booths connect. */
const PATH = '/booth';
/** A line that has not said who it is within this time is closed, in milliseconds. */
const HELLO_MILLISECONDS = 10_000;

export class BoothDoor {
  readonly #hub: Hub;
  readonly #acts: ActHandlers;
  readonly #lines = new Lines<BoothLine>();
  readonly #sockets = new WebSocketServer({ noServer: true, maxPayload: FRAME_LIMIT });
  readonly #stopListening: () => void;
  /** Entries committed to the ledger: orders the views. */
  #version: number;
  #open = true;
  readonly #shownAt = () => this.#version;
  readonly #placed = (line: BoothLine, project: string | null) => this.#lines.placed(line, project);

  private constructor(hub: Hub, acts: ActHandlers) {
    this.#hub = hub;
    this.#acts = acts;
    this.#version = hub.spine.size;
    this.#stopListening = hub.spine.onCommitted((events) => this.#tell(events));
  }

  /** Opens the door. Booths that were present when the hub last wrote are expected to come back. */
  static async open(hub: Hub, acts: ActHandlers): Promise<BoothDoor> {
    for (const booth of await boothsPresent(hub.store)) hub.presence.expect(booth.id);
    return new BoothDoor(hub, acts);
  }

  attach(server: Server): void {
    server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      const path = URL.parse(request.url ?? '', 'http://hub')?.pathname;
      if (path !== PATH || !this.#open) {
        socket.destroy();
        return;
      }
      this.#sockets.handleUpgrade(request, socket, head, (upgraded) => this.greet(upgraded, socket));
    });
  }

  /** Records the booths that have fallen silent, and drops their lines. */
  async sweep(): Promise<void> {
    for (const booth of this.#hub.presence.sweep()) {
      this.drop(booth);
      await this.#hub.spine.do(plan(changePresence, { booth, presence: 'missing' }), hubActor);
    }
  }

  /** Drops a booth's line, if it has one here. */
  drop(booth: string): void {
    this.#lines.of(booth)?.drop();
  }

  close(): void {
    this.#open = false;
    this.#stopListening();
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
  greet(socket: WebSocket, wire: Wire = loose): void {
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
          this.#take(line, frame);
          return;
        }
        // Nothing may be said before the hub has answered the hello.
        if (greeted || frame.type !== 'hello') throw new Refusal('FRAME_INVALID');
        greeted = true;
        stopWaiting();
        stopWaiting = nothing; // a timer that is over is not kept as long as the line
        void this.#admit(socket, wire, frame).then((admitted) => {
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

  #take(line: BoothLine, frame: BoothFrame): void {
    if (frame.type !== 'goodbye') {
      line.take(frame);
      return;
    }
    this.#hub.presence.goodbye(line.booth);
    const planned = plan(changePresence, { booth: line.booth, presence: 'closed' });
    this.#hub.spine.do(planned, hubActor).catch(tellError);
  }

  /** Opens the line of a booth that has shown its token, and tells it where the hub stands. */
  async #admit(socket: WebSocket, wire: Wire, hello: Hello): Promise<BoothLine> {
    const { spine, store, presence, settings, now, random, behind } = this.#hub;
    const { booth, token, fingerprint, acked, head } = hello;
    const known = await boothAtDoor(store, booth);
    if (!known || !timingSafeEqual(Buffer.from(known.token), Buffer.from(sha256Hex(token))))
      throw new Refusal('BOOTH_UNKNOWN');
    const before = this.#lines.of(booth);
    if (before && presence.of(booth).presence === 'present') throw new Refusal('BOOTH_TWICE');
    if (presence.isElsewhere(booth)) throw new Refusal('BOOTH_TWICE');
    before?.drop();
    const challenge = hexOf(random(32));
    const last = await behind.noticeActs(booth, acked);
    if (head) await behind.noticeHead({ ...head, source: `booth/${booth}` });
    const { home } = known;
    const parts = { hub: this.#hub, acts: this.#acts, socket, wire, home, challenge, last };
    const line = new BoothLine({ ...parts, placed: this.#placed });
    // Taken before the next wait: of two lines that come at once only one may pass.
    this.#lines.add(line);
    presence.heard(booth);
    try {
      // A hub that is behind lets its booths in, to be sent what it lacks, and writes nothing else.
      if (!behind.missing && isNews(known, fingerprint))
        await spine.do(plan(arrive, { booth, fingerprint }), { kind: 'booth', id: booth });
    } catch (error) {
      this.#lines.remove(line);
      throw error;
    }
    const { beatMilliseconds } = settings;
    line.welcome(
      { type: 'welcome', at: now().toISOString(), challenge, last, beatMilliseconds },
      this.#shownAt,
    );
    return line;
  }
}

type Hello = Extract<BoothFrame, { type: 'hello' }>;
type Wire = LineParts['wire'];

const nothing = () => {};
/** Of a socket that is given alone. */
const loose: Wire = { cork: nothing, uncork: nothing };
