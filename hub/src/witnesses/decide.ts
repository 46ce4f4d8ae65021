import type { EventPayload } from '#shared/catalogue/events/index.ts';
import type { Command } from '../ledger/command.ts';
import { witnessState } from './reads.ts';

/** A witness answers otherwise than before: only changes are events, so that an outage does not flood the ledger. */
export const changeWitness: Command<EventPayload<'witness.changed'>, string, null> = {
  name: 'change-witness',
  load: (db, { witness }) => witnessState(db, witness),
  decide(before, payload) {
    if (before === payload.state) return { events: [], answer: null };
    return {
      events: [{ type: 'witness.changed', subject: `witness/${payload.witness}`, payload }],
      answer: null,
    };
  },
};
