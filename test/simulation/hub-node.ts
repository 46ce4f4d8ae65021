/** The hub of a simulated morning: its real rooms, spine, ledger and doors, in a process that can die at any moment. */
import { type FastifyInstance, fastify } from 'fastify';
import type { WebSocket } from 'ws';
import { BatchDesk } from '#hub/batches/desk.ts';
import { ResultDesk } from '#hub/draws/results/desk.ts';
import { startResults } from '#hub/draws/results/making.ts';
import { FairnessDesk } from '#hub/fairness/desk.ts';
import { BoothDoor } from '#hub/gateway/booths.ts';
import { keepCharges } from '#hub/gateway/charge.ts';
import type { Hub } from '#hub/gateway/hub.ts';
import { PresenceBoard } from '#hub/gateway/presence.ts';
import { CheckpointWriter } from '#hub/ledger/checkpoints.ts';
import { hubActor, plan } from '#hub/ledger/command.ts';
import type { LogKey } from '#hub/ledger/log-key.ts';
import { Spine } from '#hub/ledger/spine.ts';
import { BehindWatch } from '#hub/recovery/behind.ts';
import { recordSeal } from '#hub/reports/decide.ts';
import { reportDocument } from '#hub/reports/document-input.ts';
import type { HubIdentity } from '#hub/reports/identity.ts';
import { reportsToSeal } from '#hub/reports/reads.ts';
import { Revocation } from '#hub/revocation/lists.ts';
import { boothActs, rooms, routes } from '#hub/rooms.ts';
import { readSettings } from '#hub/settings.ts';
import { verifier } from '#hub/signatures/stamped.ts';
import { storeRefusal } from '#hub/store/failures.ts';
import { TendencyDesk } from '#hub/tendencies/desk.ts';
import { watchBooths, watchDeadlines } from '#hub/watch.ts';
import { WholePool } from '#hub/whole-pool/whole-pool.ts';
import { digestOf } from '#shared/canonical/index.ts';
import { Refusal } from '#shared/catalogue/refusal.ts';
import type { SessionView } from '#shared/protocol/views.ts';
import type { Chance } from './chance.ts';
import { SECOND, type VirtualClock } from './clock.ts';
import type { Line } from './network.ts';
import type { Seams } from './seams.ts';
import type { HubDisk } from './store.ts';

/** How often booths beat here, and how often the hub looks at the time: seldom enough to be fast. */
const BEAT_SECONDS = 60;
const WATCH_SECONDS = 60;

export interface HubParts {
  readonly clock: VirtualClock;
  readonly chance: Chance;
  readonly disk: HubDisk;
  readonly identity: HubIdentity;
  readonly logKey: LogKey;
  readonly anchors: readonly Uint8Array[];
  /** How far the hub's clock is from the true time, in milliseconds. */
  readonly skew: () => number;
  /** Takes what is thrown and no refusal. */
  readonly failed: (where: string, error: unknown) => void;
  /** Called when a process has died at a commit. */
  readonly died: () => void;
  readonly seams: Seams;
}

export class HubNode {
  readonly #parts: HubParts;
  #process = { alive: false, requests: 0 };
  #hub: Hub | null = null;
  #door: BoothDoor | null = null;
  #app: FastifyInstance | null = null;
  readonly #lines = new Set<Line>();
  starts = 0;

  constructor(parts: HubParts) {
    this.#parts = parts;
  }

  /** The running hub; null while there is none, or while it starts. */
  get hub(): Hub | null {
    return this.#hub;
  }

  async start(): Promise<void> {
    const { clock, chance, disk, failed } = this.#parts;
    disk.recover();
    this.starts += 1;
    const process = { alive: true, requests: 0 };
    this.#process = process;
    const alive = () => process.alive;
    const own = chance.fork(`hub ${this.starts}`);
    const trueRandom = (count: number) => own.bytes(count);
    const timers = clock.timersOf(alive, { stretch: WATCH_SECONDS * SECOND, late: () => own.whole(0, 15) });
    const trueNow = () => new Date(clock.now + this.#parts.skew());
    const store = disk.open({ alive, die: () => this.#dieOfItself(process) });
    const { anchors, seams } = this.#parts;
    const logKey = seams.logKey(this.#parts.logKey);
    const { checkpoints, acts, identity, ...made } = seams.made({
      ...{ checkpoints: await CheckpointWriter.open(store, logKey), rooms, acts: boothActs },
      ...{ identity: this.#parts.identity, now: trueNow, random: trueRandom },
    });
    const { now, random } = made;
    const checkpoint = checkpoints.write.bind(checkpoints);
    const behind = new BehindWatch(store, now);
    const refusal = behind.refusal.bind(behind);
    const spine = await Spine.open({ store, ...made, checkpoint, timers, refusal });
    seams.spine(spine);
    const settings = readSettings({ KAWEI_BEAT_MS: String(BEAT_SECONDS * SECOND) });
    const presence = new PresenceBoard(settings.beatMilliseconds, now, () => clock.now);
    const world = {
      now,
      timers,
      random,
      presence,
      identity,
      boothAuthority: null,
      logKey,
      anchors,
      witnesses: [],
      behind,
      timeAuthority: null,
      revocation: Revocation.none(),
      wholePool: new WholePool(store, random),
      batchDesk: new BatchDesk(),
      fairnessDesk: new FairnessDesk(),
      tendencyDesk: new TendencyDesk(store),
      // A thread's answers come in an order of their own.
      resultDesk: new ResultDesk(() => true),
    };
    const hub: Hub = { spine, store, settings, ...world, signatures: verifier };
    const door = await BoothDoor.open(hub, acts);
    const app = await this.#serve(hub);
    if (!process.alive) return;
    const report = (error: unknown) => failed('the watch', error);
    watchBooths(hub, door, report);
    watchDeadlines(hub, report);
    startResults(hub, (error) => failed('making results', error));
    this.#seal(hub);
    this.#hub = hub;
    this.#door = door;
    this.#app = app;
  }

  /** The process is gone: what it was doing is never finished, and its lines are cut or left hanging. */
  kill(silently: boolean): void {
    this.#die(this.#process);
    for (const line of this.#lines) {
      if (!silently) line.close('hub', 1006);
      line.vanish('hub');
    }
    this.#lines.clear();
  }

  /** Whether somebody's request is being worked on. */
  get serves(): boolean {
    return this.#process.alive && this.#process.requests > 0;
  }

  /** Whether a process runs, be it still starting. */
  get alive(): boolean {
    return this.#process.alive;
  }

  /** Takes the hub's end of a line; false when nobody listens. */
  accept(line: Line): boolean {
    if (!this.#door || !this.#process.alive) return false;
    this.#lines.add(line);
    this.#door.greet(line.ends.hub as unknown as WebSocket);
    return true;
  }

  /** Answers one request of somebody signed in; null when the process dies over it. */
  async answer(
    session: SessionView,
    method: 'GET' | 'POST',
    url: string,
    body?: unknown,
  ): Promise<{ status: number; body: string } | null> {
    const [app, process] = [this.#app, this.#process];
    if (!app || !process.alive) return null;
    process.requests += 1;
    const response = await app
      .inject({
        method,
        url,
        headers: { 'x-session': encodeURIComponent(JSON.stringify(session)) },
        ...(body === undefined ? {} : { payload: body as object }),
      })
      .finally(() => {
        process.requests -= 1;
      });
    const told = this.#parts.seams.answer(response.body, session, url);
    return process.alive ? { status: response.statusCode, body: told } : null;
  }

  #dieOfItself(process: { alive: boolean }): void {
    this.#die(process);
    this.#parts.died();
  }

  #die(process: { alive: boolean }): void {
    process.alive = false;
    if (process !== this.#process) return;
    this.#hub = null;
    this.#door = null;
    this.#app = null;
  }

  /** The rooms' own routes; who asks is told by the session beside the request. */
  async #serve(hub: Hub): Promise<FastifyInstance> {
    const app = fastify({ routerOptions: { maxParamLength: 200 } });
    app.setValidatorCompiler(() => () => true);
    keepCharges(app, hub.store);
    // Everybody is at one address here, and nobody signs in.
    app.decorate('createRateLimit', () => async () => ({ isAllowed: true as const, key: '' }));
    app.decorateRequest('session', null);
    app.addHook('onRequest', async (request) => {
      const told = request.headers['x-session'];
      request.session = JSON.parse(decodeURIComponent(String(told))) as SessionView;
    });
    app.setErrorHandler((error: Error, request, reply) => {
      if (error instanceof Refusal) return reply.status(error.status).send(error.toMessage());
      const stored = storeRefusal(error);
      if (stored) return reply.status(stored.status).send(stored.toMessage());
      this.#parts.failed(`${request.method} ${request.url}`, error);
      return reply.status(500).send({ code: 'INTERNAL' });
    });
    await app.register(async (scope) => {
      for (const register of routes) register(scope, hub);
    });
    await app.ready();
    return app;
  }

  /** As the hub's own sealing, with the document's digest in the place of the sealed PDF. */
  #seal(hub: Hub): void {
    const { failed } = this.#parts;
    let queue = Promise.resolve();
    const sealAll = async () => {
      for (const project of await reportsToSeal(hub.store)) {
        const file = digestOf(JSON.parse(JSON.stringify(await reportDocument(hub.store, project))));
        await hub.spine.do(plan(recordSeal, { project, file, crl: null }), hubActor);
      }
    };
    const enqueue = () => {
      queue = queue.then(sealAll).catch((error: unknown) => {
        failed('sealing', error);
        hub.timers.after(30 * SECOND, enqueue);
      });
    };
    enqueue();
    hub.spine.onCommitted((events) => {
      if (events.some(({ type }) => type === 'consents.complete')) enqueue();
    });
  }
}
