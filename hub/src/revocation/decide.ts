import type { EventPayload } from '#shared/catalogue/events/index.ts';
import type { ListIssue } from '#shared/catalogue/events/revocation.ts';
import { isOlder, type ListAge, minuteOf } from '#shared/signature/revocation.ts';
import type { Command } from '../ledger/command.ts';
import { lateAliases, type RecordedState, recordedState } from './reads.ts';
import type { ListState } from './states.ts';

/** It stands otherwise with an authority's lists than before, or others are in force: only changes are events. */
export const recordListState: Command<ListState, RecordedState | null, null> = {
  name: 'record-list-state',
  load: (db, { source }) => recordedState(db, source),
  decide(before, found) {
    const payload = besideNewest(found, before?.newest ?? []);
    const { state, digests, en } = payload;
    const first = before === null && state === 'in-force' && digests.length === 0;
    const same = before?.state === state && before.digests === digests.join(' ') && before.words === en;
    if (first || same) return { events: [], answer: null };
    return {
      events: [{ type: 'revocation-list.changed', subject: 'revocation-lists', payload }],
      answer: null,
    };
  },
};

/**
 * How it stands with lists beside the newest of their series that were ever in force. A running hub puts no older list in
 * the place of a newer one; one that starts again has nothing but what lies there, and then it is told.
 */
function besideNewest(found: ListState, known: readonly ListIssue[]): ListState {
  const newest = new Map(known.map((issue) => [issue.series, issue]));
  const older: [now: ListIssue, before: ListIssue][] = [];
  for (const issue of found.newest ?? []) {
    const before = newest.get(issue.series);
    if (before && isOlder(ageOf(issue), ageOf(before))) older.push([issue, before]);
    else newest.set(issue.series, issue);
  }
  const all = { ...found, newest: [...newest.values()] };
  const [first] = older;
  if (!first) return all;
  const [now, before] = first.map(inWords);
  return {
    ...all,
    state: 'older',
    zh: `现为编号 ${now}，曾为编号 ${before}`,
    en: `number ${now}, once ${before}`,
  };
}

function ageOf({ number, thisUpdate }: ListIssue): ListAge {
  return { number: number === null ? null : BigInt(number), thisUpdate: new Date(thisUpdate) };
}

function inWords({ number, thisUpdate }: ListIssue): string {
  return `${number ?? '—'} (${minuteOf(new Date(thisUpdate))})`;
}

/** Experts of a project have signed with keys that were revoked then already: each is told once. */
export const recordLate: Command<EventPayload<'signers.revoked-late'>, ReadonlySet<string>, null> = {
  name: 'record-late-revocations',
  load: (db, { project }) => lateAliases(db, project),
  decide(told, { project, aliases }) {
    const untold = aliases.filter((alias) => !told.has(alias));
    if (untold.length === 0) return { events: [], answer: null };
    const payload = { project, aliases: untold };
    return {
      events: [{ type: 'signers.revoked-late', subject: `project/${project}`, payload }],
      answer: null,
    };
  },
};
