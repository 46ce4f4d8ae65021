/**
 * What the tables say of the booths that come. After a failure of the network all of a site come at once: those who say
 * hello in one turn of the event loop are looked up in one read.
 */
import { sql } from 'kysely';
import type { Presence } from '#shared/protocol/views.ts';
import type { Db } from '../store/database.ts';
import { keptQuery } from '../store/kept-query.ts';
import { isPostgres } from '../store/postgres-dialect.ts';
import type { BoothHome } from '../venues/reads.ts';
import type { Hub } from './hub.ts';

/** A booth that comes: its home, and what tells whether it is that booth, what is settled, and whether anything is new. */
export interface BoothAtDoor {
  readonly home: BoothHome;
  /** SHA-256 of its token. */
  readonly token: string;
  readonly presence: Presence;
  readonly fingerprintDigest: string | null;
  /** The highest n stored from this booth. */
  readonly last: number;
  /** Nobody holds its seat, no call and no order is out: its view is its place, and nothing more need be read for it. */
  readonly vacant: boolean;
  /** Entries of the ledger that were known here before this was read. */
  readonly version: number;
}

/** Read together at most: so long as so many take, the event loop hears nobody. */
const TOGETHER = 100;

interface Asked {
  readonly booth: string;
  readonly resolve: (found: BoothAtDoor | null) => void;
  readonly reject: (error: unknown) => void;
}

/** Looks up the booths that come. `version`: entries of the ledger known here. */
export class DoorBook {
  readonly #hub: Pick<Hub, 'store' | 'timers'>;
  readonly #version: () => number;
  #asked: Asked[] = [];

  constructor(hub: Pick<Hub, 'store' | 'timers'>, version: () => number) {
    this.#hub = hub;
    this.#version = version;
  }

  /** What is in the tables after this was asked; null for a booth that is not registered. */
  find(booth: string): Promise<BoothAtDoor | null> {
    return new Promise((resolve, reject) => {
      this.#asked.push({ booth, resolve, reject });
      if (this.#asked.length === 1) this.#readSoon();
    });
  }

  #readSoon(): void {
    this.#hub.timers.soon(() => void this.#read(this.#asked.splice(0, TOGETHER)));
  }

  async #read(asked: readonly Asked[]): Promise<void> {
    if (this.#asked.length > 0) this.#readSoon();
    const version = this.#version();
    try {
      const booths = JSON.stringify(asked.map(({ booth }) => booth));
      const rows = await comers(this.#hub.store, { booths });
      const found = new Map(rows.map((row) => [row.booth, row]));
      for (const { booth, resolve } of asked) {
        const row = found.get(booth);
        resolve(row ? atDoor(row, version) : null);
      }
    } catch (error) {
      for (const { reject } of asked) reject(error);
    }
  }
}

function atDoor(row: Awaited<ReturnType<typeof comers>>[number], version: number): BoothAtDoor {
  const { booth, seat, hall, hallName, siteName, token, presence, busy } = row;
  return {
    home: { booth, seat, hall, hallName, siteName },
    token,
    presence: presence as Presence,
    fingerprintDigest: row.fingerprint_digest,
    last: Number(row.last ?? 0),
    vacant: !busy,
    version,
  };
}

/** `booths`: a JSON list of their names, so that it is one statement however many there are. */
const comers = keptQuery((db, { booths }: { booths: string }) =>
  db
    .selectFrom('booths')
    .innerJoin('halls', 'halls.hall', 'booths.hall')
    .innerJoin('sites', 'sites.site', 'booths.site')
    .select(['booths.booth', 'booths.seat', 'booths.hall', 'booths.token', 'booths.presence'])
    .select(['booths.fingerprint_digest', 'halls.name as hallName', 'sites.name as siteName'])
    .select(({ selectFrom, exists, or }) => [
      selectFrom('booth_acts')
        .select(({ fn }) => fn.max('n').as('n'))
        .whereRef('booth_acts.booth', '=', 'booths.booth')
        .as('last'),
      or([
        exists(
          selectFrom('attendances')
            .select('attendances.seat')
            .whereRef('attendances.seat', '=', 'booths.seat')
            .where('attendances.state', 'in', ['seated', 'admitted']),
        ),
        exists(
          selectFrom('booth_calls')
            .select('booth_calls.booth')
            .whereRef('booth_calls.booth', '=', 'booths.booth'),
        ),
        exists(
          selectFrom('booth_orders')
            .select('booth_orders.booth')
            .whereRef('booth_orders.booth', '=', 'booths.booth')
            .where('booth_orders.obeyed_at', 'is', null),
        ),
      ]).as('busy'),
    ])
    .where('booths.booth', 'in', namesIn(db, booths)),
);

function namesIn(db: Db, booths: string) {
  return isPostgres(db)
    ? sql<string>`(select json_array_elements_text(${booths}::json))`
    : sql<string>`(select value from json_each(${booths}))`;
}
