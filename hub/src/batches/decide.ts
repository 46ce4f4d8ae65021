import type { EventPayload } from '#shared/catalogue/events/index.ts';
import { Refusal } from '#shared/catalogue/refusal.ts';
import type { CeremonyTimes } from '#shared/protocol/draws.ts';
import { openedDraw } from '../draws/decide/ceremony.ts';
import type { Command, NewEvent } from '../ledger/command.ts';
import { withPrepared } from '../ledger/prepared.ts';
import {
  loadRequestGround,
  type RequestGround,
  requestedEvent,
  requireAskable,
  requireDay,
  requireSites,
  sameEngaged,
} from '../panels/decide/request.ts';
import { type Engaged, engagedOn } from '../panels/exclusions.ts';
import { type FrozenPanel, requireKnown } from '../panels/freezing.ts';
import { currentMembers } from '../panels/reads.ts';
import { poolVersion, unknownExperts } from '../pool/reads.ts';
import { findProject } from '../projects/reads.ts';
import type { PlannedBatch, TurnToTake } from './planning.ts';
import {
  type BatchRequestRow,
  type BatchRow,
  callOfDraw,
  drawsOfBatch,
  findBatch,
  listBatches,
  waitingFor,
  waitingProject,
} from './reads.ts';

type Joining = Omit<BatchRequestRow, 'time'> & { readonly time: string | undefined };

interface JoiningGround extends RequestGround {
  /** Whom the agency wants left out and the pool does not have. */
  readonly unknown: ReadonlySet<string>;
}

/** Asks for a project's panel to be drawn in the batch of its day; asked again, the latter counts. */
export const joinBatch: Command<Joining, JoiningGround, null> = {
  name: 'batch-join',
  load: async (db, { project, excluded }) => ({
    ...(await loadRequestGround(db, project)),
    unknown: await unknownExperts(
      db,
      excluded.map(({ expert }) => expert),
    ),
  }),
  decide(ground, { project, day, time, possible, excluded }, facts) {
    requireAskable(ground, project, facts);
    requireSites(ground, project, null);
    requireDay(day, facts.at);
    requireKnown(
      excluded,
      excluded.map(({ expert }) => expert).filter((id) => !ground.unknown.has(id)),
    );
    if (ground.batchDays.includes(day)) throw new Refusal('BATCH_RUNNING', { day });
    const payload: EventPayload<'batch.joined'> = {
      ...{ project, day, possible, excluded: [...excluded] },
      ...(time === undefined ? {} : { time }),
    };
    return { events: [{ type: 'batch.joined', subject: `project/${project}`, payload }], answer: null };
  },
};

interface LeavingGround extends RequestGround {
  readonly waiting: BatchRequestRow | null;
}

export const leaveBatch: Command<{ project: string }, LeavingGround, null> = {
  name: 'batch-leave',
  load: async (db, { project }) => ({
    ...(await loadRequestGround(db, project)),
    waiting: await waitingProject(db, project),
  }),
  decide(ground, { project }, facts) {
    requireAskable(ground, project, facts);
    if (!ground.waiting) throw new Refusal('BATCH_NOT_JOINED', { project });
    return {
      events: [{ type: 'batch.left', subject: `project/${project}`, payload: { project } }],
      answer: null,
    };
  },
};

/** One project's request, frozen beside the loop. */
export interface FrozenProject {
  readonly project: string;
  readonly drawId: string;
  readonly frozen: FrozenPanel;
}

interface Opening {
  readonly day: string;
  readonly waiting: readonly BatchRequestRow[];
  /** In the order of the draws. */
  readonly projects: readonly FrozenProject[];
  readonly planned: PlannedBatch;
  /** The pool, and who was on a panel that day, when it was frozen. */
  readonly pool: number;
  readonly engaged: readonly Engaged[];
}

interface OpeningGround {
  readonly waiting: readonly BatchRequestRow[];
  readonly batches: readonly BatchRow[];
  readonly members: readonly Engaged[];
  readonly pool: number;
}

/** Freezes a day's requests with their order and plan. Null where something they rest on has changed since. */
export const openBatch: Command<Opening, OpeningGround, { batch: string } | null> = {
  name: 'batch-open',
  load: async (db, { day }) => ({
    waiting: await waitingFor(db, day),
    batches: (await listBatches(db)).filter((one) => one.day === day),
    members: await currentMembers(db),
    pool: await poolVersion(db),
  }),
  decide(ground, { day, waiting, projects, planned, pool, engaged }, { at }) {
    requireDay(day, at);
    requireNoneRunning(ground.batches, day);
    const same =
      ground.pool === pool &&
      sameEngaged(engagedOn(ground.members, day), engaged) &&
      JSON.stringify(ground.waiting) === JSON.stringify(waiting);
    if (!same) return { events: [], answer: null };
    const batch = `${day}-${ground.batches.length + 1}`;
    const { plan, short, leastShort } = planned;
    const opened: NewEvent = {
      type: 'batch.opened',
      subject: `batch/${batch}`,
      payload: { batch, day, projects: projects.length, plan: [...plan], short, leastShort },
    };
    const requests = projects.map((one, index) => requestFrozen(batch, index + 1, one));
    return { events: [...requests, opened], answer: { batch } };
  },
};

export function requireNoneRunning(batches: readonly BatchRow[], day: string): void {
  if (batches.some((one) => one.day === day && one.completedAt === null))
    throw new Refusal('BATCH_RUNNING', { day });
}

function requestFrozen(batch: string, place: number, { project, drawId, frozen }: FrozenProject): NewEvent {
  const { input, identities, conflicts, inputDigest } = frozen;
  const payload = withPrepared<EventPayload<'batch.request-frozen'>, 'input' | 'identities' | 'conflicts'>(
    { batch, project, drawId, place, inputDigest },
    { input, identities, conflicts },
  );
  return { type: 'batch.request-frozen', subject: `batch/${batch}`, payload };
}

interface Round {
  readonly batch: string;
  readonly round: number;
  readonly turns: readonly TurnToTake[];
  readonly times: CeremonyTimes;
}

interface RoundGround {
  readonly found: BatchRow | null;
  /** Draws of the rounds before that are not over. */
  readonly open: number;
  readonly calls: ReadonlyMap<
    string,
    Awaited<ReturnType<typeof callOfDraw>> & { readonly parties: readonly string[] }
  >;
}

/** Opens the ceremonies of the next round, or ends the batch. Whoever comes too late for that changes nothing. */
export const beginRound: Command<Round, RoundGround, null> = {
  name: 'batch-round',
  async load(db, { batch, turns }) {
    const calls = new Map<string, Awaited<ReturnType<typeof callOfDraw>> & { parties: string[] }>();
    for (const { drawId } of turns) {
      const call = await callOfDraw(db, batch, drawId);
      const project = (await findProject(db, call.project))?.project;
      calls.set(drawId, { ...call, parties: project?.panel.sites.map(({ id }) => id) ?? [] });
    }
    const open = (await drawsOfBatch(db, batch)).filter(({ standing }) => standing === 'drawing').length;
    return { found: await findBatch(db, batch), open, calls };
  },
  decide({ found, open, calls }, { batch, round, turns, times }, { at }) {
    if (!found || found.completedAt !== null || found.rounds !== round - 1 || open > 0)
      return { events: [], answer: null };
    const subject = `batch/${batch}`;
    if (turns.length === 0)
      return { events: [{ type: 'batch.completed', subject, payload: { batch } }], answer: null };
    const drawn = turns.flatMap((turn) => ('input' in turn ? [turn] : []));
    const refused = turns.flatMap((turn) => ('reason' in turn ? [{ ...turn }] : []));
    const events: NewEvent[] = [
      {
        type: 'batch.round',
        subject,
        payload: { batch, round, drawn: drawn.map(({ drawId }) => drawId), refused },
      },
    ];
    for (const { drawId, digest, input } of drawn) {
      const call = calls.get(drawId);
      if (!call) throw new Error(`no request for ${drawId}`);
      const { project, parties, possible, time, ...rest } = call;
      const frozen = { kind: 'panel', digest, text: input } as const;
      events.push(
        requestedEvent(drawId, {
          ...{ project, ...rest, time: time ?? undefined },
          possible: possible === 'keep' ? 'keep' : 'exclude',
        }),
        openedDraw({ drawId, about: project, input: frozen, parties, times }, at),
      );
    }
    return { events, answer: null };
  },
};
