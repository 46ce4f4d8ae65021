/** One morning: everything in it, from its first minute to the last expert who leaves. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hubActor, type Planned, plan } from '#hub/ledger/command.ts';
import { type LogKey, openLogKey } from '#hub/ledger/log-key.ts';
import { importList } from '#hub/pool/import.ts';
import { createHall, createSite, registerBooth } from '#hub/venues/decide.ts';
import { sha256Hex } from '#shared/canonical/index.ts';
import { events as catalogue } from '#shared/catalogue/events/index.ts';
import { Refusal } from '#shared/catalogue/refusal.ts';
import type { PoolExpert } from '#shared/pool/expert.ts';
import { BoothNode } from './booth-node.ts';
import { Chance } from './chance.ts';
import { checkActs } from './checks/acts.ts';
import { checkLedger } from './checks/ledger.ts';
import { checkEndings, checkSignatures, checkTotals } from './checks/results.ts';
import { checkTables } from './checks/tables.ts';
import { HOUR, MINUTE, VirtualClock } from './clock.ts';
import { plant } from './defects/index.ts';
import { Desk } from './desk.ts';
import { Expert } from './expert.ts';
import { Findings, Trace } from './findings.ts';
import { HubNode } from './hub-node.ts';
import { Keys } from './keys.ts';
import { Network } from './network.ts';
import { Observer } from './observer.ts';
import { Agency, Auditor, Supervisor, Witness } from './overseers.ts';
import { believe } from './platform.ts';
import { Seams } from './seams.ts';
import { Secrecy } from './secrecy.ts';
import { FAULT, HubDisk } from './store.ts';
import { makeTown, type Town } from './town.ts';
import { type Entry, Truth } from './truth.ts';
import { Weather } from './weather.ts';

const START = Date.parse('2026-11-24T00:30:00Z');
/** A morning that has not come to its end by then never will. */
const LATEST = 10 * HOUR;
/** And one in which so much happens goes round in circles. */
const HAPPENINGS = 250_000;

export interface MorningPlan {
  readonly seed: number;
  readonly booths: number;
  readonly calm: boolean;
  /** Name of a defect to be planted. */
  readonly defect?: string;
  readonly tell?: (line: string) => void;
}

/** Keys of this process: the same for all its mornings. */
const keys = new Keys();
let logKey: LogKey | undefined;

function ownLogKey(): LogKey {
  if (logKey) return logKey;
  const directory = mkdtempSync(join(tmpdir(), 'kawei-simulation-'));
  logKey = openLogKey(directory, 'simulation.invalid/ledger');
  rmSync(directory, { recursive: true });
  return logKey;
}

export class Morning {
  readonly plan: MorningPlan;
  readonly chance: Chance;
  readonly clock = new VirtualClock(START);
  readonly seams: Seams;
  readonly findings = new Findings();
  readonly trace: Trace;
  readonly keys = keys;
  readonly town: Town;
  readonly network: Network;
  readonly observer: Observer;
  readonly disk: HubDisk;
  readonly truth: Truth;
  readonly hub: HubNode;
  readonly booths = new Map<string, BoothNode>();
  readonly desks: readonly Desk[];
  readonly witnesses: readonly Witness[];
  readonly experts: Expert[] = [];
  readonly #weather: Weather;
  readonly #agency: Agency;
  readonly #supervisor: Supervisor;
  readonly #auditor: Auditor;
  /** How far the hub's clock is from the true time, in milliseconds. */
  hubSkew = 0;
  /** The most that the hub's clock was ever behind and before, in milliseconds. */
  skews = { least: 0, most: 0 };
  #over = false;

  private constructor(planned: MorningPlan, disk: HubDisk, seams: Seams) {
    this.seams = seams;
    this.plan = planned;
    this.chance = new Chance(`kawei ${planned.seed}`);
    this.trace = new Trace(planned.tell ?? null);
    this.town = makeTown(planned.booths, this.chance.fork('town'), keys);
    this.disk = disk;
    this.truth = new Truth(disk);
    this.truth.told = (entry) => this.#told(entry);
    disk.stored = () => this.#stored();
    const { clock, findings, trace, truth } = this;
    const secrecy = new Secrecy(truth, this.town);
    this.observer = new Observer({ clock, trace, findings, secrecy });
    this.network = new Network(clock, this.chance.fork('network'), this.observer, seams);
    this.hub = new HubNode({
      ...{ clock, disk, identity: keys.identity, logKey: ownLogKey(), anchors: [keys.anchor] },
      chance: this.chance.fork('hub'),
      skew: () => this.hubSkew,
      failed: (where, error) => this.failed(where, error),
      died: () => this.#weather.hubDied(),
      seams,
    });
    clock.busy = () => this.hub.serves;
    const { network } = this;
    for (const place of this.town.booths) {
      const chance = this.chance.fork(place.booth);
      const accept = this.hub.accept.bind(this.hub);
      const parts = { clock, chance, network, accept, seams };
      this.booths.set(place.booth, new BoothNode(place, parts));
    }
    this.#weather = new Weather(this);
    this.desks = this.town.sites.map((site) => new Desk(this, site));
    this.witnesses = this.town.sites.map((site) => new Witness(this, site, ownLogKey().verifierKey));
    this.#agency = new Agency(this, this.town.projects);
    this.#supervisor = new Supervisor(this);
    this.#auditor = new Auditor(this);
  }

  static async prepare(planned: MorningPlan): Promise<Morning> {
    const seams = new Seams();
    believe(false);
    const morning = new Morning(planned, await HubDisk.make(seams), seams);
    if (planned.defect !== undefined) plant(planned.defect, morning);
    return morning;
  }

  get isCalm(): boolean {
    return this.plan.calm;
  }

  get over(): boolean {
    return this.#over;
  }

  /** Hours that have passed in the morning. */
  get hours(): number {
    return (this.clock.now - START) / HOUR;
  }

  /** Lets the morning happen, to its end. */
  async happen(): Promise<void> {
    await this.#whileItPasses(this.hub.start());
    await this.#whileItPasses(this.#setUp());
    for (const [place, booth] of [...this.booths.values()].entries()) {
      this.clock.after(place * 700, () => booth.switchOn());
    }
    if (!this.isCalm) this.#weather.begin();
    const staff = [...this.desks, this.#agency, this.#supervisor, this.#auditor, ...this.witnesses];
    for (const one of staff) one.work().catch((error: unknown) => this.failed('staff', error));
    const ended = await this.clock.pass(START + LATEST, () => this.#isEnded() || this.#isLost());
    if (this.isSpoilt) return;
    if (!ended || !this.#isEnded())
      this.findings.add('endings', `not over after ${this.hours.toFixed(1)} hours: ${this.#standing()}`);
    if (!this.isCalm) this.#weather.end();
    // What is still on its way arrives, and every machine says its last.
    await this.clock.pass(this.clock.now + 6 * MINUTE, () => false);
    for (const witness of this.witnesses) await this.#whileItPasses(witness.look());
    this.#over = true;
  }

  /** Holds the morning, now that it is over, against everything that must be so. */
  async judge(): Promise<void> {
    if (this.isSpoilt) return;
    believe(false);
    checkActs(this);
    checkLedger(this, ownLogKey().verifierKey);
    checkTotals(this);
    checkEndings(this);
    await checkTables(this);
    await checkSignatures(this);
  }

  /** Something was thrown that is no refusal. */
  failed(where: string, error: unknown): void {
    const text = (error as Error).stack ?? String(error);
    const caused = text.includes(FAULT) || (error instanceof Refusal && error.code === 'STORE_WRITE_FAILED');
    if (!caused) this.findings.add('errors', `${where}: ${text}`);
  }

  desk(site: string): Desk {
    const desk = this.desks.find((one) => one.site === site);
    if (!desk) throw new Error(`no desk at ${site}`);
    return desk;
  }

  boothAt(seat: string): BoothNode {
    const booth = this.booths.get(`T-${seat}`);
    if (!booth) throw new Error(`no booth at ${seat}`);
    return booth;
  }

  /** Whether the member with this ticket stays at home. */
  absent(project: string, ticket: string): boolean {
    if (this.isCalm) return false;
    const member = this.truth.story(project).members.find((one) => one.ticket === ticket);
    return member !== undefined && this.chance.fork(`absent ${member.expert}`).happens(0.04);
  }

  /** A commit is stored: what it says is true from now on, and its checkpoint stands beside it. */
  #stored(): void {
    this.truth.follow();
    const row = this.disk.prepared('select max(size) as size from checkpoints').get() as {
      size: number | null;
    };
    if ((row.size ?? 0) !== this.truth.entries.length)
      this.findings.add(
        'checkpoints',
        `${this.truth.entries.length} entries, the last checkpoint over ${row.size}`,
      );
  }

  #told({ type, payload }: Entry): void {
    this.observer.note(`ledger ${this.truth.entries.length - 1} ${type}`);
    const called =
      type === 'panel.drawn'
        ? this.truth.story(String(payload.project)).members
        : type === 'member.replaced' && payload.replacement
          ? this.truth.story(String(payload.project)).members.slice(-1)
          : [];
    for (const member of called) this.#call(member);
    const { topics } = catalogue[type];
    const concerned = [
      ...(topics.some((topic) => topic === 'draws' || topic === 'hall') ? this.desks : []),
      ...(topics.some((topic) => topic === 'draws') ? [this.#agency] : []),
    ];
    for (const office of concerned) this.clock.after(200, () => office.bell.ring());
  }

  #call(member: Expert['called']): void {
    if (this.absent(member.project, member.ticket)) return;
    const person = this.town.people.find(({ id }) => id === member.realId) as PoolExpert;
    const expert = new Expert(this, person, member);
    this.experts.push(expert);
    expert.live().catch((error: unknown) => this.failed(`expert ${person.id}`, error));
  }

  /** The town is entered by its administrators before the doors open. */
  async #setUp(): Promise<void> {
    const { hub } = this.hub;
    if (!hub) throw new Error('the hub did not start');
    const all = (planned: readonly Planned[]) =>
      Promise.all(planned.map((one) => hub.spine.do(one, hubActor)));
    const { sites, halls, booths, people } = this.town;
    await all(sites.map((id) => plan(createSite, { id, name: `${id} 中心`, city: id })));
    await all(halls.map((hall) => plan(createHall, { ...hall, name: `${hall.id} 厅` })));
    await all(
      booths.map(({ booth: id, hall, seat, token }) =>
        plan(registerBooth, { id, hall, seat, token: sha256Hex(token) }),
      ),
    );
    const list = new TextEncoder().encode(JSON.stringify({ experts: people }));
    await importList(hub, { list, from: 'request' }, hubActor);
  }

  async #whileItPasses(work: Promise<void>): Promise<void> {
    let done = false;
    work.then(
      () => {
        done = true;
      },
      (error: unknown) => {
        done = true;
        this.failed('the set-up', error);
      },
    );
    for (let n = 0; n < 100 && !done; n++) await this.clock.pass(this.clock.now + MINUTE, () => done);
  }

  /** With a defect planted, the first thing it shows is enough. */
  get isSpoilt(): boolean {
    return this.plan.defect !== undefined && this.findings.all.length > 0;
  }

  #isLost(): boolean {
    return this.isSpoilt || this.clock.happened > HAPPENINGS * (this.plan.booths / 20);
  }

  #isEnded(): boolean {
    return (
      this.truth.stories.size === this.town.projects.length &&
      [...this.truth.stories.values()].every(({ ended }) => ended) &&
      this.experts.every(({ left }) => left)
    );
  }

  #standing(): string {
    const projects = [...this.truth.stories].map(([id, story]) => `${id} ${story.ended ? 'ended' : 'open'}`);
    const booths = [...this.booths.values()].flatMap(({ core, place }) => {
      const screen = core?.screen;
      if (!screen || screen.screen === 'unassigned') return [];
      const { line, pending, session, busy, refusal } = screen;
      return [
        `${place.booth} ${screen.screen} ${line} pending ${pending} ${session?.step ?? ''} ${session?.waitingFor ?? ''} busy ${busy.join()} ${refusal?.code ?? ''}`,
      ];
    });
    return [...projects, ...booths].join('; ');
  }
}
