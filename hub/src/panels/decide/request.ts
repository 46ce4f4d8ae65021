import { hexOf, pseudonymOf } from '#shared/canonical/index.ts';
import type { EventPayload } from '#shared/catalogue/events/index.ts';
import { Refusal } from '#shared/catalogue/refusal.ts';
import type { Conflict } from '#shared/conflicts/conflicts.ts';
import { comparable } from '#shared/conflicts/party.ts';
import type { PanelInput } from '#shared/draw/input.ts';
import { requireFullPanel } from '#shared/draw/panel.ts';
import { byCodeUnit } from '#shared/draw/seed.ts';
import { dayInChina, isDay } from '#shared/time/day.ts';
import { openedDraw } from '../../draws/decide.ts';
import { type DrawState, drawIdsAbout, findDraw } from '../../draws/reads.ts';
import type { Command, Facts, NewEvent } from '../../ledger/command.ts';
import { type PooledExpert, pool } from '../../pool/reads.ts';
import { requireOwn } from '../../projects/decide.ts';
import { type EnteredProject, findProject } from '../../projects/reads.ts';
import { type AskedOut, type Exclusion, exclusionsOf, publicReason } from '../exclusions.ts';
import { currentMembers, type Identity, type Member } from '../reads.ts';

interface Requested {
  readonly project: string;
  readonly excluded: readonly AskedOut[];
  /** Day of the evaluation; by default that of the request. */
  readonly day?: string | undefined;
  readonly time?: string | undefined;
  /** What becomes of those who are only possibly in conflict; they stay out by default. */
  readonly possible?: 'exclude' | 'keep' | undefined;
  readonly seconds: number;
}

interface RequestGround {
  readonly entered: EnteredProject | null;
  readonly experts: readonly PooledExpert[];
  /** Everybody who is on a panel now. */
  readonly members: readonly Member[];
  readonly attempts: readonly DrawState[];
}

/** Asks for a project's panel: freezes the draw's input and opens its ceremony with the project's sites. */
export const requestPanel: Command<Requested, RequestGround, { drawId: string; excluded: number }> = {
  name: 'request-panel',
  async load(db, { project }) {
    const attempts = (await drawIdsAbout(db, project)).map((drawId) => findDraw(db, drawId));
    return {
      entered: await findProject(db, project),
      experts: await pool(db),
      members: await currentMembers(db),
      attempts: (await Promise.all(attempts)).filter((draw) => draw !== null),
    };
  },
  decide({ entered, experts, members, attempts }, request, facts) {
    const { project: id, seconds, possible = 'exclude', time } = request;
    const { project, state } = requireOwn(entered, id, facts.actor);
    if (state !== 'frozen') throw new Refusal('PROJECT_NOT_FROZEN', { project: id });
    // A draw is never repeated to get another result: only one that failed may be followed by another.
    if (attempts.some((draw) => draw.phase !== 'failed'))
      throw new Refusal('PANEL_REQUESTED', { project: id });
    const day = requireDay(request.day, facts.at);
    requireKnown(request.excluded, experts);
    const drawId = `${id}#${attempts.length + 1}`;
    const candidates = candidatesOf(project, experts);
    const exclusions = exclusionsOf({ project, day, possible, candidates, members, asked: request.excluded });
    const { input, identities } = frozenInput({ drawId, project, candidates, exclusions }, facts);
    requireFullPanel(input);
    const requested: NewEvent = {
      type: 'panel.requested',
      subject: `project/${id}`,
      payload: {
        ...{ project: id, drawId, identities, day, possible },
        ...(time === undefined ? {} : { time }),
        conflicts: exclusions.flatMap(({ expert, conflicts }) =>
          conflicts.map((one) => noted(expert.id, one)),
        ),
      },
    };
    const parties = project.panel.sites.map((site) => site.id);
    return {
      events: [requested, openedDraw({ drawId, about: id, input, parties, seconds }, facts.at)],
      answer: { drawId, excluded: input.excluded.length },
    };
  },
};

/** The day of an evaluation: one of the calendar, not over yet. Refuses DAY_NONE, PANEL_DAY_PAST. */
export function requireDay(day: string | undefined, at: string): string {
  const today = dayInChina(at);
  if (day === undefined) return today;
  if (!isDay(day))
    throw new Refusal('DAY_NONE', { day }, [{ code: 'DAY_NONE', place: 'day', values: { day } }]);
  if (day < today) throw new Refusal('PANEL_DAY_PAST', { day });
  return day;
}

/** Those of the pool who have any of the project's categories. */
export function candidatesOf(
  { panel }: EnteredProject['project'],
  experts: readonly PooledExpert[],
): PooledExpert[] {
  const wanted = new Set(panel.categories.map((category) => category.id));
  return experts.filter((expert) => expert.categories.some((category) => wanted.has(category)));
}

function requireKnown(asked: readonly AskedOut[], experts: readonly PooledExpert[]): void {
  const ids = new Set(experts.map(({ id }) => id));
  const unknown = asked.findIndex(({ expert }) => !ids.has(expert));
  if (unknown < 0) return;
  throw new Refusal('EXPERT_UNKNOWN', {}, [{ code: 'EXPERT_UNKNOWN', place: `excluded[${unknown}].expert` }]);
}

interface Frozen {
  readonly drawId: string;
  readonly project: EnteredProject['project'];
  readonly candidates: readonly PooledExpert[];
  readonly exclusions: readonly Exclusion[];
}

/** The input of the draw, in which nobody and no employer has a name; and who is behind each pseudonym. */
function frozenInput(
  { drawId, project, candidates, exclusions }: Frozen,
  { random }: Pick<Facts, 'random'>,
): { input: PanelInput; identities: Identity[] } {
  const employerSalt = hexOf(random(32));
  const identities: Identity[] = candidates.map((expert) => {
    const salt = hexOf(random(32));
    return { realId: expert.id, salt, pseudonym: pseudonymOf(drawId, expert.id, salt) };
  });
  const pseudonyms = new Map(identities.map(({ realId, pseudonym }) => [realId, pseudonym]));
  const house = employers(candidates);
  const sealedHouses = new Map<string, string>();
  const employerOf = (expert: PooledExpert) => {
    const key = house(expert);
    const sealed = sealedHouses.get(key) ?? pseudonymOf(drawId, key, employerSalt).slice(0, 16);
    sealedHouses.set(key, sealed);
    return sealed;
  };
  const input: PanelInput = {
    kind: 'panel',
    project: project.id,
    rules: 'kawei/panel@1',
    categories: project.panel.categories.map(({ id, count }) => ({ id, count })),
    sites: project.panel.sites.map((site) => ({ ...site })),
    maxPerEmployer: project.panel.maxPerEmployer,
    reserves: project.panel.reserves,
    candidates: candidates
      .map((expert) => ({
        id: pseudonyms.get(expert.id) ?? '',
        categories: [...expert.categories],
        site: expert.site,
        employer: employerOf(expert),
      }))
      .sort((a, b) => byCodeUnit(a.id, b.id)),
    excluded: exclusions
      .filter(({ out }) => out)
      .map(({ expert, conflicts }) => ({
        id: pseudonyms.get(expert.id) ?? '',
        reason: publicReason(conflicts, project.regime),
      }))
      .sort((a, b) => byCodeUnit(a.id, b.id)),
  };
  return { input, identities };
}

/** One house however it is written: by its code, which one of its people may have told, else by its plain name. */
function employers(candidates: readonly PooledExpert[]): (expert: PooledExpert) => string {
  const plainNames = new Map<string, string>();
  const plain = (name: string) => {
    const known = plainNames.get(name) ?? comparable({ name }).name;
    plainNames.set(name, known);
    return known;
  };
  const codes = new Map<string, string>();
  for (const { employer, employerCode } of candidates)
    if (employerCode !== undefined) codes.set(plain(employer), employerCode);
  return ({ employer, employerCode }) => employerCode ?? codes.get(plain(employer)) ?? plain(employer);
}

type NotedConflict = NonNullable<EventPayload<'panel.requested'>['conflicts']>[number];

/** A conflict with its evidence, for the sealed part of the record. */
function noted(realId: string, { rule, certain, evidence }: Conflict): NotedConflict {
  return { realId, rule, certain, evidence };
}
