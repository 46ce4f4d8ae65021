import { Refusal } from '#shared/catalogue/refusal.ts';
import type { SignedReadiness } from '#shared/protocol/readiness.ts';
import { readinessDigest, readReadiness } from '#shared/venues/readiness.ts';
import type { Command } from '../ledger/command.ts';
import { type BoothIdentity, findBooth } from '../venues/reads.ts';
import { lastReport } from './reads.ts';

/** A booth's report, whose signature holds; one that was recorded last is no news. */
export const reportReadiness: Command<
  { booth: string; readiness: SignedReadiness },
  { known: BoothIdentity | null; last: string | null },
  null
> = {
  name: 'report-readiness',
  load: async (db, { booth }) => ({
    known: await findBooth(db, booth),
    last: (await lastReport(db, booth))?.digest ?? null,
  }),
  decide({ known, last }, { booth, readiness }) {
    if (!known) throw new Refusal('BOOTH_UNKNOWN');
    const { booth: named } = readReadiness(readiness);
    if (named !== booth) throw new Refusal('READINESS_OTHER_BOOTH', { booth: named });
    const digest = readinessDigest(readiness);
    if (digest === last) return { events: [], answer: null };
    const payload = { booth, site: known.site, digest, readiness };
    return {
      events: [{ type: 'booth.readiness-reported', subject: `booth/${booth}`, payload }],
      answer: null,
    };
  },
};
