import { dayInChina } from '#shared/time/day.ts';
import type { Projection } from '../ledger/command.ts';
import { partText } from '../ledger/prepared.ts';
import type { Migrations } from '../store/database.ts';

export interface PanelTables {
  panel_requests: {
    draw: string;
    project: string;
    /** JSON: {realId, pseudonym, salt} of every candidate. Sealed. */
    identities: string;
  };
  /** For what panel sites were put to a draw. */
  site_requests: {
    draw: string;
    /** JSON of day, exclusions and what becomes of the possible ones. Sealed. */
    call: string;
  };
  /** Requests for a panel or for sites that the pool has refused. */
  refused_requests: {
    project: string;
    /** On which it was asked, in China. */
    day: string;
  };
  /** What a project's panel is called for, by its latest request. */
  panel_calls: {
    project: string;
    draw: string;
    /** Of the evaluation, in China. */
    day: string;
    /** When to report, `08:30`; null where nobody said. */
    time: string | null;
    /** JSON: every conflict found, with its evidence. Sealed. */
    conflicts: string;
  };
  panel_members: {
    project: string;
    /** Pseudonym of the draw. */
    expert: string;
    real_id: string;
    ticket: string;
    category: string;
    site: string;
    /** 1 while on the panel, 0 once replaced. */
    current: number;
    drawn_at: string;
    /** When the invitation was handed to the gateway; null before. */
    invited_at: string | null;
    /** When the evaluation was over for the whole panel; null before. */
    ended_at: string | null;
  };
}

export const panelMigrations: Migrations = {
  '0005-panels': {
    async up(db) {
      await db.schema
        .createTable('experts')
        .addColumn('expert', 'text', (column) => column.primaryKey())
        .addColumn('name', 'text', (column) => column.notNull())
        .addColumn('id_number', 'text', (column) => column.notNull())
        .addColumn('badge', 'text', (column) => column.notNull().unique())
        .addColumn('categories', 'text', (column) => column.notNull())
        .addColumn('site', 'text', (column) => column.notNull())
        .addColumn('employer', 'text', (column) => column.notNull())
        .addColumn('key_fingerprint', 'text', (column) => column.notNull())
        .execute();
      await db.schema
        .createTable('panel_requests')
        .addColumn('draw', 'text', (column) => column.primaryKey())
        .addColumn('project', 'text', (column) => column.notNull())
        .addColumn('identities', 'text', (column) => column.notNull())
        .execute();
      await db.schema
        .createTable('panel_members')
        .addColumn('project', 'text', (column) => column.notNull())
        .addColumn('expert', 'text', (column) => column.notNull())
        .addColumn('real_id', 'text', (column) => column.notNull())
        .addColumn('ticket', 'text', (column) => column.notNull())
        .addColumn('category', 'text', (column) => column.notNull())
        .addColumn('site', 'text', (column) => column.notNull())
        .addColumn('current', 'integer', (column) => column.notNull())
        .addColumn('drawn_at', 'text', (column) => column.notNull())
        .addColumn('invited_at', 'text')
        .addColumn('ended_at', 'text')
        .addPrimaryKeyConstraint('panel_members_key', ['project', 'expert'])
        .execute();
    },
  },
  '0021-panel-calls': {
    async up(db) {
      await db.schema
        .createTable('panel_calls')
        .addColumn('project', 'text', (column) => column.primaryKey())
        .addColumn('draw', 'text', (column) => column.notNull())
        .addColumn('day', 'text', (column) => column.notNull())
        .addColumn('time', 'text')
        .addColumn('conflicts', 'text', (column) => column.notNull())
        .execute();
    },
  },
  '0039-site-requests': {
    async up(db) {
      await db.schema
        .createTable('site_requests')
        .addColumn('draw', 'text', (column) => column.primaryKey())
        .addColumn('call', 'text', (column) => column.notNull())
        .execute();
    },
  },
  '0068-refused-requests': {
    async up(db) {
      await db.schema
        .createTable('refused_requests')
        .addColumn('project', 'text', (column) => column.notNull())
        .addColumn('day', 'text', (column) => column.notNull())
        .execute();
      await db.schema
        .createIndex('refused_requests_of_project')
        .on('refused_requests')
        .columns(['project', 'day'])
        .execute();
    },
  },
};

type ProjectionDb = Parameters<NonNullable<Projection['panel.drawn']>>[0];
interface Drawn {
  readonly expert: string;
  readonly realId: string;
  readonly ticket: string;
  readonly category: string;
  readonly site: string;
}

export const panelProjection: Projection = {
  'panel.requested': async (db, { payload }) => {
    const { drawId, project, day, time = null } = payload;
    await db
      .insertInto('panel_requests')
      .values({ draw: drawId, project, identities: partText(payload, 'identities') })
      .execute();
    if (day === undefined) return;
    await db.deleteFrom('panel_calls').where('project', '=', project).execute();
    const conflicts = 'conflicts' in payload ? partText(payload, 'conflicts') : '[]';
    const call = { project, draw: drawId, day, time, conflicts };
    await db.insertInto('panel_calls').values(call).execute();
  },
  'sites.requested': async (db, { payload: { drawId, day, possible, excluded } }) => {
    const call = JSON.stringify({ day, possible, excluded });
    await db.insertInto('site_requests').values({ draw: drawId, call }).execute();
  },
  'panel.request-refused': async (db, { at, payload: { project } }) => {
    await db
      .insertInto('refused_requests')
      .values({ project, day: dayInChina(at) })
      .execute();
  },
  'panel.drawn': async (db, { at, payload }) => {
    for (const member of payload.members) await addMember(db, payload.project, member, at);
  },
  'member.invited': async (db, { at, payload }) => {
    const { project, expert } = payload;
    await db
      .updateTable('panel_members')
      .set({ invited_at: at })
      .where('project', '=', project)
      .where('expert', '=', expert)
      .execute();
  },
  'report.sealed': async (db, { at, payload }) => {
    await db
      .updateTable('panel_members')
      .set({ ended_at: at })
      .where('project', '=', payload.project)
      .execute();
  },
  'member.replaced': async (db, { at, payload }) => {
    const { project, expert, replacement } = payload;
    await db
      .updateTable('panel_members')
      .set({ current: 0 })
      .where('project', '=', project)
      .where('expert', '=', expert)
      .execute();
    if (replacement) await addMember(db, project, replacement, at);
  },
};

async function addMember(db: ProjectionDb, project: string, member: Drawn, at: string): Promise<void> {
  const { expert, realId, ticket, category, site } = member;
  await db
    .insertInto('panel_members')
    .values({
      project,
      expert,
      real_id: realId,
      ticket,
      category,
      site,
      current: 1,
      drawn_at: at,
      invited_at: null,
      ended_at: null,
    })
    .execute();
}
