import type { EventPayload } from '#shared/catalogue/events/index.ts';
import { hasAlert } from '../alerts/reads.ts';
import type { Command } from '../ledger/command.ts';
import { recordedState } from './reads.ts';
import type { ListState } from './states.ts';

/** It stands otherwise with an authority's lists than before, or others are in force: only changes are events. */
export const recordListState: Command<ListState, Awaited<ReturnType<typeof recordedState>>, null> = {
  name: 'record-list-state',
  load: (db, { source }) => recordedState(db, source),
  decide(before, payload) {
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

/** Experts of a project have signed with keys that were revoked then already: one record for all, made with the first. */
export const recordLate: Command<EventPayload<'signers.revoked-late'>, boolean, null> = {
  name: 'record-late-revocations',
  load: (db, { project }) => hasAlert(db, 'SIGNED_WHILE_REVOKED', project),
  decide: (told, payload) => ({
    events: told ? [] : [{ type: 'signers.revoked-late', subject: `project/${payload.project}`, payload }],
    answer: null,
  }),
};
