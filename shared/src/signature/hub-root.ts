/** The root that every hub makes for itself: it vouches for the hub's time-stamps and its seal, and for no person. */
import { KnownCertificate } from './certificates.ts';

/** Common name of a hub's own root. */
export const HUB_ROOT = 'Kawei Hub Root';

/** The anchors that may vouch for a person: by its own root a hub could sign in the name of every expert. */
export function vouchingForPeople(anchors: readonly Uint8Array[]): Uint8Array[] {
  return anchors.filter((anchor) => KnownCertificate.read(anchor).facts.name !== HUB_ROOT);
}
