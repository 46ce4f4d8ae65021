/** Main and side sites on their way to their draw, and the panel that is drawn from them afterwards. */
import { Refusal } from '#shared/catalogue/refusal.ts';
import { checkInput, type SitesInput } from '#shared/draw/input.ts';
import { type AskedBeacon, type CeremonyTimes, timesOf } from '#shared/protocol/draws.ts';
import type { SitesRequest } from '#shared/protocol/requests.ts';
import { namedBeacon } from '../../draws/decide/beacon.ts';
import type { Hub } from '../../gateway/hub.ts';
import { type Actor, plan } from '../../ledger/command.ts';
import { askForPanelFrom } from '../asking.ts';
import { loadRequestGround, requireAskable, requireDay } from '../decide/request.ts';
import { engagedOn } from '../exclusions.ts';
import { weighed } from '../weighed.ts';
import { drawnSitesOf, sitesCallOf } from './reads.ts';
import { loadSitesGround, requestSites, requireSitesAskable } from './request.ts';

/** Choices of sites for each of which the pool is asked; more would take minutes. */
const MOST_CHOICES = 200;

type Parts = Pick<Hub, 'spine' | 'store' | 'settings' | 'now' | 'wholePool'>;

/** Refuses what requireSitesAskable, checkInput and trySites refuse, and SITES_TOO_MANY. */
export async function askForSites(
  { spine, store, settings, now, wholePool }: Parts,
  asked: SitesRequest & { readonly project: string },
  actor: Actor,
): Promise<{ drawId: string }> {
  const { sides, quotas, excluded, possible = 'exclude' } = asked;
  const times = { ...timesOf(settings.ceremonySeconds), ...asked.times };
  const ground = await loadSitesGround(store, asked.project);
  const { project, drawId } = requireSitesAskable(ground, asked.project, { actor });
  const day = requireDay(asked.day, now().toISOString());
  const named = asked.beacon ? namedBeacon(asked.beacon, times, now().toISOString()) : null;
  const input = checkInput({
    ...{ kind: 'sites', project: project.id, rules: 'kawei/sites@1' },
    candidates: project.panel.sites.map(({ id }) => id),
    ...{ sides, quotas },
    beacon: named && { source: named.source, round: named.round },
  }) as SitesInput;
  const choices = countOfChoices(input);
  if (choices > MOST_CHOICES) throw new Refusal('SITES_TOO_MANY', { choices, most: MOST_CHOICES });
  const engaged = engagedOn(ground.members, day);
  const panel = { drawId, project, day, possible, engaged, asked: excluded, beacon: null, sites: null };
  const said = { project: project.id, what: 'sites', day, possible, excluded } as const;
  await weighed({ spine }, wholePool.ask('try-sites', { panel, sites: input }), said, actor);
  const request = { project: project.id, day, possible, excluded, input, times, beacon: named };
  return spine.do(plan(requestSites, request), actor);
}

/** One main site, and so many of the others. */
function countOfChoices({ candidates: { length }, sides }: SitesInput): number {
  let count = length;
  for (let k = 1; k <= sides && count <= MOST_CHOICES; k++) count = (count * (length - k)) / k;
  return count;
}

interface AskedFromSites {
  readonly project: string;
  readonly day?: string | undefined;
  readonly time?: string | undefined;
  readonly times?: Partial<CeremonyTimes> | undefined;
  readonly beacon?: AskedBeacon | undefined;
}

/**
 * Asks for the panel of the sites that were drawn, with the day and the exclusions that were said before. What the pool
 * lacks now is not told: it would tell which sites they are. Refuses SITES_NOT_DRAWN, SITES_PANEL_CHANGED.
 */
export async function askFromSites(
  hub: Parts,
  asked: AskedFromSites,
  actor: Actor,
): Promise<{ drawId: string }> {
  requireAskable(await loadRequestGround(hub.store, asked.project), asked.project, { actor });
  const drawn = await drawnSitesOf(hub.store, asked.project);
  const call = drawn && (await sitesCallOf(hub.store, drawn.drawId));
  if (!drawn || !call) throw new Refusal('SITES_NOT_DRAWN', { project: asked.project });
  const { excluded, possible } = call;
  const day = asked.day ?? call.day;
  try {
    return await askForPanelFrom(drawn, hub, { ...asked, day, possible, excluded }, actor);
  } catch (error) {
    if (!(error instanceof Refusal && SAYS_WHICH.includes(error.code))) throw error;
    throw new Refusal('SITES_PANEL_CHANGED', { project: asked.project });
  }
}

const SAYS_WHICH: readonly string[] = ['PANEL_NOT_FORMED', 'DRAW_NO_FULL_PANEL', 'DRAW_POOL_TOO_SMALL'];
