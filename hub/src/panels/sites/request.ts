import type { EventPayload } from '#shared/catalogue/events/index.ts';
import { Refusal } from '#shared/catalogue/refusal.ts';
import type { NamedBeacon } from '#shared/draw/beacon.ts';
import type { SitesInput } from '#shared/draw/input.ts';
import type { CeremonyTimes } from '#shared/protocol/draws.ts';
import { waitingProject } from '../../batches/reads.ts';
import { requireStillAhead } from '../../draws/decide/beacon.ts';
import { openedDraw } from '../../draws/decide/ceremony.ts';
import { type DrawState, sitesOfProject } from '../../draws/reads.ts';
import type { Command, Facts } from '../../ledger/command.ts';
import type { EnteredProject } from '../../projects/reads.ts';
import type { Db } from '../../store/database.ts';
import { loadRequestGround, type RequestGround, requireAskable, requireDay } from '../decide/request.ts';
import type { SitesCall } from './reads.ts';

export interface SitesGround extends RequestGround {
  /** Whether it waits for a day's batch, whose panels come from the sites of their projects. */
  readonly inBatch: boolean;
}

export async function loadSitesGround(db: Db, project: string): Promise<SitesGround> {
  const ground = await loadRequestGround(db, project);
  return { ...ground, inBatch: (await waitingProject(db, project)) !== null };
}

/**
 * The project whose sites may be put to the draw, and the id of it. Refuses what requireAskable refuses, SITES_REQUESTED
 * and SITES_IN_BATCH.
 */
export function requireSitesAskable(
  ground: SitesGround,
  id: string,
  facts: Pick<Facts, 'actor'>,
): { project: EnteredProject['project']; drawId: string } {
  const { project } = requireAskable(ground, id, facts);
  if (ground.siteDraws.some(({ phase }: DrawState) => phase !== 'failed'))
    throw new Refusal('SITES_REQUESTED', { project: id });
  if (ground.inBatch) throw new Refusal('SITES_IN_BATCH', { project: id });
  return { project, drawId: `${sitesOfProject(id)}#${ground.siteDraws.length + 1}` };
}

interface RequestedSites extends SitesCall {
  readonly project: string;
  readonly input: SitesInput;
  readonly times: CeremonyTimes;
  /** As the input names it. */
  readonly beacon: NamedBeacon | null;
}

/**
 * Puts a project's sites to the draw: records for what panel, and opens the ceremony. All candidate sites take part in
 * it, and in that of the panel, so that no desk learns from being asked whether its site was drawn.
 */
export const requestSites: Command<RequestedSites, SitesGround, { drawId: string }> = {
  name: 'request-sites',
  load: (db, { project }) => loadSitesGround(db, project),
  decide(ground, { project: id, day, possible, excluded, input, times, beacon }, facts) {
    const { project, drawId } = requireSitesAskable(ground, id, facts);
    requireDay(day, facts.at);
    if (beacon) requireStillAhead(beacon, times, facts.at);
    const payload: EventPayload<'sites.requested'> = {
      ...{ project: id, drawId, day, possible },
      excluded: [...excluded],
    };
    const parties = project.panel.sites.map((site) => site.id);
    const opening = { drawId, about: sitesOfProject(id), input, parties, times, beacon };
    return {
      events: [{ type: 'sites.requested', subject: `project/${id}`, payload }, openedDraw(opening, facts.at)],
      answer: { drawId },
    };
  },
};
