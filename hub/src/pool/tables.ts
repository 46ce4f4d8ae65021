import type { PoolExpert, Suspension } from '#shared/pool/expert.ts';
import type { Projection } from '../ledger/command.ts';
import { breath } from '../store/breath.ts';
import type { Db, Migrations } from '../store/database.ts';

export interface PoolTables {
  /** Made with the tables of panels, in whose room the pool once was. */
  experts: {
    expert: string;
    name: string;
    id_number: string;
    badge: string;
    /** JSON list. */
    categories: string;
    site: string;
    employer: string;
    key_fingerprint: string;
    employer_code: string | null;
    role: string;
    /** First day with the employer, where it is known. */
    since: string | null;
    /** JSON lists. */
    employments: string;
    kin: string;
    unavailable: string;
  };
  /** A long list while it comes in, part by part: nobody of it is in the pool yet. */
  arriving_experts: PoolTables['experts'] & {
    list: string;
    /** JSON list. */
    suspensions: string;
  };
  expert_suspensions: {
    expert: string;
    /** From 1 for each expert. */
    suspension: number;
    from_day: string;
    /** Last day; null until it is lifted. */
    until_day: string | null;
    reason: string;
    by: string;
    at: string;
    lifted_at: string | null;
    lifted_by: string | null;
    lift_reason: string | null;
  };
  /** What was changed of single experts, by whom and why. */
  expert_changes: {
    expert: string;
    seq: number;
    at: string;
    by: string;
    /** Type of the event. */
    what: string;
    reason: string;
  };
}

export const poolMigrations: Migrations = {
  '0020-pool': {
    async up(db) {
      const experts = () => db.schema.alterTable('experts');
      await experts().addColumn('employer_code', 'text').execute();
      await experts()
        .addColumn('role', 'text', (column) => column.notNull().defaultTo('employee'))
        .execute();
      await experts().addColumn('since', 'text').execute();
      for (const list of ['employments', 'kin', 'unavailable'])
        await experts()
          .addColumn(list, 'text', (column) => column.notNull().defaultTo('[]'))
          .execute();
      await db.schema
        .createTable('expert_suspensions')
        .addColumn('expert', 'text', (column) => column.notNull())
        .addColumn('suspension', 'integer', (column) => column.notNull())
        .addColumn('from_day', 'text', (column) => column.notNull())
        .addColumn('until_day', 'text')
        .addColumn('reason', 'text', (column) => column.notNull())
        .addColumn('by', 'text', (column) => column.notNull())
        .addColumn('at', 'text', (column) => column.notNull())
        .addColumn('lifted_at', 'text')
        .addColumn('lifted_by', 'text')
        .addColumn('lift_reason', 'text')
        .addPrimaryKeyConstraint('expert_suspensions_key', ['expert', 'suspension'])
        .execute();
      await db.schema
        .createTable('expert_changes')
        .addColumn('expert', 'text', (column) => column.notNull())
        .addColumn('seq', 'integer', (column) => column.notNull())
        .addColumn('at', 'text', (column) => column.notNull())
        .addColumn('by', 'text', (column) => column.notNull())
        .addColumn('what', 'text', (column) => column.notNull())
        .addColumn('reason', 'text', (column) => column.notNull())
        .addPrimaryKeyConstraint('expert_changes_key', ['expert', 'seq'])
        .execute();
    },
  },
  '0027-arriving-experts': {
    async up(db) {
      await db.schema
        .createTable('arriving_experts')
        .addColumn('list', 'text', (column) => column.notNull())
        .addColumn('expert', 'text', (column) => column.notNull())
        .addColumn('name', 'text', (column) => column.notNull())
        .addColumn('id_number', 'text', (column) => column.notNull())
        .addColumn('badge', 'text', (column) => column.notNull())
        .addColumn('categories', 'text', (column) => column.notNull())
        .addColumn('site', 'text', (column) => column.notNull())
        .addColumn('employer', 'text', (column) => column.notNull())
        .addColumn('key_fingerprint', 'text', (column) => column.notNull())
        .addColumn('employer_code', 'text')
        .addColumn('role', 'text', (column) => column.notNull())
        .addColumn('since', 'text')
        .addColumn('employments', 'text', (column) => column.notNull())
        .addColumn('kin', 'text', (column) => column.notNull())
        .addColumn('unavailable', 'text', (column) => column.notNull())
        .addColumn('suspensions', 'text', (column) => column.notNull())
        .addPrimaryKeyConstraint('arriving_experts_key', ['list', 'expert'])
        .execute();
    },
  },
};

/** Rows written by one statement: within what either database takes of values. */
const ROWS_AT_ONCE = 200;

export const poolProjection: Projection = {
  'pool.imported': async (db, event) => {
    const { experts } = event.payload;
    for (let first = 0; first < experts.length; first += ROWS_AT_ONCE)
      await putExperts(db, experts.slice(first, first + ROWS_AT_ONCE));
    for (const { id, suspensions = [] } of experts) await addSuspensions(db, id, suspensions, event);
  },
  'pool.list-part': async (db, { payload: { list, part, experts } }) => {
    // What is left of a list that was never completed makes room.
    if (part === 1) await db.deleteFrom('arriving_experts').execute();
    for (let first = 0; first < experts.length; first += ROWS_AT_ONCE) {
      const own = experts.slice(first, first + ROWS_AT_ONCE);
      const rows = own.map((one) => ({
        list,
        ...rowOf(one),
        suspensions: JSON.stringify(one.suspensions ?? []),
      }));
      await db.insertInto('arriving_experts').values(rows).execute();
    }
  },
  'pool.list-completed': async (db, event) => {
    const { list } = event.payload;
    await takeArrived(db, list);
    const suspended = await db
      .selectFrom('arriving_experts')
      .select(['expert', 'suspensions'])
      .where('list', '=', list)
      .where('suspensions', '!=', '[]')
      .orderBy('expert')
      .execute();
    for (const { expert, suspensions } of suspended)
      await addSuspensions(db, expert, JSON.parse(suspensions) as Suspension[], event);
    await db.deleteFrom('arriving_experts').execute();
  },
  'expert.employment-recorded': async (db, event) => {
    const { expert, present, employments } = event.payload;
    await setExpert(db, expert, {
      employer: present.employer,
      employer_code: present.employerCode,
      role: present.role,
      since: present.since,
      employments: JSON.stringify(employments),
    });
    await noteChange(db, event);
  },
  'expert.kin-declared': async (db, event) => {
    await setExpert(db, event.payload.expert, { kin: JSON.stringify(event.payload.kin) });
    await noteChange(db, event);
  },
  'expert.availability-changed': async (db, event) => {
    const { expert, unavailable } = event.payload;
    await setExpert(db, expert, { unavailable: JSON.stringify(unavailable) });
    await noteChange(db, event);
  },
  'expert.suspended': async (db, event) => {
    await addSuspension(db, { ...event.payload, at: event.at });
    await noteChange(db, event);
  },
  'expert.suspension-lifted': async (db, event) => {
    const { expert, suspension, reason, by } = event.payload;
    await db
      .updateTable('expert_suspensions')
      .set({ lifted_at: event.at, lifted_by: by, lift_reason: reason })
      .where('expert', '=', expert)
      .where('suspension', '=', suspension)
      .execute();
    await noteChange(db, event);
  },
};

/**
 * Whoever has one of these badges now and is not among them has another by the end of the list, which was checked as a
 * whole: they make room, and come back with their own part of it.
 */
async function putExperts(db: Db, experts: readonly PoolExpert[]): Promise<void> {
  await db
    .deleteFrom('experts')
    .where((where) =>
      where.or([
        where(
          'expert',
          'in',
          experts.map(({ id }) => id),
        ),
        where(
          'badge',
          'in',
          experts.map(({ badge }) => badge),
        ),
      ]),
    )
    .execute();
  await db.insertInto('experts').values(experts.map(rowOf)).execute();
}

const columns = [
  'expert',
  'name',
  'id_number',
  'badge',
  'categories',
  'site',
  'employer',
  'key_fingerprint',
  'employer_code',
  'role',
  'since',
  'employments',
  'kin',
  'unavailable',
] as const satisfies readonly (keyof PoolTables['experts'])[];

/** Rows taken over in one turn of the loop. */
const ROWS_A_TURN = 5000;

/** As {@link putExperts}, with a whole list that has come in. */
async function takeArrived(db: Db, list: string): Promise<void> {
  const arrived = db.selectFrom('arriving_experts').where('list', '=', list);
  for (let first = 0; ; first += ROWS_A_TURN) {
    const own = arrived.orderBy('expert').limit(ROWS_A_TURN).offset(first);
    const ids = own.select('expert');
    const badges = own.select('badge');
    await db.deleteFrom('experts').where('expert', 'in', ids).execute();
    await db.deleteFrom('experts').where('badge', 'in', badges).execute();
    const taken = await db
      .insertInto('experts')
      .columns([...columns])
      .expression(own.select([...columns]))
      .executeTakeFirst();
    await breath();
    if (Number(taken.numInsertedOrUpdatedRows ?? 0) < ROWS_A_TURN) return;
  }
}

function rowOf(expert: PoolExpert): PoolTables['experts'] {
  const { employments = [], kin = [], unavailable = [] } = expert;
  return {
    expert: expert.id,
    name: expert.name,
    id_number: expert.idNumber,
    badge: expert.badge,
    categories: JSON.stringify(expert.categories),
    site: expert.site,
    employer: expert.employer,
    key_fingerprint: expert.keyFingerprint,
    employer_code: expert.employerCode ?? null,
    role: expert.role ?? 'employee',
    since: expert.since ?? null,
    employments: JSON.stringify(employments),
    kin: JSON.stringify(kin),
    unavailable: JSON.stringify(unavailable),
  };
}

async function setExpert(db: Db, expert: string, values: Partial<PoolTables['experts']>): Promise<void> {
  await db.updateTable('experts').set(values).where('expert', '=', expert).execute();
}

async function lastSuspension(db: Db, expert: string): Promise<number> {
  const row = await db
    .selectFrom('expert_suspensions')
    .select((eb) => eb.fn.max('suspension').as('last'))
    .where('expert', '=', expert)
    .executeTakeFirst();
  return Number(row?.last ?? 0);
}

/** Those that a list tells, counted on from what there is. */
async function addSuspensions(
  db: Db,
  expert: string,
  suspensions: readonly Suspension[],
  { at, payload: { by } }: { readonly at: string; readonly payload: { readonly by: string } },
): Promise<void> {
  for (const { from, until, reason } of suspensions) {
    const suspension = (await lastSuspension(db, expert)) + 1;
    await addSuspension(db, { expert, suspension, from, until, reason, at, by });
  }
}

interface NewSuspension {
  readonly expert: string;
  readonly suspension: number;
  readonly from: string;
  readonly until: string | null;
  readonly reason: string;
  readonly by: string;
  readonly at: string;
}

async function addSuspension(db: Db, { from, until, ...row }: NewSuspension): Promise<void> {
  const { expert, suspension, reason, by, at } = row;
  await db
    .insertInto('expert_suspensions')
    .values({
      ...{ expert, suspension, reason, by, at },
      from_day: from,
      until_day: until,
      lifted_at: null,
      lifted_by: null,
      lift_reason: null,
    })
    .execute();
}

interface Change {
  readonly seq: number;
  readonly at: string;
  readonly type: string;
  readonly payload: { readonly expert: string; readonly reason: string; readonly by: string };
}

async function noteChange(db: Db, { seq, at, type, payload }: Change): Promise<void> {
  const { expert, reason, by } = payload;
  await db.insertInto('expert_changes').values({ expert, seq, at, by, what: type, reason }).execute();
}
