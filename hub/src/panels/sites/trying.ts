/** Whether a panel could be formed whichever sites are drawn: asked of the whole pool, beside the loop. Pure. */
import { Refusal } from '#shared/catalogue/refusal.ts';
import { conflictOf } from '#shared/draw/conflict.ts';
import type { SitesInput } from '#shared/draw/input.ts';
import { eligible } from '#shared/draw/panel.ts';
import { choicesOfSites, quotasOf } from '#shared/draw/sites.ts';
import type { PooledExpert } from '../../pool/reads.ts';
import { type PanelToFreeze, panelToDraw } from '../freezing.ts';

export interface SitesToTry {
  readonly panel: PanelToFreeze;
  readonly sites: SitesInput;
}

/** Refuses EXPERT_UNKNOWN, and SITES_PANEL_NONE with the first choice for which no full panel exists. */
export function trySites(
  experts: readonly PooledExpert[],
  { panel, sites }: SitesToTry,
  random: (bytes: number) => Uint8Array,
): { readonly choices: number } {
  const { input } = panelToDraw(experts, panel, random);
  const choices = choicesOfSites(sites);
  for (const choice of choices) {
    const drawn = { ...input, sites: quotasOf(sites, choice) };
    const conflict = conflictOf(drawn, eligible(drawn));
    if (!conflict) continue;
    const [main = '', ...sides] = choice;
    const { zh, en } = conflict.toMessage().message;
    throw new Refusal('SITES_PANEL_NONE', { main, sides: sides.join('、') || '—', zh, en });
  }
  return { choices: choices.length };
}
