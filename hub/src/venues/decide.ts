import type { Static } from 'typebox';
import { digestOf } from '#shared/canonical/index.ts';
import { Refusal } from '#shared/catalogue/refusal.ts';
import type { Fingerprint } from '#shared/protocol/booth-frames.ts';
import type { HallRedrawn, NewHall, NewSite } from '#shared/protocol/requests.ts';
import { requireDrawable } from '#shared/venues/drawing.ts';
import { changesText, compareMachines, type PartChange } from '#shared/venues/fingerprint.ts';
import { type HallPlan, hallPlan, seatId } from '#shared/venues/plan.ts';
import type { Command } from '../ledger/command.ts';
import { hallInUse } from '../seating/reads.ts';
import {
  type BoothIdentity,
  boothAtSeat,
  boothsOfHall,
  findBooth,
  findHall,
  findSite,
  type SitePlan,
} from './reads.ts';

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
    const { id: hall, name } = input;
    if (!site) throw new Refusal('SITE_UNKNOWN', { site: input.site });
    if (existing) throw new Refusal('HALL_EXISTS', { hall });
    const payload = { hall, site: site.id, name, ...drawable(input) };
    return { events: [{ type: 'hall.created', subject: `hall/${hall}`, payload }], answer: null };
  },
};

/**
 * A hall is drawn anew while nobody sits in it and no seats of it are being drawn: a draw rests on the neighbours that
 * its input froze. A seat with a booth may be closed, but stays a seat.
 */
export const redrawHall: Command<
  Static<typeof HallRedrawn> & { hall: string },
  { hall: HallPlan | null; booths: readonly BoothIdentity[]; inUse: boolean },
  null
> = {
  name: 'redraw-hall',
  load: async (db, { hall }) => ({
    hall: await findHall(db, hall),
    booths: await boothsOfHall(db, hall),
    inUse: await hallInUse(db, hall),
  }),
  decide({ hall, booths, inUse }, { hall: id, reason, ...input }) {
    if (!hall) throw new Refusal('HALL_UNKNOWN', { hall: id });
    const drawing = drawable(input);
    if (inUse) throw new Refusal('HALL_IN_USE', { hall: id });
    const places = hallPlan({ id, site: hall.site, name: hall.name, ...drawing, closed: [] }).seats;
    const stays = new Set(places.map((seat) => seat.id));
    const left = booths.find(({ seat }) => !stays.has(seat));
    if (left) throw new Refusal('HALL_SEAT_HAS_BOOTH', { seat: left.seat, booth: left.id });
    const payload = { hall: id, ...drawing, reason };
    return { events: [{ type: 'hall.redrawn', subject: `hall/${id}`, payload }], answer: null };
  },
};

function drawable(input: Omit<Static<typeof HallRedrawn>, 'reason'>) {
  const { rows, columns, closed = [], aisles = [], walls = [], joined = [] } = input;
  const drawing = { rows, columns, closed, aisles, walls, joined };
  requireDrawable(drawing);
  return drawing;
}

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
    const { changes, weight } = compareMachines(known.fingerprint, parts);
    const changed = changes.map(({ part }) => part);
    const told = {
      changed,
      changedText: changesText({ changes, weight }),
      weight,
      changes: changes.map(plain),
    };
    const payload = { booth, site, digest, parts, ...told };
    return { events: [{ type: 'booth.fingerprint-changed', subject, payload }, ...arrival], answer: null };
  },
};

const plain = ({ part, gone, come, weight }: PartChange) => ({
  part,
  gone: [...gone],
  come: [...come],
  weight,
});

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
