import type { Fingerprint } from '#shared/protocol/booth-frames.ts';
import type { BoothRow, Presence, VenueView } from '#shared/protocol/views.ts';
import {
  type HallDrawing,
  type HallPlan,
  hallPlan,
  type Place,
  type PlacePair,
} from '#shared/venues/plan.ts';
import type { Db } from '../store/database.ts';
import { rememberedQuery } from '../store/kept-query.ts';
import type { VenuesTables } from './tables.ts';

export type { HallPlan, Seat } from '#shared/venues/plan.ts';

export interface SitePlan {
  readonly id: string;
  readonly name: string;
  readonly city: string;
}

export interface BoothPlan {
  readonly id: string;
  readonly hall: string;
  readonly seat: string;
  readonly site: string;
  readonly fingerprintDigest: string | null;
}

/** A booth as the gateway needs it: with the digest of its token and its last known machine. */
export interface BoothIdentity extends BoothPlan {
  readonly token: string;
  readonly fingerprint: Fingerprint | null;
  readonly presence: Presence;
}

/** Where a booth stands, with the names people know; nothing of it ever changes. */
export interface BoothHome {
  readonly booth: string;
  readonly seat: string;
  readonly hall: string;
  readonly hallName: string;
  readonly siteName: string;
}

export async function findSite(db: Db, id: string): Promise<SitePlan | null> {
  const row = await db.selectFrom('sites').selectAll().where('site', '=', id).executeTakeFirst();
  return row ? { id: row.site, name: row.name, city: row.city } : null;
}

export async function listSites(db: Db): Promise<SitePlan[]> {
  const rows = await db.selectFrom('sites').selectAll().orderBy('site').execute();
  return rows.map((row) => ({ id: row.site, name: row.name, city: row.city }));
}

export async function findHall(db: Db, id: string): Promise<HallPlan | null> {
  const row = await db.selectFrom('halls').selectAll().where('hall', '=', id).executeTakeFirst();
  return row ? planOf(row) : null;
}

export async function hallsOfSite(db: Db, site: string): Promise<HallPlan[]> {
  const rows = await db.selectFrom('halls').selectAll().where('site', '=', site).orderBy('hall').execute();
  return rows.map(planOf);
}

/** The site of every hall. */
export async function sitesOfHalls(db: Db): Promise<ReadonlyMap<string, string>> {
  const rows = await db.selectFrom('halls').select(['hall', 'site']).execute();
  return new Map(rows.map(({ hall, site }) => [hall, site]));
}

/** The site of every booth. */
export async function sitesOfBooths(db: Db): Promise<ReadonlyMap<string, string>> {
  const rows = await db.selectFrom('booths').select(['booth', 'site']).execute();
  return new Map(rows.map(({ booth, site }) => [booth, site]));
}

const oneBooth = rememberedQuery((db, { id }: { id: string }) =>
  db.selectFrom('booths').selectAll().where('booth', '=', id),
);

export async function findBooth(db: Db, id: string): Promise<BoothIdentity | null> {
  const [row] = await oneBooth(db, { id });
  return row ? identityOf(row) : null;
}

export async function boothAtSeat(db: Db, seat: string): Promise<BoothIdentity | null> {
  const row = await db.selectFrom('booths').selectAll().where('seat', '=', seat).executeTakeFirst();
  return row ? identityOf(row) : null;
}

export async function boothsOfHall(db: Db, hall: string): Promise<BoothIdentity[]> {
  const rows = await db.selectFrom('booths').selectAll().where('hall', '=', hall).orderBy('booth').execute();
  return rows.map(identityOf);
}

/** Booths that were present or missing when the hub last wrote: those it must watch for after a restart. */
export async function boothsPresent(db: Db): Promise<BoothIdentity[]> {
  const rows = await db.selectFrom('booths').selectAll().where('presence', '=', 'present').execute();
  return rows.map(identityOf);
}

export async function venueViews(
  db: Db,
  lastHeardAt: (booth: string) => string | null,
): Promise<VenueView[]> {
  const [sites, halls, booths] = await Promise.all([
    listSites(db),
    db.selectFrom('halls').selectAll().orderBy('hall').execute(),
    db.selectFrom('booths').selectAll().orderBy('booth').execute(),
  ]);
  const boothRow = (row: VenuesTables['booths']): BoothRow => ({
    id: row.booth,
    seat: row.seat,
    presence: row.presence as Presence,
    lastHeardAt: lastHeardAt(row.booth) ?? row.presence_at,
    fingerprintDigest: row.fingerprint_digest,
    fingerprintParts: row.fingerprint ? (JSON.parse(row.fingerprint) as Fingerprint) : [],
  });
  return sites.map((site) => ({
    ...site,
    halls: halls
      .filter((hall) => hall.site === site.id)
      .map((hall) => ({
        id: hall.hall,
        name: hall.name,
        ...drawnOf(hall),
        booths: booths.filter((booth) => booth.hall === hall.hall).map(boothRow),
      })),
  }));
}

function planOf(row: VenuesTables['halls']): HallPlan {
  return hallPlan({ id: row.hall, site: row.site, name: row.name, ...drawnOf(row) });
}

function drawnOf(hall: VenuesTables['halls']): HallDrawing {
  return {
    rows: hall.rows,
    columns: hall.columns,
    closed: JSON.parse(hall.closed) as Place[],
    aisles: JSON.parse(hall.aisles) as Place[],
    walls: JSON.parse(hall.walls) as PlacePair[],
    joined: JSON.parse(hall.joined) as PlacePair[],
  };
}

function identityOf(row: VenuesTables['booths']): BoothIdentity {
  return {
    id: row.booth,
    hall: row.hall,
    seat: row.seat,
    site: row.site,
    fingerprintDigest: row.fingerprint_digest,
    token: row.token,
    fingerprint: row.fingerprint ? (JSON.parse(row.fingerprint) as Fingerprint) : null,
    presence: row.presence as Presence,
  };
}
