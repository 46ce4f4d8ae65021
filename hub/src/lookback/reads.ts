import { type EventType, events } from '#shared/catalogue/events/index.ts';
import { lookbackEvents } from '#shared/catalogue/events/lookback.ts';
import { fillText, type TextValues } from '#shared/catalogue/text.ts';
import type { FlagStep, LookbackFlag } from '#shared/protocol/views.ts';
import type { Db } from '../store/database.ts';
import { keptQuery, madeOnce, rememberedQuery } from '../store/kept-query.ts';
import type { HeldFlag } from './flag.ts';
import { flagFrom, type LookbackTables } from './tables.ts';

/** Every flag of a project, in the order they were raised. For supervisors after the reveal, and for the report. */
export async function flagsOf(db: Db, project: string): Promise<LookbackFlag[]> {
  return (await heldFlags(db, project)).map(({ own: _own, ballots: _ballots, ...flag }) => flag);
}

/** As {@link flagsOf}, with what nobody but the hub sees: what its expert alone is told, and each voter's ballot. */
export async function heldFlags(db: Db, project: string): Promise<readonly HeldFlag[]> {
  return inOrder(await flagsOfProject(db, { project }));
}

const inOrder = madeOnce((rows: readonly LookbackTables['flags'][]): readonly HeldFlag[] =>
  Object.freeze(rows.map(flagFrom).sort((a, b) => Number(a.id.slice(1)) - Number(b.id.slice(1)))),
);

const flagsOfProject = rememberedQuery((db, { project }: { project: string }) =>
  db.selectFrom('flags').selectAll().where('project', '=', project),
);

const due = keptQuery((db, { at }: { at: string }) =>
  db.selectFrom('flags').select(['project', 'flag']).where('due', '<', at),
);

/** Flags whose present step is over. */
export function overdueFlags(db: Db, at: string): Promise<{ project: string; flag: string }[]> {
  return due(db, { at });
}

/** A ballot that is given is told only by its count. */
const untold: readonly string[] = ['flag.vote-given', 'lookback.closed'];

/** What has happened to the flags of a project, oldest first, as the ledger has it. After the reveal alone. */
export async function flagStepsOf(db: Db, project: string): Promise<FlagStep[]> {
  const types = Object.keys(lookbackEvents).filter((type) => !untold.includes(type));
  const rows = await db
    .selectFrom('ledger')
    .select(['at', 'type', 'payload'])
    .where('subject', '=', `project/${project}`)
    .where('type', 'in', types)
    .orderBy('seq')
    .execute();
  return rows.flatMap(({ at, type, payload }) => {
    const values = JSON.parse(payload) as TextValues & { flag?: string; text?: unknown; reason?: unknown };
    if (!values.flag) return [];
    const written = type === 'flag.explained' ? values.text : values.reason;
    return [
      {
        ...{ flag: values.flag, at },
        text: fillText(events[type as EventType], values),
        written: typeof written === 'string' ? written : null,
      },
    ];
  });
}
