import { Refusal } from '#shared/catalogue/refusal.ts';
import { isSignedBy, keyMessage } from '#shared/draw/countersignature.ts';
import type { Command } from '../../ledger/command.ts';
import { findSiteKey, type SiteKey } from '../reads.ts';

interface Registering {
  readonly site: string;
  readonly key: string;
  readonly label: string;
  readonly proof: string;
}

/** Registers the public key of a site's desk, shown to be held. Refuses SITE_KEY_KNOWN, SITE_KEY_PROOF. */
export const registerSiteKey: Command<Registering, SiteKey | null, null> = {
  name: 'site-key-register',
  load: (db, { key }) => findSiteKey(db, key),
  decide(known, { site, key, label, proof }) {
    if (known) throw new Refusal('SITE_KEY_KNOWN');
    if (!isSignedBy(key, proof, keyMessage(site, key))) throw new Refusal('SITE_KEY_PROOF');
    const payload = { site, key, label, proof };
    return { events: [{ type: 'site-key.registered', subject: `site/${site}`, payload }], answer: null };
  },
};

/** From now on the key countersigns nothing; what it has signed stands. Refuses SITE_KEY_UNKNOWN, SITE_KEY_REVOKED. */
export const revokeSiteKey: Command<
  { key: string; reason: string; site: string | null },
  SiteKey | null,
  null
> = {
  name: 'site-key-revoke',
  load: (db, { key }) => findSiteKey(db, key),
  decide(known, { key, reason, site }) {
    // A desk has to do with the keys of its own site alone.
    if (!known || (site !== null && known.site !== site)) throw new Refusal('SITE_KEY_UNKNOWN');
    if (known.revoked) throw new Refusal('SITE_KEY_REVOKED');
    const payload = { site: known.site, key, reason };
    return { events: [{ type: 'site-key.revoked', subject: `site/${known.site}`, payload }], answer: null };
  },
};
