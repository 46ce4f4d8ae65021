/** Main and side sites (docs/draw.md, part 6). */
import { before, hex, J, M } from './bytes.ts';

interface Bounds {
  readonly min: number;
  readonly max: number;
}

export interface SitesInput {
  readonly kind: 'sites';
  readonly candidates: readonly string[];
  readonly sides: number;
  readonly quotas: { readonly main: Bounds; readonly side: Bounds };
}

export function isSitesOf({ candidates, sides, quotas }: SitesInput, seed: string, result: unknown): boolean {
  const mac = M(seed);
  const order = candidates
    .map((id) => ({ id, ticket: hex(mac(['site', id])) }))
    .sort((a, b) => before(a.ticket, b.ticket) || before(a.id, b.id));
  const drawn = order.slice(0, 1 + sides).map((site, place) => {
    const role = place === 0 ? 'main' : 'side';
    return { ...site, role, ...quotas[role] };
  });
  return J(result) === J({ sites: drawn });
}
