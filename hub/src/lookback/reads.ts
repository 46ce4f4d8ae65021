import type { FlagView } from '#shared/protocol/evaluation.ts';
import type { LookbackFlag } from '#shared/protocol/views.ts';
import type { Db } from '../store/database.ts';
import { keptQuery } from '../store/kept-query.ts';
import type { LookbackTables } from './tables.ts';

/** Every flag of a project, in the order they were raised. For supervisors after the reveal, and for the report. */
export async function flagsOf(db: Db, project: string): Promise<LookbackFlag[]> {
  return (await rowsOf(db, project)).map((row) => ({
    id: row.flag,
    expert: row.expert,
    alias: row.alias,
    bidder: row.bidder,
    item: row.item,
    direction: row.direction as 'high' | 'low',
    rule: row.rule,
    text: { zh: row.text_zh, en: row.text_en },
    rankingWouldChange: row.ranking === 1,
    state: row.state as LookbackFlag['state'],
    explanation: row.explanation,
    before: row.before,
    after: row.after,
  }));
}

/** The flags of one expert, for their booth alone. */
export async function flagsOfExpert(db: Db, project: string, expert: string): Promise<FlagView[]> {
  const own = (await flagsOf(db, project)).filter((flag) => flag.expert === expert);
  return own.map(({ id, bidder, item, direction, rule, text, state, explanation }) => ({
    ...{ id, bidder, item, direction, rule, text, state },
    ...(explanation === null ? {} : { explanation }),
  }));
}

const flagsOfProject = keptQuery((db, { project }: { project: string }) =>
  db.selectFrom('flags').selectAll().where('project', '=', project),
);

async function rowsOf(db: Db, project: string): Promise<LookbackTables['flags'][]> {
  const rows = await flagsOfProject(db, { project });
  return rows.sort((a, b) => Number(a.flag.slice(1)) - Number(b.flag.slice(1)));
}
