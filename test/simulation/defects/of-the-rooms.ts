/** Defects of the rooms' read tables, and of what is verified before a command. */
import { generateKeyPairSync } from 'node:crypto';
import type { Projection, Room, StoredEvent } from '#hub/ledger/command.ts';
import type { Db } from '#hub/store/database.ts';
import { believe } from '../platform.ts';
import type { Seams } from '../seams.ts';
import type { Defect } from './defect.ts';

type Keep = (db: Db, event: StoredEvent) => Promise<void>;

/** Puts something around how one room keeps one event. */
function around(seams: Seams, name: string, type: StoredEvent['type'], changed: (keep: Keep) => Keep): void {
  seams.made = (made) => ({
    ...made,
    rooms: made.rooms.map((room): Room => {
      const keep = room.projection[type] as Keep | undefined;
      if (room.name !== name || !keep) return room;
      return { ...room, projection: { ...room.projection, [type]: changed(keep) } as Projection };
    }),
  });
}

export const roomDefects: readonly Defect[] = [
  {
    name: 'projection-skipped',
    what: 'the read tables miss a mark',
    plant(seams, _morning, chance) {
      around(seams, 'scoring', 'mark.drafted', (keep) => async (db, event) => {
        if (!chance.happens(0.03)) await keep(db, event);
      });
    },
  },
  {
    name: 'projection-twice',
    what: 'the read tables take an event twice',
    plant(seams) {
      around(seams, 'scoring', 'sheet.signed', (keep) => async (db, event) => {
        await keep(db, event);
        const { payload } = event as StoredEvent<'sheet.signed'>;
        const again = { ...event, payload: { ...payload, version: payload.version + 50 } };
        await keep(db, again as StoredEvent);
      });
    },
  },
  {
    name: 'projection-of-another-time',
    what: 'the read tables take another time than the ledger',
    plant(seams) {
      around(
        seams,
        'seating',
        'expert.checked-in',
        (keep) => (db, event) => keep(db, { ...event, at: event.at.replace(/\d\dZ$/, '00Z') } as StoredEvent),
      );
    },
  },
  {
    name: 'amendment-to-another',
    what: "an amended sheet replaces another expert's",
    plant(seams, { truth }) {
      around(seams, 'scoring', 'sheet.signed', (keep) => (db, event) => {
        const { payload } = event as StoredEvent<'sheet.signed'>;
        if (payload.version < 2) return keep(db, event);
        const other = truth.story(payload.project).members.find(({ expert }) => expert !== payload.expert);
        const expert = other?.expert ?? payload.expert;
        return keep(db, {
          ...event,
          payload: { ...payload, expert, version: 40 + payload.version },
        } as StoredEvent);
      });
    },
  },
  {
    name: 'amendment-not-counted',
    what: 'an amended sheet is stored and the earlier one counted',
    plant(seams) {
      around(seams, 'scoring', 'sheet.signed', (keep) => async (db, event) => {
        await keep(db, event);
        const { project, expert, version } = (event as StoredEvent<'sheet.signed'>).payload;
        if (version < 2) return;
        const [first] = await db
          .selectFrom('sheets')
          .select(['version', 'content'])
          .where('project', '=', project)
          .where('expert', '=', expert)
          .where('version', '=', 1)
          .execute();
        const counted = db.updateTable('sheets_in_force').where('project', '=', project);
        if (first) await counted.set(first).where('expert', '=', expert).execute();
      });
    },
  },
  {
    name: 'seats-swapped',
    what: 'two experts are given the seats of each other',
    plant(seams) {
      around(seams, 'seating', 'seats.drawn', (keep) => (db, event) => {
        const { payload } = event as StoredEvent<'seats.drawn'>;
        const [first, second, ...rest] = payload.placements;
        if (!first || !second) return keep(db, event);
        const placements = [{ ...first, seat: second.seat }, { ...second, seat: first.seat }, ...rest];
        return keep(db, { ...event, payload: { ...payload, placements } } as StoredEvent);
      });
    },
  },
  {
    name: 'signature-not-verified',
    what: 'signatures are taken unseen, and some keys sign wrongly',
    plant(seams, _morning, chance) {
      believe(true);
      seams.signature = (signature) => {
        if (!chance.happens(0.1)) return signature;
        const wrong = new Uint8Array(signature);
        wrong[wrong.length - 1] = (wrong[wrong.length - 1] ?? 0) ^ 1;
        return wrong;
      };
    },
  },
  {
    name: 'time-stamp-of-nobody',
    what: 'time-stamps are signed by another key than the certificate says',
    plant(seams) {
      const { privateKey: key } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      seams.made = (made) => ({
        ...made,
        identity: { ...made.identity, timeStamp: { ...made.identity.timeStamp, key } },
      });
    },
  },
];
