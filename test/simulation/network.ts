/**
 * The network of a simulated morning. A line is a TCP connection: while it lives, what is sent arrives in order,
 * late at times. It may be cut, and it may lie half open, with one end or both not knowing that it is dead; what was
 * on its way then may still arrive after the next line has been opened.
 */
import { EventEmitter } from 'node:events';
import type { Chance } from './chance.ts';
import { SECOND, type VirtualClock } from './clock.ts';
import type { Seams } from './seams.ts';

/** A way between one site and the hub. Each direction can fail alone. */
export interface Way {
  toHub: boolean;
  toSite: boolean;
}

/** What is seen on every line, as it is sent. */
export interface Watchers {
  sent(line: Line, from: 'booth' | 'hub', text: string): void;
}

const CONNECTING = 0;
const OPEN = 1;
const CLOSED = 3;
const ABNORMAL = 1006;

type Side = 'booth' | 'hub';
const other = (side: Side): Side => (side === 'booth' ? 'hub' : 'booth');

/** One end of a line, with the part of the `ws` interface that hub and booth use. */
export class End extends EventEmitter {
  readonly OPEN = OPEN;
  readyState = CONNECTING;
  readonly line: Line;
  readonly side: Side;

  constructor(line: Line, side: Side) {
    super();
    this.line = line;
    this.side = side;
  }

  send(text: string): void {
    if (this.readyState === OPEN) this.line.send(this.side, text);
  }

  close(code = 1000): void {
    this.line.close(this.side, code);
  }

  terminate(): void {
    this.line.close(this.side, ABNORMAL);
  }
}

export class Line {
  readonly booth: string;
  readonly ends: Readonly<Record<Side, End>>;
  readonly #network: Network;
  readonly #site: string;
  /** When the last thing sent from each side arrives: the next is not earlier. */
  readonly #arrival: Record<Side, number> = { booth: 0, hub: 0 };
  /** Nothing passes any more, and nobody is told. */
  dead = false;

  constructor(network: Network, booth: string, site: string) {
    this.#network = network;
    this.booth = booth;
    this.#site = site;
    this.ends = { booth: new End(this, 'booth'), hub: new End(this, 'hub') };
  }

  get site(): string {
    return this.#site;
  }

  send(from: Side, text: string): void {
    const { watchers, seams } = this.#network;
    // A booth's frame is seen as the booth has sent it, the hub's as it leaves the hub.
    if (from === 'booth') watchers.sent(this, from, text);
    for (const changed of seams.frame(this.booth, from, text)) {
      if (from === 'hub') watchers.sent(this, from, changed);
      const times = this.#network.duplicates(from, changed) ? 2 : 1;
      for (let n = 0; n < times; n++) this.#carry(from, () => this.#deliver(other(from), changed));
    }
  }

  /** One side closes; the other learns of it if the way lets it. */
  close(side: Side, code: number): void {
    const end = this.ends[side];
    if (end.readyState === CLOSED) return;
    this.#end(side, code);
    this.#carry(side, () => this.#end(other(side), code));
  }

  /** A side's machine is gone without a word: whoever writes to it later is told by the network. */
  vanish(side: Side): void {
    this.ends[side].readyState = CLOSED;
    this.ends[side].removeAllListeners();
  }

  #end(side: Side, code: number): void {
    const end = this.ends[side];
    if (end.readyState === CLOSED) return;
    end.readyState = CLOSED;
    this.#network.clock.after(0, () => end.emit('close', code));
  }

  #deliver(to: Side, text: string): void {
    const end = this.ends[to];
    if (end.readyState === OPEN) end.emit('message', Buffer.from(text), false);
    else if (end.readyState === CLOSED) this.#carry(to, () => this.#end(other(to), ABNORMAL));
  }

  #carry(from: Side, arrive: () => void): void {
    if (this.dead) return;
    const { clock } = this.#network;
    const time = Math.max(this.#arrival[from], clock.now + this.#network.delay(this.#site));
    this.#arrival[from] = time;
    clock.after(time - clock.now, () => this.#pass(from, arrive));
  }

  /** What comes to a broken way waits before it, as TCP sends again what is not acknowledged. */
  #pass(from: Side, arrive: () => void): void {
    if (this.dead) return;
    if (this.#network.isOpen(this.#site, from)) arrive();
    else this.#network.whenOpen(this.#site, from, () => this.#carry(from, arrive));
  }
}

export class Network {
  readonly clock: VirtualClock;
  readonly watchers: Watchers;
  readonly seams: Seams;
  readonly #chance: Chance;
  readonly #ways = new Map<string, Way>();
  readonly #waiting: { site: string; from: Side; go: () => void }[] = [];
  readonly lines = new Set<Line>();
  /** How often a frame of an act comes twice, and how often anything comes late by seconds. */
  roughness = 0;

  constructor(clock: VirtualClock, chance: Chance, watchers: Watchers, seams: Seams) {
    this.clock = clock;
    this.#chance = chance;
    this.watchers = watchers;
    this.seams = seams;
  }

  /** Opens a line from a booth; `accept` gives the hub its end, or refuses. */
  connect(booth: string, site: string, patience: number, accept: (line: Line) => boolean): End {
    const line = new Line(this, booth, site);
    const { booth: near, hub: far } = line.ends;
    const fail = () => {
      if (near.readyState !== CONNECTING) return;
      near.readyState = CLOSED;
      near.emit('error', new Error('no way to the hub'));
      near.emit('close', ABNORMAL);
    };
    const giveUp = this.clock.after(patience, fail);
    this.clock.after(this.delay(site), () => {
      if (!this.isOpen(site, 'booth') || near.readyState !== CONNECTING) return;
      far.readyState = OPEN;
      this.lines.add(line);
      if (!accept(line)) {
        far.readyState = CLOSED;
        this.clock.after(this.delay(site), fail);
        return;
      }
      this.clock.after(this.delay(site), () => {
        if (!this.isOpen(site, 'hub') || near.readyState !== CONNECTING) return;
        giveUp();
        near.readyState = OPEN;
        near.emit('open');
      });
    });
    return near;
  }

  way(site: string): Way {
    const way = this.#ways.get(site) ?? { toHub: true, toSite: true };
    this.#ways.set(site, way);
    return way;
  }

  isOpen(site: string, from: Side): boolean {
    const way = this.way(site);
    return from === 'booth' ? way.toHub : way.toSite;
  }

  whenOpen(site: string, from: Side, go: () => void): void {
    this.#waiting.push({ site, from, go });
  }

  /** Changes a way; what waited before it goes on. */
  set(site: string, change: Partial<Way>): void {
    Object.assign(this.way(site), change);
    const going = this.#waiting.filter((one) => this.isOpen(one.site, one.from));
    for (const one of going) this.#waiting.splice(this.#waiting.indexOf(one), 1);
    for (const one of going) one.go();
  }

  delay(_site: string): number {
    const usual = this.#chance.whole(1, 40);
    return this.#chance.happens(this.roughness) ? usual + this.#chance.whole(200, 8 * SECOND) : usual;
  }

  duplicates(from: Side, text: string): boolean {
    return from === 'booth' && this.#chance.happens(this.roughness) && text.startsWith('{"type":"acts"');
  }
}
