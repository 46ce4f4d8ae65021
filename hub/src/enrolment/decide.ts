import { digestOf } from '#shared/canonical/index.ts';
import { Refusal } from '#shared/catalogue/refusal.ts';
import type { Fingerprint } from '#shared/protocol/booth-frames.ts';
import type { Command, NewEvent } from '../ledger/command.ts';
import { type BoothIdentity, findBooth } from '../venues/reads.ts';
import { type BoothCertificate, type BoothCode, findCertificate, findCode, isEnrolled } from './reads.ts';

/** How long a code can be used, in milliseconds. */
const CODE_MILLISECONDS = 600_000;

/** A certificate that was made for a booth: DER in base64, its digest and that of its public key, and its end. */
export interface Issued {
  readonly certificate: string;
  readonly digest: string;
  readonly key: string;
  readonly until: string;
}

/** A new code for a booth, in the place of its last one. `hall`: where the caller says it is, if they say. */
export const offerEnrolment: Command<
  { booth: string; hall?: string; code: string; who: string },
  BoothIdentity | null,
  { until: string }
> = {
  name: 'offer-enrolment',
  load: (db, { booth }) => findBooth(db, booth),
  decide(known, { booth, hall, code, who }, { at }) {
    if (!known || (hall !== undefined && known.hall !== hall)) throw new Refusal('BOOTH_ABSENT', { booth });
    const until = new Date(Date.parse(at) + CODE_MILLISECONDS).toISOString();
    const payload = { booth, site: known.site, code, until, who };
    return {
      events: [{ type: 'booth.enrolment-offered', subject: `booth/${booth}`, payload }],
      answer: { until },
    };
  },
};

/** Refuses a code that is not there, has been used with another key, or is too old. */
export function requireUsable(known: BoothCode | null, key: string, at: string): BoothCode {
  if (!known) throw new Refusal('ENROLMENT_CODE_WRONG');
  if (known.key !== null && known.key !== key) throw new Refusal('ENROLMENT_CODE_USED');
  if (known.key === null && known.until <= at) throw new Refusal('ENROLMENT_CODE_EXPIRED');
  return known;
}

/**
 * A code is used: it belongs from then on to the key that came with it, which is given the same certificate when it
 * asks again, so that a terminal that crashed or did not hear the answer may repeat. The machine is recorded anew.
 */
export const enrolBooth: Command<
  { code: string; issued: Issued; fingerprint: Fingerprint },
  { known: BoothCode | null; booth: BoothIdentity | null; given: BoothCertificate | null },
  { booth: string; certificate: string }
> = {
  name: 'enrol-booth',
  load: async (db, { code }) => {
    const known = await findCode(db, code);
    return {
      known,
      booth: known && (await findBooth(db, known.booth)),
      given: known?.certificate ? await findCertificate(db, known.certificate) : null,
    };
  },
  decide({ known, booth: at, given }, { code, issued, fingerprint: parts }, facts) {
    const { booth } = requireUsable(known, issued.key, facts.at);
    if (!at) throw new Refusal('BOOTH_ABSENT', { booth });
    if (given) return { events: [], answer: { booth, certificate: given.certificate } };
    const subject = `booth/${booth}`;
    const { site } = at;
    const enrolled = { type: 'booth.enrolled', subject, payload: { booth, site, code, ...issued } } as const;
    const digest = digestOf(parts);
    const payload = { booth, site, digest, parts };
    const recorded: NewEvent = { type: 'booth.fingerprint-recorded', subject, payload };
    const news = at.fingerprintDigest === digest ? [] : [recorded];
    return { events: [enrolled, ...news], answer: { booth, certificate: issued.certificate } };
  },
};

/** Records that somebody tried to enrol and was refused: whoever guesses codes is seen. */
export const refuseEnrolment: Command<{ address: string; refusal: Refusal }, null, null> = {
  name: 'refuse-enrolment',
  load: async () => null,
  decide(_state, { address, refusal }) {
    const { code, message } = refusal.toMessage();
    const payload = { address, code, ...message };
    return { events: [{ type: 'enrolment.refused', subject: 'enrolment', payload }], answer: null };
  },
};

/** The next certificate of a booth that shows a valid one; that one stays valid to its end. */
export const renewCertificate: Command<
  { shown: string; issued: Issued },
  { known: BoothCertificate | null; booth: BoothIdentity | null },
  null
> = {
  name: 'renew-certificate',
  load: async (db, { shown }) => {
    const known = await findCertificate(db, shown);
    return { known, booth: known && (await findBooth(db, known.booth)) };
  },
  decide({ known, booth: at }, { issued }, facts) {
    const { booth } = requireValid(known, facts.at);
    if (!at) throw new Refusal('BOOTH_ABSENT', { booth });
    const payload = { booth, site: at.site, ...issued };
    return {
      events: [{ type: 'booth.certificate-renewed', subject: `booth/${booth}`, payload }],
      answer: null,
    };
  },
};

/** Refuses a certificate that is not the hub's, or not any more. */
export function requireValid(known: BoothCertificate | null, at: string): BoothCertificate {
  if (!known) throw new Refusal('BOOTH_CERTIFICATE_NEEDED');
  if (known.revokedAt !== null) throw new Refusal('BOOTH_CERTIFICATE_REVOKED');
  if (known.until <= at) throw new Refusal('BOOTH_CERTIFICATE_EXPIRED');
  return known;
}

/** Every certificate of a booth holds no more, nor does its code. */
export const revokeBooth: Command<
  { booth: string; who: string; reason: string },
  { known: BoothIdentity | null; enrolled: boolean },
  null
> = {
  name: 'revoke-booth',
  load: async (db, { booth }) => ({
    known: await findBooth(db, booth),
    enrolled: await isEnrolled(db, booth),
  }),
  decide({ known, enrolled }, { booth, who, reason }) {
    if (!known) throw new Refusal('BOOTH_ABSENT', { booth });
    if (!enrolled) throw new Refusal('BOOTH_NO_CERTIFICATE', { booth });
    const payload = { booth, site: known.site, who, reason };
    return {
      events: [{ type: 'booth.certificate-revoked', subject: `booth/${booth}`, payload }],
      answer: null,
    };
  },
};

/** Records that a line in a booth's name was refused. */
export const refuseLine: Command<{ booth: string; refusal: Refusal }, BoothIdentity | null, null> = {
  name: 'refuse-line',
  load: (db, { booth }) => findBooth(db, booth),
  decide(known, { booth, refusal }) {
    if (!known) return { events: [], answer: null };
    const { code, message } = refusal.toMessage();
    const payload = { booth, site: known.site, code, ...message };
    return { events: [{ type: 'booth.line-refused', subject: `booth/${booth}`, payload }], answer: null };
  },
};
