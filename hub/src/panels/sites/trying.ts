/** Whether a panel could be formed whichever sites are drawn: asked of the whole pool, beside the loop. Pure. */
import { Refusal } from '#shared/catalogue/refusal.ts';
import { conflictOf } from '#shared/draw/conflict.ts';
import type { PanelInput, SitesInput } from '#shared/draw/input.ts';
import { eligible } from '#shared/draw/panel.ts';
import { choicesOfSites, quotasOf } from '#shared/draw/sites.ts';
import type { PooledExpert } from '../../pool/reads.ts';
import { byItself, type PanelToFreeze, panelToDraw } from '../freezing.ts';

export interface SitesToTry {
  readonly panel: PanelToFreeze;
  readonly sites: SitesInput;
}

/**
 * Refuses EXPERT_UNKNOWN; SITES_PANEL_NONE with the first choice for which the project by itself has no full panel; and
 * PANEL_NOT_FORMED, which names no choice, where that is so only beside other panels and exclusions.
 */
export function trySites(
  experts: readonly PooledExpert[],
  { panel, sites }: SitesToTry,
  random: (bytes: number) => Uint8Array,
): { readonly choices: number } {
  const choices = choicesOfSites(sites);
  const conflictFor = (input: PanelInput, choice: readonly string[]) => {
    const drawn = { ...input, sites: quotasOf(sites, choice) };
    return conflictOf(drawn, eligible(drawn));
  };
  const asked = panelToDraw(experts, panel, random).input;
  if (choices.every((choice) => conflictFor(asked, choice) === null)) return { choices: choices.length };
  const alone = panelToDraw(experts, byItself(panel), random).input;
  for (const choice of choices) {
    const conflict = conflictFor(alone, choice);
    if (!conflict) continue;
    const [main = '', ...sides] = choice;
    const { zh, en } = conflict.toMessage().message;
    throw new Refusal('SITES_PANEL_NONE', { main, sides: sides.join('、') || '—', zh, en });
  }
  throw new Refusal('PANEL_NOT_FORMED', { project: panel.project.id });
}
