/**
 * The rooms of an evaluation on a real spine and a database file of their own. Panel and seats are put on the
 * record as drawn, so that the evaluation is tried without a ceremony.
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FastifyInstance, fastify } from 'fastify';
import { keepCharges } from '#hub/gateway/charge.ts';
import type { Hub } from '#hub/gateway/hub.ts';
import type { ActOutcome } from '#hub/ledger/booth-acts.ts';
import { CheckpointWriter } from '#hub/ledger/checkpoints.ts';
import { type Actor, hubActor, type NewEvent, type Planned } from '#hub/ledger/command.ts';
import { openLogKey } from '#hub/ledger/log-key.ts';
import { Spine } from '#hub/ledger/spine.ts';
import { type HubIdentity, openIdentity } from '#hub/reports/identity.ts';
import { reportsRoutes } from '#hub/reports/routes.ts';
import { Revocation } from '#hub/revocation/lists.ts';
import { migrations, rooms } from '#hub/rooms.ts';
import { evaluationActs } from '#hub/scoring/acts.ts';
import { scoringRoutes } from '#hub/scoring/routes.ts';
import { readSettings } from '#hub/settings.ts';
import { judgedBy } from '#hub/signatures/judged.ts';
import { verifier } from '#hub/signatures/stamped.ts';
import { openStore } from '#hub/store/database.ts';
import { WholePool } from '#hub/whole-pool/whole-pool.ts';
import { sha256Hex } from '#shared/canonical/index.ts';
import { Refusal } from '#shared/catalogue/refusal.ts';
import type { Project } from '#shared/projects/project.ts';
import type { Act, ActKind } from '#shared/protocol/booth-frames.ts';
import type { Role } from '#shared/protocol/requests.ts';
import { freshPlace } from '#test/databases/place.ts';

/** Digest of every booth's fingerprint here. */
export const BOOTH_DIGEST = sha256Hex('booth');

export class RoomsHub {
  readonly hub: Hub;
  readonly #data: string;
  readonly #place: string;
  #acts = 0;

  private constructor(hub: Hub, data: string, place: string) {
    this.#place = place;
    this.hub = hub;
    this.#data = data;
  }

  static async open(anchors: readonly Uint8Array[], revocation = Revocation.none()): Promise<RoomsHub> {
    const data = mkdtempSync(join(tmpdir(), 'kawei-rooms-'));
    return RoomsHub.openAt(anchors, data, await freshPlace(data), revocation);
  }

  /** On data and a database that are there. */
  static async openAt(
    anchors: readonly Uint8Array[],
    data: string,
    place: string,
    revocation = Revocation.none(),
  ): Promise<RoomsHub> {
    const now = () => new Date();
    const store = await openStore(place, migrations);
    const identity: HubIdentity = await openIdentity(join(data, 'identity'), now());
    const logKey = openLogKey(join(data, 'identity'), 'rehearsal.invalid/ledger');
    const checkpoints = await CheckpointWriter.open(store, logKey);
    const checkpoint = checkpoints.write.bind(checkpoints);
    const spine = await Spine.open({ store, rooms, now, checkpoint });
    const settings = readSettings({ KAWEI_DATA: data });
    const presence = { of: () => ({ presence: 'present', lastHeardAt: null, pending: 0 }) };
    const signatures = judgedBy(revocation, verifier);
    const world = { anchors, revocation, presence, signatures, witnesses: [] };
    const wholePool = new WholePool(store, randomBytes);
    const parts = { spine, store, settings, now, identity, logKey, wholePool, ...world };
    const hub = parts as unknown as Hub;
    return new RoomsHub(hub, data, place);
  }

  /** A hub on the same data, after this one has stopped. */
  async restart(): Promise<RoomsHub> {
    await this.hub.spine.idle();
    await this.hub.store.destroy();
    const { anchors, revocation } = this.hub;
    return RoomsHub.openAt(anchors, this.#data, this.#place, revocation);
  }

  async close(): Promise<void> {
    await this.hub.spine.idle();
    await this.hub.store.destroy();
    rmSync(this.#data, { recursive: true, force: true });
  }

  get data(): string {
    return this.#data;
  }

  /** Puts events on the record as the hub would after the rooms that are not here. */
  async record(...events: NewEvent[]): Promise<void> {
    await this.#recordBy(hubActor, events);
  }

  async #recordBy(actor: Actor, events: readonly NewEvent[]): Promise<void> {
    const planned: Planned<null> = { name: 'record', run: async () => ({ events, answer: null }) };
    await this.hub.spine.do(planned, actor);
  }

  /** Enters a project as the agency that asks in {@link app}. */
  async enter(project: Project): Promise<void> {
    const subject = `project/${project.id}`;
    const payload = { project: project.id, title: project.title, document: project };
    await this.#recordBy({ kind: 'user', id: 'agency1' }, [
      { type: 'project.entered', subject, payload },
      { type: 'project.frozen', subject, payload: { project: project.id, digest: sha256Hex('project') } },
    ]);
  }

  /** Gives each expert of a project a seat `H-01NN` with the booth `booth-EXPERT`, and admits them there. */
  async seat(project: string, experts: readonly { expert: string; realId: string }[]): Promise<void> {
    const place = (n: number) => `H-01${String(n + 1).padStart(2, '0')}`;
    await this.record(
      { type: 'site.created', subject: 'site/S1', payload: { site: 'S1', name: '主场', city: '某市' } },
      {
        type: 'hall.created',
        subject: 'hall/H',
        payload: { hall: 'H', site: 'S1', name: '一号厅', rows: 1, columns: 40, closed: [] },
      },
    );
    for (const [n, { expert, realId }] of experts.entries()) {
      const booth = `booth-${expert}`;
      const seat = place(n);
      const token = sha256Hex(`token of ${booth}`);
      const who = { project, expert };
      const slip = String(n).padStart(6, '0');
      const drawn = { drawId: 'H#1', hall: 'H', placements: [{ ...who, realId, seat, slip }] };
      await this.record(
        { type: 'booth.registered', subject: `booth/${booth}`, payload: { booth, hall: 'H', seat, token } },
        {
          type: 'expert.checked-in',
          subject: 'site/S1',
          payload: { ...who, site: 'S1', realId, badge: realId },
        },
        { type: 'seats.drawn', subject: 'hall/H', payload: drawn },
        {
          type: 'admission.granted',
          subject: `project/${project}`,
          payload: { ...who, booth, seat, boothDigest: BOOTH_DIGEST },
        },
      );
    }
  }

  /** An act of a booth, through its handler, as the gateway does it. */
  async act<K extends Act['kind']>(booth: string, act: Extract<Act, { kind: K }>): Promise<ActOutcome> {
    const handlers = evaluationActs as Partial<Record<ActKind, (call: object) => Promise<Planned>>>;
    const handle = handlers[act.kind];
    if (!handle) throw new Error(`no handler for ${act.kind}`);
    const at = this.hub.now().toISOString();
    const actor: Actor = { kind: 'booth', id: booth };
    try {
      const planned = await handle({ hub: this.hub, booth, act, at, challenge: '0'.repeat(64) });
      this.#acts += 1;
      return await this.hub.spine.doAct(planned, actor, { booth, n: this.#acts, at });
    } catch (error) {
      if (error instanceof Refusal) return { refusal: error.toMessage() };
      throw error;
    }
  }

  /** The rooms' routes, with the role of who asks in a header. */
  app(): FastifyInstance {
    const app = fastify();
    keepCharges(app, this.hub.store);
    app.decorateRequest('session', null);
    app.addHook('onRequest', async (request) => {
      const role = request.headers['x-role'] as Role | undefined;
      request.session = role ? { user: `${role}1`, name: role, role, site: null, charge: null } : null;
    });
    app.setErrorHandler((error, _request, reply) => {
      if (!(error instanceof Refusal)) throw error;
      return reply.status(error.status).send(error.toMessage());
    });
    scoringRoutes(app, this.hub);
    reportsRoutes(app, this.hub);
    return app;
  }
}
