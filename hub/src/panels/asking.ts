/** A panel on its way to its draw: frozen beside the loop from the whole pool, then asked for if nothing has changed. */
import { Refusal } from '#shared/catalogue/refusal.ts';
import { type AskedBeacon, type CeremonyTimes, timesOf } from '#shared/protocol/draws.ts';
import { namedBeacon } from '../draws/decide/beacon.ts';
import type { Hub } from '../gateway/hub.ts';
import { type Actor, plan } from '../ledger/command.ts';
import {
  loadRequestGround,
  requestPanel,
  requireAskable,
  requireDay,
  requireSites,
} from './decide/request.ts';
import { type AskedOut, engagedOn } from './exclusions.ts';
import type { DrawnSites } from './sites/reads.ts';
import { weighed } from './weighed.ts';

/** How often a panel is frozen anew because pool or panels have changed meanwhile. */
const TRIES = 5;

type Parts = Pick<Hub, 'spine' | 'store' | 'settings' | 'now' | 'wholePool'>;

export interface AskedPanel {
  readonly project: string;
  readonly excluded: readonly AskedOut[];
  /** Day of the evaluation; by default that of the request. */
  readonly day?: string | undefined;
  readonly time?: string | undefined;
  /** What becomes of those who are only possibly in conflict; they stay out by default. */
  readonly possible?: 'exclude' | 'keep' | undefined;
  /** Time for each phase of the ceremony, in seconds; the hub's own where nothing is said. */
  readonly times?: Partial<CeremonyTimes> | undefined;
  /** The public value in the seed; none where nothing is said. */
  readonly beacon?: AskedBeacon | undefined;
}

/** Refuses what requireAskable and freezePanel refuse, SITES_DRAWN, and PANEL_UNSETTLED. */
export function askForPanel(hub: Parts, asked: AskedPanel, actor: Actor): Promise<{ drawId: string }> {
  return askForPanelFrom(null, hub, asked, actor);
}

/** The same for a panel of the sites that were drawn; null where nobody put them to the draw. */
export async function askForPanelFrom(
  drawn: DrawnSites | null,
  { spine, store, settings, now, wholePool }: Parts,
  asked: AskedPanel,
  actor: Actor,
): Promise<{ drawId: string }> {
  const { possible = 'exclude', time } = asked;
  const excluded = [...asked.excluded];
  const times = { ...timesOf(settings.ceremonySeconds), ...asked.times };
  for (let n = 0; n < TRIES; n++) {
    const ground = await loadRequestGround(store, asked.project);
    const { project, drawId } = requireAskable(ground, asked.project, { actor });
    requireSites(ground, asked.project, drawn);
    const day = requireDay(asked.day, now().toISOString());
    const engaged = engagedOn(ground.members, day);
    const named = asked.beacon ? namedBeacon(asked.beacon, times, now().toISOString()) : null;
    const beacon = named && { source: named.source, round: named.round };
    const toFreeze = { drawId, project, day, possible, engaged, asked: excluded, beacon, sites: drawn };
    const said = { project: asked.project, what: 'panel', day, possible, excluded } as const;
    const frozenNow = wholePool.ask('freeze-panel', toFreeze);
    const { version: pool, output: frozen } = await weighed({ spine }, frozenNow, said, actor);
    const request = { ...{ project: asked.project, day, time, possible }, frozen, pool, engaged };
    const answer = await spine.do(
      plan(requestPanel, { ...request, times, beacon: named, sites: drawn }),
      actor,
    );
    if (answer) return answer;
  }
  throw new Refusal('PANEL_UNSETTLED', { project: asked.project });
}
