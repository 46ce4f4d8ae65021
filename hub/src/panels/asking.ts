/** A panel on its way to its draw: frozen beside the loop from the whole pool, then asked for if nothing has changed. */
import { Refusal } from '#shared/catalogue/refusal.ts';
import type { Hub } from '../gateway/hub.ts';
import { type Actor, plan } from '../ledger/command.ts';
import { loadRequestGround, requestPanel, requireAskable, requireDay } from './decide/request.ts';
import { type AskedOut, engagedOn } from './exclusions.ts';

/** How often a panel is frozen anew because pool or panels have changed meanwhile. */
const TRIES = 5;

export interface AskedPanel {
  readonly project: string;
  readonly excluded: readonly AskedOut[];
  /** Day of the evaluation; by default that of the request. */
  readonly day?: string | undefined;
  readonly time?: string | undefined;
  /** What becomes of those who are only possibly in conflict; they stay out by default. */
  readonly possible?: 'exclude' | 'keep' | undefined;
}

/** Refuses what requireAskable and freezePanel refuse, and PANEL_UNSETTLED. */
export async function askForPanel(
  { spine, store, settings, now, wholePool }: Pick<Hub, 'spine' | 'store' | 'settings' | 'now' | 'wholePool'>,
  asked: AskedPanel,
  actor: Actor,
): Promise<{ drawId: string; excluded: number }> {
  const { possible = 'exclude', time } = asked;
  for (let n = 0; n < TRIES; n++) {
    const ground = await loadRequestGround(store, asked.project);
    const { project, drawId } = requireAskable(ground, asked.project, { actor });
    const day = requireDay(asked.day, now().toISOString());
    const engaged = engagedOn(ground.members, day);
    const toFreeze = { drawId, project, day, possible, engaged, asked: asked.excluded };
    const { version: pool, output: frozen } = await wholePool.ask('freeze-panel', toFreeze);
    const request = { ...{ project: asked.project, day, time, possible }, frozen, pool, engaged };
    const answer = await spine.do(
      plan(requestPanel, { ...request, seconds: settings.ceremonySeconds }),
      actor,
    );
    if (answer) return answer;
  }
  throw new Refusal('PANEL_UNSETTLED', { project: asked.project });
}
