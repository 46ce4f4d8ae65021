/** The ceremony of a draw, as desks take part in it, and the keys with which they countersign. */
import { type Static, Type } from 'typebox';
import { NamedBeacon } from '../draw/beacon.ts';
import { Signature64 } from '../draw/countersignature.ts';
import { closed, Hex32, Line, Prose } from './primitives.ts';

const Seconds = Type.Integer({ minimum: 1, maximum: 86_400 });

/** How long each phase of a ceremony may take, in seconds: whoever is later is recorded as withheld. */
export const CeremonyTimes = Type.Object({ countersign: Seconds, commit: Seconds, reveal: Seconds }, closed);
export type CeremonyTimes = Static<typeof CeremonyTimes>;

/**
 * The public value that is to go into the seed: the first round of drand's quicknet after the reveals, or something else
 * that is published (a lottery's numbers), of which two people enter the value.
 */
export const AskedBeacon = Type.Union([
  Type.Object({ kind: Type.Literal('drand') }, closed),
  Type.Object({ kind: Type.Literal('other'), ...NamedBeacon.properties }, closed),
]);
export type AskedBeacon = Static<typeof AskedBeacon>;

/** POST /api/draws/:drawId/beacon (supervisor, discipline): its value; of a quicknet round the signature, in hex. */
export const BeaconReading = Type.Object({ value: Type.String({ minLength: 1, maxLength: 200 }) }, closed);

/** The same time for each phase. */
export function timesOf(seconds: number): CeremonyTimes {
  return { countersign: seconds, commit: seconds, reveal: seconds };
}

/** POST /api/draws/:drawId/countersign (hall): see `freezeMessage` for what is signed. */
export const DrawCountersign = Type.Object({ key: Hex32, signature: Signature64 }, closed);
/** POST /api/draws/:drawId/commit (hall) */
export const DrawCommit = Type.Object({ commitment: Hex32 }, closed);
/** POST /api/draws/:drawId/reveal (hall) */
export const DrawReveal = Type.Object({ nonce: Hex32, salt: Hex32 }, closed);

/** POST /api/site-keys (hall): a public key of this site's desk, and the proof that it is held (`keyMessage`). */
export const NewSiteKey = Type.Object({ key: Hex32, label: Line, proof: Signature64 }, closed);
/** POST /api/site-keys/:key/revoke (hall for its own site, security-admin) */
export const RevokeSiteKey = Type.Object({ reason: Prose }, closed);

/** GET /api/site-keys (hall: its own site's; security-admin, audit-admin, supervisor, discipline: all) */
export interface SiteKeyRow {
  readonly key: string;
  readonly site: string;
  readonly label: string;
  readonly registeredBy: string;
  readonly registeredAt: string;
  readonly revoked: { readonly by: string; readonly at: string; readonly reason: string } | null;
}
