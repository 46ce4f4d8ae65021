import { DRAND_QUICKNET, type NamedBeacon } from '#shared/draw/beacon.ts';
import type { Countersignature } from '#shared/draw/countersignature.ts';
import type { DrawInput } from '#shared/draw/input.ts';
import type { Transcript } from '#shared/draw/transcript.ts';
import { type CeremonyTimes, type SiteKeyRow, timesOf } from '#shared/protocol/draws.ts';
import type { DrawView } from '#shared/protocol/views.ts';
import type { Db } from '../store/database.ts';
import type { DrawTables } from './tables.ts';

export interface PartyState {
  readonly party: string;
  readonly countersignature: Countersignature | null;
  readonly commitment: string | null;
  readonly nonce: string | null;
  readonly salt: string | null;
  readonly withheld: string | null;
}

/** What one person has entered as the value of a beacon. */
export interface BeaconReading {
  readonly by: string;
  readonly at: string;
  readonly value: string;
}

/** A ceremony as it stands, without the large things it is about: see {@link inputText}, {@link transcriptOf}. */
export interface DrawState {
  readonly drawId: string;
  readonly kind: DrawInput['kind'];
  readonly about: string;
  readonly inputDigest: string;
  readonly phase: DrawView['phase'];
  readonly commitmentRoot: string | null;
  /** Of the phase, where it waits for the parties. */
  readonly deadline: string;
  readonly times: CeremonyTimes;
  /** Whether its input is countersigned: draws of before there were countersignatures are not. */
  readonly countersigned: boolean;
  readonly seed: string | null;
  readonly beacon: Transcript['beacon'];
  /** The beacon that was named when the draw was opened; null for none. */
  readonly named: NamedBeacon | null;
  readonly readings: readonly BeaconReading[];
  /** When two different values were entered and neither counted; the latest, null for never. */
  readonly readingsVoidedAt: string | null;
  readonly openedAt: string;
  readonly completedAt: string | null;
  readonly parties: readonly PartyState[];
}

const columns = [
  ...(['draw', 'kind', 'about', 'input_digest', 'phase', 'commitment_root', 'deadline', 'seconds'] as const),
  ...(['times', 'seed', 'beacon', 'named', 'beacon_voided_at', 'opened_at', 'completed_at'] as const),
] as const;

type DrawRow = Pick<DrawTables['draws'], (typeof columns)[number]>;

export async function findDraw(db: Db, drawId: string): Promise<DrawState | null> {
  const rows = await db.selectFrom('draws').select(columns).where('draw', '=', drawId).execute();
  return (await standing(db, rows))[0] ?? null;
}

/** The draws about a project or hall, the latest first. */
export async function drawsAbout(db: Db, about: string): Promise<DrawState[]> {
  const rows = await db
    .selectFrom('draws')
    .select(columns)
    .where('about', '=', about)
    .orderBy('opened_at', 'desc')
    .execute();
  return standing(db, rows);
}

/** The last fifty draws in which a site has a part, the latest first. */
export async function drawsOfParty(db: Db, party: string): Promise<DrawState[]> {
  const ids = db.selectFrom('draw_parties').select('draw').where('party', '=', party);
  const rows = await db
    .selectFrom('draws')
    .select(columns)
    .where('draw', 'in', ids)
    .orderBy('opened_at', 'desc')
    .limit(50)
    .execute();
  return standing(db, rows);
}

/** Each with what its parties have given and what was read of its beacon: one query of each, however many they are. */
async function standing(db: Db, rows: readonly DrawRow[]): Promise<DrawState[]> {
  const parties = await partiesOf(db, rows);
  const readings = await readingsOf(
    db,
    rows.filter(({ named }) => named !== null),
  );
  return rows.map((row) => ({
    drawId: row.draw,
    kind: row.kind as DrawState['kind'],
    about: row.about,
    inputDigest: row.input_digest,
    phase: row.phase as DrawState['phase'],
    commitmentRoot: row.commitment_root,
    deadline: row.deadline,
    times: row.times === null ? timesOf(row.seconds) : (JSON.parse(row.times) as CeremonyTimes),
    countersigned: row.times !== null,
    seed: row.seed,
    beacon: row.beacon === null ? null : (JSON.parse(row.beacon) as Transcript['beacon']),
    named: row.named === null ? null : (JSON.parse(row.named) as NamedBeacon),
    readings: readings
      .filter(({ draw }) => draw === row.draw)
      .map(({ by, at, value }) => ({ by, at, value })),
    readingsVoidedAt: row.beacon_voided_at,
    openedAt: row.opened_at,
    completedAt: row.completed_at,
    parties: parties.filter(({ draw }) => draw === row.draw).map(partyState),
  }));
}

async function partiesOf(db: Db, rows: readonly DrawRow[]): Promise<DrawTables['draw_parties'][]> {
  if (rows.length === 0) return [];
  const draws = rows.map(({ draw }) => draw);
  return db.selectFrom('draw_parties').selectAll().where('draw', 'in', draws).orderBy('party').execute();
}

async function readingsOf(db: Db, rows: readonly DrawRow[]): Promise<DrawTables['beacon_readings'][]> {
  if (rows.length === 0) return [];
  const draws = rows.map(({ draw }) => draw);
  return db.selectFrom('beacon_readings').selectAll().where('draw', 'in', draws).orderBy('at').execute();
}

function partyState(row: DrawTables['draw_parties']): PartyState {
  const { party, commitment, nonce, salt, withheld, countersign_key: key, countersignature: signature } = row;
  const countersignature = key === null || signature === null ? null : { site: party, key, signature };
  return { party, countersignature, commitment, nonce, salt, withheld };
}

/** JSON of the frozen input of a draw that there is. */
export async function inputText(db: Db, drawId: string): Promise<string> {
  const { input } = await db
    .selectFrom('draws')
    .select('input')
    .where('draw', '=', drawId)
    .executeTakeFirstOrThrow();
  return input;
}

/** Of what kind a draw is and what it is about; null where there is none. */
export async function kindAndAbout(db: Db, drawId: string): Promise<{ kind: string; about: string } | null> {
  const row = await db
    .selectFrom('draws')
    .select(['kind', 'about'])
    .where('draw', '=', drawId)
    .executeTakeFirst();
  return row ?? null;
}

/** The transcript of a draw; null before it is made. */
export async function transcriptOf(db: Db, drawId: string): Promise<Transcript | null> {
  const text = await transcriptText(db, drawId);
  return text === null ? null : (JSON.parse(text) as Transcript);
}

/** JSON of a draw's transcript; null before it is made. */
export async function transcriptText(db: Db, drawId: string): Promise<string | null> {
  const row = await db.selectFrom('draws').select('transcript').where('draw', '=', drawId).executeTakeFirst();
  return row?.transcript ?? null;
}

export type CompletedDraw = Pick<DrawState, 'drawId' | 'kind' | 'about' | 'completedAt'>;

/** Every draw that was made, the latest first. */
export async function completedDraws(db: Db): Promise<CompletedDraw[]> {
  const rows = await db
    .selectFrom('draws')
    .select(['draw', 'kind', 'about', 'completed_at'])
    .where('phase', '=', 'completed')
    .orderBy('completed_at', 'desc')
    .execute();
  return rows.map(({ draw, kind, about, completed_at }) => ({
    ...{ drawId: draw, about, completedAt: completed_at },
    kind: kind as DrawState['kind'],
  }));
}

/** What a draw of a project's sites is about, apart from the draws of its panel. */
export const sitesOfProject = (project: string) => `${project}~sites`;

/** The project whose sites such a draw is about. */
export const projectOfSites = (about: string) => about.slice(0, -'~sites'.length);

/** The halls whose seats such a draw is about. */
export const hallsOfSeatDraw = (about: string) => about.split('+');

/** Ids of the draws about a project or hall, the latest first. */
export async function drawIdsAbout(db: Db, about: string): Promise<string[]> {
  const rows = await db
    .selectFrom('draws')
    .select('draw')
    .where('about', '=', about)
    .orderBy('opened_at', 'desc')
    .execute();
  return rows.map((row) => row.draw);
}

/** Draws that wait for somebody and whose deadline has passed. */
export async function overdueDraws(db: Db, at: string): Promise<string[]> {
  const rows = await db
    .selectFrom('draws')
    .select('draw')
    .where('phase', 'in', ['countersigning', 'committing', 'revealing', 'awaiting-beacon'])
    .where('deadline', '<', at)
    .execute();
  return rows.map((row) => row.draw);
}

/** Quicknet rounds that draws wait for and that are published by now. */
export async function roundsAwaited(db: Db, at: string): Promise<{ drawId: string; round: string }[]> {
  const rows = await db
    .selectFrom('draws')
    .select(['draw', 'named'])
    .where('phase', '=', 'awaiting-beacon')
    .execute();
  return rows.flatMap(({ draw, named }) => {
    const { source, round, published } = JSON.parse(named ?? '{}') as NamedBeacon;
    return source === DRAND_QUICKNET && published <= at ? [{ drawId: draw, round }] : [];
  });
}

/** Draws whose reveals are closed and whose result is not made yet, in the order in which they were opened. */
export async function drawsToMake(db: Db): Promise<string[]> {
  const rows = await db
    .selectFrom('draws')
    .select('draw')
    .where('phase', '=', 'drawing')
    .orderBy('opened_at')
    .orderBy('draw')
    .execute();
  return rows.map((row) => row.draw);
}

/** A registered key of a site's desk, revoked or not. */
export type SiteKey = SiteKeyRow;

export async function findSiteKey(db: Db, key: string): Promise<SiteKey | null> {
  const row = await db.selectFrom('site_keys').selectAll().where('key', '=', key).executeTakeFirst();
  return row ? siteKey(row) : null;
}

/** Every key, of one site or of all, the latest first. */
export async function listSiteKeys(db: Db, site: string | null): Promise<SiteKey[]> {
  const rows = await db
    .selectFrom('site_keys')
    .selectAll()
    .$if(site !== null, (select) => select.where('site', '=', site ?? ''))
    .orderBy('registered_at', 'desc')
    .orderBy('key')
    .execute();
  return rows.map(siteKey);
}

function siteKey(row: DrawTables['site_keys']): SiteKey {
  const { key, site, label, registered_by: registeredBy, registered_at: registeredAt } = row;
  const { revoked_by: by, revoked_at: at, reason } = row;
  const revoked = by === null || at === null ? null : { by, at, reason: reason ?? '' };
  return { key, site, label, registeredBy, registeredAt, revoked };
}

/** What everybody who may see a draw sees of it: the ceremony, never the input. */
export function drawView(draw: DrawState, title: string): DrawView {
  return {
    drawId: draw.drawId,
    kind: draw.kind,
    title,
    inputDigest: draw.inputDigest,
    phase: draw.phase,
    parties: draw.parties.map(({ party, countersignature, commitment, nonce, withheld }) => ({
      party,
      countersigned: draw.countersigned ? countersignature !== null : null,
      committed: commitment !== null,
      revealed: nonce !== null,
      withheld,
    })),
    commitmentRoot: draw.commitmentRoot,
    deadline: draw.deadline,
    beacon: draw.beacon,
    named: draw.named,
    readings: draw.readings.map(({ by, at }) => ({ by, at })),
    readingsVoidedAt: draw.readingsVoidedAt,
    // Whoever knows the candidate sites could draw them again from the seed.
    seed: draw.kind === 'sites' ? null : draw.seed,
    openedAt: draw.openedAt,
    completedAt: draw.completedAt,
  };
}
