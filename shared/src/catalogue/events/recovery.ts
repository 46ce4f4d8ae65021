import { Type } from 'typebox';
import { closed, Id, Line, Prose } from '../../protocol/primitives.ts';
import { defineEvents } from './entry.ts';

/** What was lost with a restored back-up, and who has decided to go on without it. */
export const recoveryEvents = defineEvents({
  'ledger.loss-accepted': {
    payload: Type.Object(
      {
        /** Heads that others hold of the ledger as it was: source, number of entries, root in hexadecimal. */
        heads: Type.Array(
          Type.Object({ source: Line, size: Type.Integer({ minimum: 1 }), root: Line }, closed),
        ),
        /** Acts of booths that were acknowledged and have not come back: the highest number of each booth. */
        acts: Type.Array(Type.Object({ booth: Id, n: Type.Integer({ minimum: 1 }) }, closed)),
        who: Line,
        reason: Prose,
      },
      closed,
    ),
    topics: ['alerts', 'record'],
    sealed: false,
    zh: '{who} 决定接受恢复备份造成的账本缺失：{reason}',
    en: '{who} accepted what the ledger lost with a restored back-up: {reason}',
  },
});
