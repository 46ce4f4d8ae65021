import { sql } from 'kysely';
import type { Employment, EmploymentRole, Kin, Period, Suspension } from '#shared/pool/expert.ts';
import type { ExpertRow, PoolPage } from '#shared/protocol/pool-views.ts';
import { latestAbout } from '../ledger/append.ts';
import type { Db } from '../store/database.ts';
import { rememberedQuery } from '../store/kept-query.ts';
import type { PoolTables } from './tables.ts';

/** Subject of whatever changes the pool. */
export const POOL = 'pool';

export type PoolRow = PoolTables['experts'];
export type InForceRow = Pick<
  PoolTables['expert_suspensions'],
  'expert' | 'from_day' | 'until_day' | 'reason'
>;

export interface PooledExpert {
  readonly id: string;
  readonly name: string;
  readonly idNumber: string;
  readonly badge: string;
  readonly categories: readonly string[];
  readonly site: string;
  readonly employer: string;
  readonly keyFingerprint: string;
  readonly employerCode: string | undefined;
  readonly role: EmploymentRole;
  readonly since: string | undefined;
  readonly employments: readonly Employment[];
  readonly kin: readonly Kin[];
  readonly unavailable: readonly Period[];
  /** Those in force, now or to come. */
  readonly suspensions: readonly Suspension[];
}

export interface SuspensionRow extends Suspension {
  readonly suspension: number;
  readonly by: string;
  readonly at: string;
  readonly lifted: { readonly at: string; readonly by: string; readonly reason: string } | null;
}

export async function findExpert(db: Db, id: string): Promise<PooledExpert | null> {
  const [row] = await oneExpert(db, { id });
  return row ? pooled(row, await inForce(db, row.expert)) : null;
}

const oneExpert = rememberedQuery((db, { id }: { id: string }) =>
  db.selectFrom('experts').selectAll().where('expert', '=', id),
);

/** Names and employers of these experts, as the pool has them now. */
export async function employersOf(
  db: Db,
  ids: readonly string[],
): Promise<ReadonlyMap<string, { readonly name: string; readonly employer: string }>> {
  const rows = await db
    .selectFrom('experts')
    .select(['expert', 'name', 'employer'])
    .where('expert', 'in', [...ids])
    .execute();
  return new Map(rows.map(({ expert, name, employer }) => [expert, { name, employer }]));
}

export async function expertByBadge(db: Db, badge: string): Promise<PooledExpert | null> {
  const row = await db.selectFrom('experts').selectAll().where('badge', '=', badge).executeTakeFirst();
  return row ? pooled(row, await inForce(db, row.expert)) : null;
}

/** What the pool was last changed by, as a number: nothing of it has changed while this stays the same. */
export function poolVersion(db: Db): Promise<number> {
  return latestAbout(db, POOL);
}

export async function poolCount(db: Db): Promise<number> {
  const row = await db
    .selectFrom('experts')
    .select((eb) => eb.fn.countAll().as('total'))
    .executeTakeFirst();
  return Number(row?.total ?? 0);
}

/** The pool as it is stored: the next experts after an id, in order of id. */
export function poolRows(db: Db, after: string, most: number): Promise<PoolRow[]> {
  return db
    .selectFrom('experts')
    .selectAll()
    .where('expert', '>', after)
    .orderBy('expert')
    .limit(most)
    .execute();
}

/** Every suspension in force, now or to come. */
export function suspensionRows(db: Db): Promise<InForceRow[]> {
  return db
    .selectFrom('expert_suspensions')
    .select(['expert', 'from_day', 'until_day', 'reason'])
    .where('lifted_at', 'is', null)
    .orderBy('expert')
    .orderBy('suspension')
    .execute();
}

/** Experts as rows say them, in the order of the rows. */
export function pooledOf(rows: readonly PoolRow[], inForce: readonly InForceRow[]): PooledExpert[] {
  const suspensions = new Map<string, Suspension[]>();
  for (const row of inForce)
    suspensions.set(row.expert, [...(suspensions.get(row.expert) ?? []), suspensionOf(row)]);
  return rows.map((row) => pooled(row, suspensions.get(row.expert) ?? []));
}

/** Which of these ids the pool does not have. */
export async function unknownExperts(db: Db, ids: readonly string[]): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const rows = await db.selectFrom('experts').select('expert').where('expert', 'in', ids).execute();
  const known = new Set(rows.map(({ expert }) => expert));
  return new Set(ids.filter((id) => !known.has(id)));
}

/** How many of a long list have come in. */
export async function arrivedOf(db: Db, list: string): Promise<number> {
  const row = await db
    .selectFrom('arriving_experts')
    .select((eb) => eb.fn.countAll().as('total'))
    .where('list', '=', list)
    .executeTakeFirst();
  return Number(row?.total ?? 0);
}

/** Every suspension of an expert, the lifted among them, the latest first. */
export async function suspensionsOf(db: Db, expert: string): Promise<SuspensionRow[]> {
  const rows = await db
    .selectFrom('expert_suspensions')
    .selectAll()
    .where('expert', '=', expert)
    .orderBy('suspension', 'desc')
    .execute();
  return rows.map((row) => ({
    ...suspensionOf(row),
    suspension: row.suspension,
    by: row.by,
    at: row.at,
    lifted:
      row.lifted_at === null
        ? null
        : { at: row.lifted_at, by: row.lifted_by ?? '', reason: row.lift_reason ?? '' },
  }));
}

/** What was changed of an expert, the latest first. */
export async function changesOf(
  db: Db,
  expert: string,
): Promise<Omit<PoolTables['expert_changes'], 'expert' | 'seq'>[]> {
  return db
    .selectFrom('expert_changes')
    .select(['at', 'by', 'what', 'reason'])
    .where('expert', '=', expert)
    .orderBy('seq', 'desc')
    .execute();
}

/** Names of these experts by their ids. */
export async function namesOf(db: Db, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await db.selectFrom('experts').select(['expert', 'name']).where('expert', 'in', ids).execute();
  return new Map(rows.map(({ expert, name }) => [expert, name]));
}

/** What is looked for in the pool. */
export interface PoolQuery {
  /** Part of an id, name, badge or employer. */
  readonly text: string;
  readonly category: string;
  readonly site: string;
  /** Only those suspended on this day; null for everybody. */
  readonly suspendedOn: string | null;
  /** From 1. */
  readonly page: number;
  readonly size: number;
}

/** One page of those found, in order of id, and how many there are; ID numbers masked. */
export async function poolPage(db: Db, query: PoolQuery, today: string): Promise<PoolPage> {
  const { text, category, site, suspendedOn, page, size } = query;
  const found = db
    .selectFrom('experts')
    .$if(text !== '', (select) =>
      select.where((where) =>
        where.or(
          (['expert', 'name', 'badge', 'employer'] as const).map(
            (column) =>
              sql<boolean>`lower(${sql.ref(column)}) like ${containing(text.toLowerCase())} escape '!'`,
          ),
        ),
      ),
    )
    .$if(category !== '', (select) =>
      select.where(sql<boolean>`categories like ${containing(JSON.stringify(category))} escape '!'`),
    )
    .$if(site !== '', (select) => select.where('site', '=', site))
    .$if(suspendedOn !== null, (select) =>
      select.where('expert', 'in', suspendedExperts(db, suspendedOn ?? '')),
    );
  const count = await found.select((eb) => eb.fn.countAll().as('total')).executeTakeFirst();
  const rows = await found
    .selectAll()
    .orderBy('expert')
    .limit(size)
    .offset((page - 1) * size)
    .execute();
  const suspended = await suspendedAmong(
    db,
    rows.map(({ expert }) => expert),
    today,
  );
  const sites = await db.selectFrom('experts').select('site').distinct().orderBy('site').execute();
  return {
    total: Number(count?.total ?? 0),
    sites: sites.map((row) => row.site),
    rows: rows.map((row) => expertRow(pooled(row, []), suspended.has(row.expert))),
  };
}

function suspendedExperts(db: Db, day: string) {
  return db
    .selectFrom('expert_suspensions')
    .select('expert')
    .where('lifted_at', 'is', null)
    .where('from_day', '<=', day)
    .where((where) => where.or([where('until_day', 'is', null), where('until_day', '>=', day)]));
}

async function suspendedAmong(db: Db, experts: readonly string[], day: string): Promise<ReadonlySet<string>> {
  if (experts.length === 0) return new Set();
  const rows = await suspendedExperts(db, day).where('expert', 'in', experts).execute();
  return new Set(rows.map(({ expert }) => expert));
}

/** As a pattern for `like … escape '!'`. */
function containing(text: string): string {
  return `%${text.replace(/[!%_]/g, (character) => `!${character}`)}%`;
}

export function expertRow(expert: PooledExpert, suspended: boolean): ExpertRow {
  const { id, name, idNumber, badge, categories, site, employer } = expert;
  const idNumberMasked = `${idNumber.slice(0, 3)}***********${idNumber.slice(-4)}`;
  return { id, name, idNumberMasked, badge, categories: [...categories], site, employer, suspended };
}

const suspensionsInForce = rememberedQuery((db, { expert }: { expert: string }) =>
  db.selectFrom('expert_suspensions').selectAll().where('expert', '=', expert).where('lifted_at', 'is', null),
);

async function inForce(db: Db, expert: string): Promise<Suspension[]> {
  const rows = await suspensionsInForce(db, { expert });
  // Sorted here: SQLite makes itself a sorter even where there is no row, which costs ten times the rest.
  return rows.toSorted((a, b) => a.suspension - b.suspension).map(suspensionOf);
}

function suspensionOf({ from_day, until_day, reason }: InForceRow): Suspension {
  return { from: from_day, until: until_day, reason };
}

const NONE: readonly never[] = [];
/** Most lists are empty, and a pool has many. */
const listOf = <T>(json: string): readonly T[] => (json === '[]' ? NONE : (JSON.parse(json) as T[]));

function pooled(row: PoolTables['experts'], suspensions: readonly Suspension[]): PooledExpert {
  return {
    id: row.expert,
    name: row.name,
    idNumber: row.id_number,
    badge: row.badge,
    categories: listOf<string>(row.categories),
    site: row.site,
    employer: row.employer,
    keyFingerprint: row.key_fingerprint,
    employerCode: row.employer_code ?? undefined,
    role: row.role as EmploymentRole,
    since: row.since ?? undefined,
    employments: listOf<Employment>(row.employments),
    kin: listOf<Kin>(row.kin),
    unavailable: listOf<Period>(row.unavailable),
    suspensions,
  };
}

/** Ids of all who are suspended on a day. */
export async function suspendedOn(db: Db, day: string): Promise<ReadonlySet<string>> {
  return new Set((await suspendedExperts(db, day).execute()).map(({ expert }) => expert));
}
