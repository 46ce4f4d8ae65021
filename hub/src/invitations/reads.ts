import type { CallCounts } from '#shared/protocol/pool-views.ts';
import type { Db } from '../store/database.ts';
import type { InvitationTables } from './tables.ts';

export interface IssuedInvitation {
  readonly message: string;
  readonly project: string;
  readonly expert: string;
  readonly realId: string;
  readonly site: string;
  readonly code: string;
  readonly minutes: number;
  /** When it was handed over; null before. */
  readonly sentAt: string | null;
  readonly dueAt: string | null;
  readonly answer: 'accepted' | 'declined' | 'unanswered' | null;
  readonly wrong: number;
  /** The expert is off the panel. */
  readonly closed: boolean;
  /** The panel is complete, its names are known. */
  readonly disclosed: boolean;
}

export async function invitationOf(
  db: Db,
  project: string,
  expert: string,
): Promise<IssuedInvitation | null> {
  const row = await db
    .selectFrom('invitations')
    .selectAll()
    .where('project', '=', project)
    .where('expert', '=', expert)
    .executeTakeFirst();
  return row ? issued(row) : null;
}

/** All invitations a person has had, the latest first. */
export async function invitationsOf(db: Db, realId: string): Promise<IssuedInvitation[]> {
  const rows = await db
    .selectFrom('invitations')
    .selectAll()
    .where('real_id', '=', realId)
    .orderBy('issued_at', 'desc')
    .execute();
  return rows.map(issued);
}

/** Those whose time for an answer is over. */
export async function unansweredInvitations(db: Db, at: string): Promise<IssuedInvitation[]> {
  const rows = await db
    .selectFrom('invitations')
    .selectAll()
    .where('answer', 'is', null)
    .where('closed', '=', 0)
    .where('due_at', '<', at)
    .execute();
  return rows.map(issued);
}

/** The badges for which a site's desk has given wrong codes on a day, one for each code. */
export async function wrongCodesOn(db: Db, site: string, day: string): Promise<string[]> {
  const rows = await db
    .selectFrom('wrong_codes')
    .select('badge')
    .where('site', '=', site)
    .where('day', '=', day)
    .execute();
  return rows.map(({ badge }) => badge);
}

/**
 * How a person has answered when drawn. Counted are only panels whose names are known: otherwise the count would tell,
 * before check-in, that somebody was drawn.
 */
export async function callCounts(db: Db, realId: string): Promise<CallCounts> {
  const rows = await db
    .selectFrom('invitations')
    .select(['answer', 'absent'])
    .where('real_id', '=', realId)
    .where('disclosed', '=', 1)
    .execute();
  const answered = (what: string) => rows.filter(({ answer }) => answer === what).length;
  return {
    called: rows.length,
    accepted: answered('accepted'),
    declined: answered('declined'),
    unanswered: answered('unanswered'),
    absent: rows.filter(({ absent }) => absent === 1).length,
  };
}

/** Who was invited to a panel whose names are known, and whether they declined, did not answer, or did not come. */
export async function openAnswers(db: Db): Promise<{ person: string; refused: boolean }[]> {
  const rows = await db
    .selectFrom('invitations')
    .select(['real_id', 'answer', 'absent'])
    .where('disclosed', '=', 1)
    .execute();
  return rows.map(({ real_id, answer, absent }) => ({
    person: real_id,
    refused: answer === 'declined' || answer === 'unanswered' || absent === 1,
  }));
}

function issued(row: InvitationTables['invitations']): IssuedInvitation {
  return {
    message: row.message,
    project: row.project,
    expert: row.expert,
    realId: row.real_id,
    site: row.site,
    code: row.code,
    minutes: row.minutes,
    sentAt: row.sent_at,
    dueAt: row.due_at,
    answer: row.answer as IssuedInvitation['answer'],
    wrong: row.wrong,
    closed: row.closed === 1,
    disclosed: row.disclosed === 1,
  };
}
