import type { EventPayload } from '#shared/catalogue/events/index.ts';
import type { Command } from '../ledger/command.ts';
import { authorityState, type CertificateStamp, stampOf } from './reads.ts';

/** Records the time-stamp of a project's certificate. The first stands: a second changes nothing. */
export const recordStamp: Command<EventPayload<'certificate.stamped'>, CertificateStamp | null, null> = {
  name: 'record-stamp',
  load: (db, { project }) => stampOf(db, project),
  decide(existing, payload) {
    if (existing) return { events: [], answer: null };
    const subject = `project/${payload.project}`;
    return { events: [{ type: 'certificate.stamped', subject, payload }], answer: null };
  },
};

/** An authority answers otherwise than before: only changes are events. */
export const changeAuthority: Command<EventPayload<'time-authority.changed'>, string, null> = {
  name: 'change-time-authority',
  load: (db, { url }) => authorityState(db, url),
  decide(before, payload) {
    if (before === payload.state) return { events: [], answer: null };
    return {
      events: [{ type: 'time-authority.changed', subject: 'time-authority', payload }],
      answer: null,
    };
  },
};
