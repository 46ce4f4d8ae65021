import { Type } from 'typebox';
import { closed, Line } from '../../protocol/primitives.ts';
import { witnessStateWords } from '../words.ts';
import { defineEvents } from './entry.ts';

/** What the witnesses of the ledger answer. Only changes are events; a cosignature itself stands in its own table. */
export const witnessEvents = defineEvents({
  'witness.changed': {
    payload: Type.Object(
      {
        /** Name in its cosignatures. */
        witness: Line,
        /**
         * `cosigning`; `silent`: it does not answer; `forked`: it has seen another history under this ledger's key;
         * `ahead`: it has cosigned a larger tree than the hub has, which must have lost entries.
         */
        state: Type.Union([
          Type.Literal('cosigning'),
          Type.Literal('silent'),
          Type.Literal('forked'),
          Type.Literal('ahead'),
        ]),
        /** Entries of the tree at which it changed; what the witness has, where it is ahead. */
        size: Type.Integer({ minimum: 0 }),
      },
      closed,
    ),
    topics: ['alerts'],
    sealed: false,
    zh: '见证方 {witness} 的状态变为“{state}”（账本 {size} 条）',
    en: 'Witness {witness} is now {state} (ledger of {size})',
    words: { state: witnessStateWords },
  },
});
