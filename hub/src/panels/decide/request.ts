import type { EventPayload } from '#shared/catalogue/events/index.ts';
import { Refusal } from '#shared/catalogue/refusal.ts';
import type { NamedBeacon } from '#shared/draw/beacon.ts';
import type { CeremonyTimes } from '#shared/protocol/draws.ts';
import { dayInChina, isDay } from '#shared/time/day.ts';
import { runningDayOf, runningDays } from '../../batches/reads.ts';
import { requireStillAhead } from '../../draws/decide/beacon.ts';
import { openedDraw } from '../../draws/decide/ceremony.ts';
import { type DrawState, drawsAbout } from '../../draws/reads.ts';
import type { Command, Facts, NewEvent } from '../../ledger/command.ts';
import { withPrepared } from '../../ledger/prepared.ts';
import { poolVersion } from '../../pool/reads.ts';
import { requireOwn } from '../../projects/decide.ts';
import { type EnteredProject, findProject } from '../../projects/reads.ts';
import type { Db } from '../../store/database.ts';
import { type Engaged, engagedOn } from '../exclusions.ts';
import type { FrozenPanel } from '../freezing.ts';
import { currentMembers } from '../reads.ts';
import { type DrawnSites, siteDrawsOf } from '../sites/reads.ts';

/** What a request rests on. */
export interface RequestGround {
  readonly entered: EnteredProject | null;
  /** How many draws were held for the project, each of which failed but perhaps the last. */
  readonly attempts: readonly Pick<DrawState, 'phase'>[];
  readonly members: readonly Engaged[];
  readonly pool: number;
  /** The day of the batch in which it waits for its turn; null where it is in none. */
  readonly waitsFor: string | null;
  /** Days whose batch is being drawn. */
  readonly batchDays: readonly string[];
  /** The draws by which its sites were put to chance, the latest first. */
  readonly siteDraws: readonly DrawState[];
}

export async function loadRequestGround(db: Db, project: string): Promise<RequestGround> {
  return {
    entered: await findProject(db, project),
    attempts: await drawsAbout(db, project),
    members: await currentMembers(db),
    pool: await poolVersion(db),
    waitsFor: await runningDayOf(db, project),
    batchDays: await runningDays(db),
    siteDraws: await siteDrawsOf(db, project),
  };
}

/** The project a panel may be asked for, and the id of its draw. Refuses PROJECT_UNKNOWN, PROJECT_NOT_FROZEN, PANEL_REQUESTED, BATCH_RUNNING. */
export function requireAskable(
  { entered, attempts, waitsFor }: Pick<RequestGround, 'entered' | 'attempts' | 'waitsFor'>,
  project: string,
  { actor }: Pick<Facts, 'actor'>,
): { project: EnteredProject['project']; drawId: string } {
  const own = requireOwn(entered, project, actor);
  if (own.state !== 'frozen') throw new Refusal('PROJECT_NOT_FROZEN', { project });
  // A draw is never repeated to get another result: only one that failed may be followed by another.
  if (attempts.some((draw) => draw.phase !== 'failed')) throw new Refusal('PANEL_REQUESTED', { project });
  if (waitsFor !== null) throw new Refusal('BATCH_RUNNING', { day: waitsFor });
  return { project: own.project, drawId: `${project}#${attempts.length + 1}` };
}

/**
 * Where a project's sites were put to the draw, its panel comes from those that were drawn, and from no others. Refuses
 * SITES_DRAWN, SITES_NOT_DRAWN.
 */
export function requireSites(
  { siteDraws: [latest] }: Pick<RequestGround, 'siteDraws'>,
  project: string,
  from: Pick<DrawnSites, 'drawId'> | null,
): void {
  if (latest && !from) throw new Refusal('SITES_DRAWN', { project });
  if (latest?.drawId !== from?.drawId) throw new Refusal('SITES_NOT_DRAWN', { project });
}

/** A panel that was frozen beside the loop, and what it was frozen from. */
interface Requested {
  readonly project: string;
  readonly day: string;
  readonly time?: string | undefined;
  readonly possible: 'exclude' | 'keep';
  readonly times: CeremonyTimes;
  /** As its frozen input names it. */
  readonly beacon: NamedBeacon | null;
  /** Null where its sites are the project's own. */
  readonly sites: Pick<DrawnSites, 'drawId'> | null;
  readonly frozen: FrozenPanel;
  /** The pool, and who was on a panel that day, when it was frozen. */
  readonly pool: number;
  readonly engaged: readonly Engaged[];
}

/**
 * Asks for a project's panel: records its frozen input and opens its ceremony with the project's sites. Null where what
 * it was frozen from has changed since: it has to be frozen anew.
 */
export const requestPanel: Command<Requested, RequestGround, { drawId: string } | null> = {
  name: 'request-panel',
  load: (db, { project }) => loadRequestGround(db, project),
  decide(ground, request, facts) {
    const { day, frozen, times } = request;
    const { project, drawId } = requireAskable(ground, request.project, facts);
    requireSites(ground, request.project, request.sites);
    requireDay(day, facts.at);
    // What a batch has planned for would be taken away under its draws.
    if (ground.batchDays.includes(day)) throw new Refusal('BATCH_RUNNING', { day });
    const engaged = engagedOn(ground.members, day);
    if (ground.pool !== request.pool || !sameEngaged(engaged, request.engaged))
      return { events: [], answer: null };
    if (request.beacon) requireStillAhead(request.beacon, times, facts.at);
    const opening = {
      ...{ drawId, about: project.id, times },
      beacon: request.beacon,
      input: { kind: 'panel', digest: frozen.inputDigest, text: frozen.input } as const,
      parties: project.panel.sites.map((site) => site.id),
    };
    return {
      events: [requestedEvent(drawId, { ...request, ...frozen }), openedDraw(opening, facts.at)],
      answer: { drawId },
    };
  },
};

/** What is recorded of a request, with the canonical JSON of its large parts. */
export interface RequestedPanel {
  readonly project: string;
  readonly day: string;
  readonly time?: string | undefined;
  readonly possible: 'exclude' | 'keep';
  readonly identities: string;
  readonly conflicts: string;
}

export function requestedEvent(drawId: string, panel: RequestedPanel): NewEvent {
  const { project, day, time, possible, identities, conflicts } = panel;
  const payload = withPrepared<EventPayload<'panel.requested'>, 'identities' | 'conflicts'>(
    { project, drawId, day, possible, ...(time === undefined ? {} : { time }) },
    { identities, conflicts },
  );
  return { type: 'panel.requested', subject: `project/${project}`, payload };
}

/** Whether the same people are on panels of a day. */
export function sameEngaged(some: readonly Engaged[], others: readonly Engaged[]): boolean {
  const told = (list: readonly Engaged[]) => JSON.stringify(list.map((one) => [one.realId, one.day]).sort());
  return told(some) === told(others);
}

/** The day of an evaluation: one of the calendar, not over yet. Refuses DAY_NONE, PANEL_DAY_PAST. */
export function requireDay(day: string | undefined, at: string): string {
  const today = dayInChina(at);
  if (day === undefined) return today;
  if (!isDay(day))
    throw new Refusal('DAY_NONE', { day }, [{ code: 'DAY_NONE', place: 'day', values: { day } }]);
  if (day < today) throw new Refusal('PANEL_DAY_PAST', { day });
  return day;
}
