/** A panel's input as it is frozen, made of the whole pool beside the loop. Pure but for its salts. */
import { digestOf, hexOf, pseudonymOf } from '#shared/canonical/index.ts';
import type { EventPayload } from '#shared/catalogue/events/index.ts';
import { Refusal } from '#shared/catalogue/refusal.ts';
import type { Conflict } from '#shared/conflicts/conflicts.ts';
import { comparable } from '#shared/conflicts/party.ts';
import type { BeaconName } from '#shared/draw/beacon.ts';
import { conflictOf } from '#shared/draw/conflict.ts';
import type { PanelInput } from '#shared/draw/input.ts';
import { eligible, requireFullPanel } from '#shared/draw/panel.ts';
import { byCodeUnit } from '#shared/draw/seed.ts';
import type { Project } from '#shared/projects/project.ts';
import { preparedText } from '../ledger/prepared.ts';
import type { PooledExpert } from '../pool/reads.ts';
import { type AskedOut, type Engaged, type Exclusion, exclusionsOf, publicReason } from './exclusions.ts';
import type { Identity } from './reads.ts';
import type { DrawnSites } from './sites/reads.ts';

export interface PanelToFreeze {
  readonly drawId: string;
  readonly project: Project;
  readonly day: string;
  readonly possible: 'exclude' | 'keep';
  readonly engaged: readonly Engaged[];
  readonly asked: readonly AskedOut[];
  /** Which public value goes into the seed; null for none. */
  readonly beacon: BeaconName | null;
  /** Sites that were drawn; null where they are the project's own. */
  readonly sites: Pick<DrawnSites, 'drawId' | 'sites'> | null;
}

/** What is frozen, ready to be recorded: canonical JSON of its large parts. */
export interface FrozenPanel {
  readonly inputDigest: string;
  readonly input: string;
  readonly identities: string;
  readonly conflicts: string;
}

type Random = (bytes: number) => Uint8Array;

/** Freezes a panel. Refuses EXPERT_UNKNOWN, PANEL_NOT_FORMED, and of the project by itself what requireFullPanel refuses. */
export function freezePanel(
  experts: readonly PooledExpert[],
  asked: PanelToFreeze,
  random: Random,
): FrozenPanel {
  const panel = panelToDraw(experts, asked, random);
  if (conflictOf(panel.input, eligible(panel.input))) {
    requireFullPanel(panelToDraw(experts, byItself(asked), random).input);
    throw new Refusal('PANEL_NOT_FORMED', { project: asked.project.id });
  }
  return recordable(panel);
}

/**
 * The same panel with nobody engaged elsewhere or named by the agency: where even that cannot be formed, the agency may
 * be told why, with numbers. From those of the panel as asked it would learn of whomever it names whether they sit on
 * another one.
 */
export function byItself(asked: PanelToFreeze): PanelToFreeze {
  return { ...asked, engaged: [], asked: [] };
}

/** Freezes the panels of a day's batch, each as if it were alone; whether it can be filled is for the batch to say. */
export function freezePanels(
  experts: readonly PooledExpert[],
  { panels }: { readonly panels: readonly PanelToFreeze[] },
  random: Random,
): FrozenPanel[] {
  return panels.map((asked) => recordable(panelToDraw(experts, asked, random)));
}

/** What one project's panel is drawn from, by itself. */
interface PanelToDraw {
  readonly input: PanelInput;
  readonly identities: readonly Identity[];
  readonly exclusions: readonly Exclusion[];
}

/** Refuses EXPERT_UNKNOWN. */
export function panelToDraw(
  experts: readonly PooledExpert[],
  { drawId, project, day, possible, engaged, asked, beacon, sites }: PanelToFreeze,
  random: Random,
): PanelToDraw {
  requireKnown(
    asked,
    experts.map(({ id }) => id),
  );
  const candidates = candidatesOf(project, experts);
  const exclusions = exclusionsOf({ project, day, possible, candidates, engaged, asked });
  return {
    ...frozenInput({ drawId, project, candidates, exclusions, beacon, sites }, { random }),
    exclusions,
  };
}

/** Its canonical JSON, part by part. */
function recordable({ input, identities, exclusions }: PanelToDraw): FrozenPanel {
  const conflicts = exclusions.flatMap(({ expert, conflicts: own }) =>
    own.map((one) => noted(expert.id, one)),
  );
  return {
    inputDigest: digestOf(input),
    input: preparedText('draw.opened', 'input', input),
    identities: preparedText('panel.requested', 'identities', identities),
    conflicts: preparedText('panel.requested', 'conflicts', conflicts),
  };
}

/** Those of the pool who have any of the project's categories. */
export function candidatesOf({ panel }: Project, experts: readonly PooledExpert[]): PooledExpert[] {
  const wanted = new Set(panel.categories.map((category) => category.id));
  return experts.filter((expert) => expert.categories.some((category) => wanted.has(category)));
}

/** Refuses EXPERT_UNKNOWN where somebody named has none of the known ids. */
export function requireKnown(asked: readonly AskedOut[], known: readonly string[]): void {
  const ids = new Set(known);
  const unknown = asked.findIndex(({ expert }) => !ids.has(expert));
  if (unknown < 0) return;
  throw new Refusal('EXPERT_UNKNOWN', {}, [{ code: 'EXPERT_UNKNOWN', place: `excluded[${unknown}].expert` }]);
}

interface Frozen {
  readonly drawId: string;
  readonly project: Project;
  readonly candidates: readonly PooledExpert[];
  readonly exclusions: readonly Exclusion[];
  readonly beacon: BeaconName | null;
  readonly sites: PanelToFreeze['sites'];
}

/** The input of the draw, in which nobody and no employer has a name; and who is behind each pseudonym. */
function frozenInput(
  { drawId, project, candidates, exclusions, beacon, sites }: Frozen,
  { random }: { readonly random: Random },
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
    sites: (sites?.sites ?? project.panel.sites).map((site) => ({ ...site })),
    ...(sites ? { sitesFrom: sites.drawId } : {}),
    maxPerEmployer: project.panel.maxPerEmployer,
    reserves: project.panel.reserves,
    beacon,
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
