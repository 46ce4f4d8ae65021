/** The draw of main and side sites, `kawei/sites@1` (docs/draw.md, part 6): the first sites in order of ticket, the main site before all. */
import { canonicalBytes, hexOf, hmacUnder } from '../canonical/index.ts';
import { Refusal } from '../catalogue/refusal.ts';
import type { Text } from '../catalogue/text.ts';
import type { SitesInput } from './input.ts';
import { byCodeUnit, keyOfSeed } from './seed.ts';

export interface DrawnSite {
  readonly id: string;
  readonly role: 'main' | 'side';
  /** `HMAC(seed, J(["site", id]))` in hex. */
  readonly ticket: string;
  /** The fewest and most members it sends to the panel. */
  readonly min: number;
  readonly max: number;
}

export interface SitesResult {
  readonly sites: readonly DrawnSite[];
}

/** Draws the main site and the side sites, with the quotas of the panel that is drawn from them. */
export function drawSites(input: SitesInput, seed: string): SitesResult {
  const drawn = sitesInTicketOrder(input, seed).slice(0, 1 + input.sides);
  return {
    sites: drawn.map(({ id, ticket }, index) => {
      const role = index === 0 ? 'main' : 'side';
      const { min, max } = input.quotas[role];
      return { id, role, ticket, min, max };
    }),
  };
}

/** Every candidate site in the drawn order. */
export function sitesInTicketOrder(
  { candidates }: SitesInput,
  seed: string,
): { readonly id: string; readonly ticket: string }[] {
  const mac = hmacUnder(keyOfSeed(seed));
  return candidates
    .map((id) => ({ id, ticket: hexOf(mac(canonicalBytes(['site', id]))) }))
    .sort((a, b) => byCodeUnit(a.ticket, b.ticket) || byCodeUnit(a.id, b.id));
}

/** Bounds of a panel, as they follow from which sites are drawn; `sites` with the main site first. */
export function quotasOf(
  { quotas }: Pick<SitesInput, 'quotas'>,
  sites: readonly string[],
): { id: string; min: number; max: number }[] {
  return sites.map((id, index) => ({ id, ...quotas[index === 0 ? 'main' : 'side'] }));
}

/** Every choice of sites that can be drawn, each with the main site first; the order of side sites makes no difference. */
export function choicesOfSites({ candidates, sides }: Pick<SitesInput, 'candidates' | 'sides'>): string[][] {
  return candidates.flatMap((main) =>
    subsets(
      candidates.filter((id) => id !== main),
      sides,
    ).map((some) => [main, ...some]),
  );
}

function subsets(ids: readonly string[], size: number): string[][] {
  if (size === 0) return [[]];
  return ids.flatMap((id, index) => subsets(ids.slice(index + 1), size - 1).map((rest) => [id, ...rest]));
}

/** How main and side sites were drawn, in a sentence. */
export function sitesWords({ candidates }: SitesInput, { sites }: SitesResult): Text {
  const [main, ...sides] = sites.map(({ id }) => id);
  return {
    zh: `${candidates.length} 个备选场所按序号排列：第一个 ${main} 为主场，${sides.length > 0 ? `其后的 ${sides.join('、')} 为副场` : '没有副场'}。`,
    en: `${candidates.length} candidate sites in order of ticket: the first, ${main}, is the main site; ${sides.length > 0 ? `the next, ${sides.join(', ')}, side sites` : 'there is no side site'}.`,
  };
}

/** What became of one candidate site, and why. Refuses DRAW_CANDIDATE_UNKNOWN. */
export function explainSite(input: SitesInput, seed: string, id: string) {
  const order = sitesInTicketOrder(input, seed);
  const place = order.findIndex((site) => site.id === id);
  const [site, drawn] = [order[place], drawSites(input, seed).sites[place]];
  if (!site) throw new Refusal('DRAW_CANDIDATE_UNKNOWN', { id });
  const wanted = 1 + input.sides;
  const became: Text = drawn
    ? {
        zh: `${drawn.role === 'main' ? '为主场' : '为副场'}，出 ${drawn.min} 至 ${drawn.max} 人。`,
        en: `${drawn.role === 'main' ? 'The main site' : 'A side site'}, which sends ${drawn.min} to ${drawn.max} members.`,
      }
    : { zh: `只取前 ${wanted} 个，未抽中。`, en: `Only the first ${wanted} are taken: not drawn.` };
  return {
    ...{ id, order: place + 1, ticket: site.ticket, role: drawn?.role ?? null },
    text: [{ zh: `抽取序号第 ${place + 1} 位。`, en: `Number ${place + 1} in the drawn order.` }, became],
  };
}
