import type { Static } from 'typebox';
import { digestOf } from '#shared/canonical/index.ts';
import { Refusal } from '#shared/catalogue/refusal.ts';
import type { Fingerprint } from '#shared/protocol/booth-frames.ts';
import type { NewHall, NewSite } from '#shared/protocol/requests.ts';
import { type HallPlan, hallPlan, seatId } from '#shared/venues/plan.ts';
import type { Command } from '../ledger/command.ts';
import { type BoothIdentity, boothAtSeat, findBooth, findHall, findSite, type SitePlan } from './reads.ts';

export const createSite: Command<Static<typeof NewSite>, SitePlan | null, null> = {
  name: 'create-site',
  load: (db, { id }) => findSite(db, id),
  decide(existing, { id, name, city }) {
    if (existing) throw new Refusal('SITE_EXISTS', { site: id });
    return {
      events: [{ type: 'site.created', subject: `site/${id}`, payload: { site: id, name, city } }],
      answer: null,
    };
  },
};

export const createHall: Command<
  Static<typeof NewHall>,
  { site: SitePlan | null; existing: HallPlan | null },
  null
> = {
  name: 'create-hall',
  load: async (db, { id, site }) => ({ site: await findSite(db, site), existing: await findHall(db, id) }),
  decide({ site, existing }, input) {
    const { id: hall, name, rows, columns, closed = [] } = input;
    if (!site) throw new Refusal('SITE_UNKNOWN', { site: input.site });
    if (existing) throw new Refusal('HALL_EXISTS', { hall });
    const outside = closed.find(([row, column]) => row > rows || column > columns);
    if (outside) throw new Refusal('HALL_CLOSED_SEAT', { row: outside[0], column: outside[1] });
    if (hallPlan({ id: hall, site: site.id, name, rows, columns, closed }).seats.length === 0) {
      throw new Refusal('HALL_NO_SEAT');
    }
    const payload = { hall, site: site.id, name, rows, columns, closed };
    return { events: [{ type: 'hall.created', subject: `hall/${hall}`, payload }], answer: null };
  },
};

export const registerBooth: Command<
  { id: string; hall: string; seat: string; token: string },
  { hall: HallPlan | null; existing: BoothIdentity | null; atSeat: BoothIdentity | null },
  null
> = {
  name: 'register-booth',
  load: async (db, { id, hall, seat }) => ({
    hall: await findHall(db, hall),
    existing: await findBooth(db, id),
    atSeat: await boothAtSeat(db, seat),
  }),
  decide({ hall, existing, atSeat }, { id, seat, token, hall: hallId }) {
    if (!hall) throw new Refusal('HALL_UNKNOWN', { hall: hallId });
    if (existing) throw new Refusal('BOOTH_EXISTS', { booth: id });
    if (atSeat) throw new Refusal('BOOTH_SEAT_TAKEN', { seat, booth: atSeat.id });
    const open = hall.seats.some(
      (place) => place.id === seat && seatId(hallId, place.row, place.column) === seat,
    );
    if (!open) throw new Refusal('SEAT_UNKNOWN', { hall: hallId, seat });
    const payload = { booth: id, hall: hallId, seat, token };
    return { events: [{ type: 'booth.registered', subject: `booth/${id}`, payload }], answer: null };
  },
};

/** Whether an arrival says anything new: that the booth is there, or which machine it is. */
export function isNews(
  { presence, fingerprintDigest }: Pick<BoothIdentity, 'presence' | 'fingerprintDigest'>,
  fingerprint: Fingerprint,
): boolean {
  return presence !== 'present' || fingerprintDigest !== digestOf(fingerprint);
}

/** A booth's line has opened: its machine is recorded the first time and compared at each later one. */
export const arrive: Command<{ booth: string; fingerprint: Fingerprint }, BoothIdentity | null, null> = {
  name: 'booth-arrives',
  load: (db, { booth }) => findBooth(db, booth),
  decide(known, { booth, fingerprint: parts }) {
    if (!known) throw new Refusal('BOOTH_UNKNOWN');
    const subject = `booth/${booth}`;
    const { site } = known;
    const digest = digestOf(parts);
    const present = { type: 'booth.present', subject, payload: { booth, site } } as const;
    const arrival = known.presence === 'present' ? [] : [present];
    if (known.fingerprintDigest === digest) return { events: arrival, answer: null };
    if (known.fingerprint === null) {
      const payload = { booth, site, digest, parts };
      return { events: [{ type: 'booth.fingerprint-recorded', subject, payload }, ...arrival], answer: null };
    }
    const changed = changedParts(known.fingerprint, parts);
    const payload = { booth, site, digest, parts, changed, changedText: changed.join(', ') };
    return { events: [{ type: 'booth.fingerprint-changed', subject, payload }, ...arrival], answer: null };
  },
};

/** A booth's presence has changed: only changes are events, so that a flapping line does not flood the ledger. */
export const changePresence: Command<
  { booth: string; presence: 'present' | 'missing' | 'closed' },
  BoothIdentity | null,
  null
> = {
  name: 'change-presence',
  load: (db, { booth }) => findBooth(db, booth),
  decide(known, { booth, presence }) {
    if (!known || known.presence === presence) return { events: [], answer: null };
    const payload = { booth, site: known.site };
    return { events: [{ type: `booth.${presence}`, subject: `booth/${booth}`, payload }], answer: null };
  },
};

/** Names of the parts that are not the same in both. */
function changedParts(before: Fingerprint, after: Fingerprint): string[] {
  const key = (entry: { part: string; value: string }) => JSON.stringify([entry.part, entry.value]);
  const [had, has] = [new Set(before.map(key)), new Set(after.map(key))];
  const differing = [
    ...before.filter((entry) => !has.has(key(entry))),
    ...after.filter((entry) => !had.has(key(entry))),
  ];
  return [...new Set(differing.map((entry) => entry.part))].sort();
}
