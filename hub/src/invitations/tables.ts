import { dayInChina } from '#shared/time/day.ts';
import type { Projection } from '../ledger/command.ts';
import type { Db, Migrations } from '../store/database.ts';

export interface InvitationTables {
  invitations: {
    message: string;
    project: string;
    /** Pseudonym of the draw. */
    expert: string;
    real_id: string;
    site: string;
    code: string;
    minutes: number;
    issued_at: string;
    /** When it was handed over, and until when an answer is awaited; null before, the latter also without a limit. */
    sent_at: string | null;
    due_at: string | null;
    /** `accepted`, `declined`, `unanswered`; null before. */
    answer: string | null;
    answered_at: string | null;
    /** Wrong codes given. */
    wrong: number;
    /** 1 once the expert has left the panel, for whatever reason; and once they did not come. */
    closed: number;
    absent: number;
    /** 1 once the names of the panel are no longer sealed. */
    disclosed: number;
  };
  /** Wrong codes that desks have given. */
  wrong_codes: {
    site: string;
    badge: string;
    /** On which they were given, in China. */
    day: string;
  };
}

export const invitationMigrations: Migrations = {
  '0022-invitations': {
    async up(db) {
      await db.schema
        .createTable('invitations')
        .addColumn('message', 'text', (column) => column.primaryKey())
        .addColumn('project', 'text', (column) => column.notNull())
        .addColumn('expert', 'text', (column) => column.notNull())
        .addColumn('real_id', 'text', (column) => column.notNull())
        .addColumn('site', 'text', (column) => column.notNull())
        .addColumn('code', 'text', (column) => column.notNull())
        .addColumn('minutes', 'integer', (column) => column.notNull())
        .addColumn('issued_at', 'text', (column) => column.notNull())
        .addColumn('sent_at', 'text')
        .addColumn('due_at', 'text')
        .addColumn('answer', 'text')
        .addColumn('answered_at', 'text')
        .addColumn('wrong', 'integer', (column) => column.notNull())
        .addColumn('closed', 'integer', (column) => column.notNull())
        .addColumn('absent', 'integer', (column) => column.notNull())
        .addColumn('disclosed', 'integer', (column) => column.notNull())
        .execute();
      await db.schema.createIndex('invitations_person').on('invitations').column('real_id').execute();
      await db.schema
        .createIndex('invitations_member')
        .on('invitations')
        .columns(['project', 'expert'])
        .execute();
    },
  },
  '0067-wrong-codes': {
    async up(db) {
      await db.schema
        .createTable('wrong_codes')
        .addColumn('site', 'text', (column) => column.notNull())
        .addColumn('badge', 'text', (column) => column.notNull())
        .addColumn('day', 'text', (column) => column.notNull())
        .execute();
      await db.schema.createIndex('wrong_codes_of_site').on('wrong_codes').columns(['site', 'day']).execute();
    },
  },
};

export const invitationProjection: Projection = {
  'invitation.issued': async (db, { at, payload }) => {
    const { message, project, expert, realId, site, code, minutes } = payload;
    await db
      .insertInto('invitations')
      .values({
        ...{ message, project, expert, real_id: realId, site, code, minutes, issued_at: at },
        ...{ sent_at: null, due_at: null, answer: null, answered_at: null },
        ...{ wrong: 0, closed: 0, absent: 0, disclosed: 0 },
      })
      .execute();
  },
  'member.invited': async (db, { at, payload: { project, expert } }) => {
    const row = await of(db, project, expert);
    if (!row) return;
    const due = row.minutes === 0 ? null : new Date(Date.parse(at) + row.minutes * 60_000).toISOString();
    await set(db, row.message, { sent_at: at, due_at: due });
  },
  'invitation.answered': (db, { at, payload: { message, answer } }) =>
    set(db, message, { answer, answered_at: at }),
  'invitation.lapsed': (db, { at, payload: { message } }) =>
    set(db, message, { answer: 'unanswered', answered_at: at }),
  'invitation.code-wrong': async (db, { at, payload: { who, site, messages = [], message } }) => {
    if (site !== undefined && who !== undefined)
      await db
        .insertInto('wrong_codes')
        .values({ site, badge: who, day: dayInChina(at) })
        .execute();
    for (const one of message === undefined ? messages : [message])
      await db
        .updateTable('invitations')
        .set((eb) => ({ wrong: eb('wrong', '+', 1) }))
        .where('message', '=', one)
        .execute();
  },
  // Whoever has come has answered.
  'expert.checked-in': async (db, { at, payload: { project, expert } }) => {
    const row = await of(db, project, expert);
    if (row?.answer === null) await set(db, row.message, { answer: 'accepted', answered_at: at });
  },
  'member.replaced': async (db, { payload: { project, expert, because } }) => {
    const row = await of(db, project, expert);
    if (row) await set(db, row.message, { closed: 1, absent: because === 'absence' ? 1 : 0 });
  },
  'panel.assembled': (db, { payload: { project } }) => disclose(db, project),
  'report.sealed': (db, { payload: { project } }) => disclose(db, project),
};

async function of(
  db: Db,
  project: string,
  expert: string,
): Promise<InvitationTables['invitations'] | undefined> {
  return db
    .selectFrom('invitations')
    .selectAll()
    .where('project', '=', project)
    .where('expert', '=', expert)
    .executeTakeFirst();
}

async function set(db: Db, message: string, values: Partial<InvitationTables['invitations']>): Promise<void> {
  await db.updateTable('invitations').set(values).where('message', '=', message).execute();
}

async function disclose(db: Db, project: string): Promise<void> {
  await db.updateTable('invitations').set({ disclosed: 1 }).where('project', '=', project).execute();
}
