import type { DrawInput } from '#shared/draw/input.ts';
import type { Transcript } from '#shared/draw/transcript.ts';
import type { DrawView } from '#shared/protocol/views.ts';
import type { Db } from '../store/database.ts';

export interface PartyState {
  readonly party: string;
  readonly commitment: string | null;
  readonly nonce: string | null;
  readonly salt: string | null;
  readonly withheld: string | null;
}

/** A ceremony as it stands. */
export interface DrawState {
  readonly drawId: string;
  readonly kind: 'panel' | 'seats';
  readonly about: string;
  readonly input: DrawInput;
  readonly inputDigest: string;
  readonly phase: DrawView['phase'];
  readonly commitmentRoot: string | null;
  readonly deadline: string;
  readonly seconds: number;
  readonly openedAt: string;
  readonly completedAt: string | null;
  readonly transcript: Transcript | null;
  readonly parties: readonly PartyState[];
}

export async function findDraw(db: Db, drawId: string): Promise<DrawState | null> {
  const row = await db.selectFrom('draws').selectAll().where('draw', '=', drawId).executeTakeFirst();
  if (!row) return null;
  const parties = await db
    .selectFrom('draw_parties')
    .selectAll()
    .where('draw', '=', drawId)
    .orderBy('party')
    .execute();
  return {
    drawId,
    kind: row.kind as DrawState['kind'],
    about: row.about,
    input: JSON.parse(row.input) as DrawInput,
    inputDigest: row.input_digest,
    phase: row.phase as DrawState['phase'],
    commitmentRoot: row.commitment_root,
    deadline: row.deadline,
    seconds: row.seconds,
    openedAt: row.opened_at,
    completedAt: row.completed_at,
    transcript: row.transcript === null ? null : (JSON.parse(row.transcript) as Transcript),
    parties: parties.map(({ party, commitment, nonce, salt, withheld }) => ({
      party,
      commitment,
      nonce,
      salt,
      withheld,
    })),
  };
}

/** JSON of a draw's transcript; null before it is made. */
export async function transcriptText(db: Db, drawId: string): Promise<string | null> {
  const row = await db.selectFrom('draws').select('transcript').where('draw', '=', drawId).executeTakeFirst();
  return row?.transcript ?? null;
}

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

/** Ids of the draws in which a site has a part, the latest first. */
export async function drawIdsOfParty(db: Db, party: string): Promise<string[]> {
  const rows = await db
    .selectFrom('draw_parties')
    .innerJoin('draws', 'draws.draw', 'draw_parties.draw')
    .select('draws.draw')
    .where('party', '=', party)
    .orderBy('opened_at', 'desc')
    .limit(50)
    .execute();
  return rows.map((row) => row.draw);
}

/** Draws that wait for somebody and whose deadline has passed. */
export async function overdueDraws(db: Db, at: string): Promise<string[]> {
  const rows = await db
    .selectFrom('draws')
    .select('draw')
    .where('phase', 'in', ['committing', 'revealing'])
    .where('deadline', '<', at)
    .execute();
  return rows.map((row) => row.draw);
}

/** What everybody who may see a draw sees of it: the ceremony, never the input. */
export function drawView(draw: DrawState, title: string): DrawView {
  return {
    drawId: draw.drawId,
    kind: draw.kind,
    title,
    inputDigest: draw.inputDigest,
    phase: draw.phase,
    parties: draw.parties.map(({ party, commitment, nonce, withheld }) => ({
      party,
      committed: commitment !== null,
      revealed: nonce !== null,
      withheld,
    })),
    commitmentRoot: draw.commitmentRoot,
    deadline: draw.deadline,
    beacon: draw.transcript?.beacon ?? null,
    seed: draw.transcript?.seed ?? null,
    openedAt: draw.openedAt,
    completedAt: draw.completedAt,
  };
}
