import { Refusal } from '#shared/catalogue/refusal.ts';
import type { SlipView } from '#shared/protocol/views.ts';
import type { Command } from '../../ledger/command.ts';
import { expertByBadge } from '../../panels/reads.ts';
import { findHall, findSite } from '../../venues/reads.ts';
import { type Attendance, attendancesAtSite } from '../reads.ts';

interface SlipGround {
  readonly found: Attendance | undefined;
  readonly slip: SlipView | null;
}

/** Hands out the seat slip (座位单) of one who has checked in; each reading is on record. */
export const readSlip: Command<
  { badge: string; site: string; qrOf: (held: Attendance, keyFingerprint: string) => string },
  SlipGround,
  SlipView
> = {
  name: 'read-slip',
  async load(db, { badge, site, qrOf }) {
    const found = (await attendancesAtSite(db, site)).findLast((entry) => entry.badge === badge);
    if (!found?.hall || !found.seat || !found.slip) return { found, slip: null };
    const hall = await findHall(db, found.hall);
    const expert = await expertByBadge(db, badge);
    const seat = hall?.seats.find((entry) => entry.id === found.seat);
    return {
      found,
      slip: {
        badge,
        name: expert?.name ?? '',
        site: (await findSite(db, site))?.name ?? site,
        hall: hall?.name ?? found.hall,
        seat: found.seat,
        row: seat?.row ?? 0,
        column: seat?.column ?? 0,
        code: found.slip,
        qr: qrOf(found, expert?.keyFingerprint ?? ''),
        issuedAt: found.slipIssuedAt ?? '',
      },
    };
  },
  decide({ found, slip }, { badge, site }) {
    if (!found) throw new Refusal('CHECK_IN_NONE');
    if (!slip) throw new Refusal('SLIP_NOT_READY');
    return {
      events: [{ type: 'slip.read', subject: `site/${site}`, payload: { site, badge } }],
      answer: slip,
    };
  },
};
