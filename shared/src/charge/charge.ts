/** What a supervisor or discipline officer has in their charge (监督范围): everything, or what concerns some sites (属地). */
import { type Static, Type } from 'typebox';
import { Id } from '../protocol/primitives.ts';
import type { Role } from '../protocol/requests.ts';

/** Ids of sites; null is everything. Of other roles it is null, and means nothing. */
export const Charge = Type.Union([Type.Null(), Type.Array(Id, { minItems: 1, maxItems: 200 })]);
export type Charge = Static<typeof Charge>;

/** Whether those in this role have a charge. */
export function hasCharge(role: Role): boolean {
  return role === 'supervisor' || role === 'discipline';
}

/** Whether what concerns these sites is in this charge: one of them is enough; what concerns none only of everything. */
export function inCharge(charge: Charge, sites: readonly string[]): boolean {
  return charge === null || sites.some((site) => charge.includes(site));
}

/** The same sites each once and in order, so that two equal charges are written alike. */
export function chargeInOrder(charge: Charge): Charge {
  return charge && [...new Set(charge)].sort();
}
