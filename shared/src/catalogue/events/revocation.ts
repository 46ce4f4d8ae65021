import { type Static, Type } from 'typebox';
import { closed, Hex32, Id, Instant, Line } from '../../protocol/primitives.ts';
import { listStateWords } from '../words.ts';
import { defineEvents } from './entry.ts';

/** One list of an authority, and where it stands among those of its series (RFC 5280 §5.2.3). */
const ListIssue = Type.Object(
  {
    /** SHA-256 of what the lists of one series have in common: issuer, key, and to which certificates they are limited. */
    series: Hex32,
    /** Its `crlNumber`, in decimal. */
    number: Type.Union([Type.String({ pattern: '^\\d+$' }), Type.Null()]),
    thisUpdate: Instant,
  },
  closed,
);
export type ListIssue = Static<typeof ListIssue>;

/** The revocation lists by which experts' certificates are judged. */
export const revocationEvents = defineEvents({
  'signers.revoked-late': {
    payload: Type.Object({ project: Id, aliases: Type.Array(Line, { minItems: 1, maxItems: 100 }) }, closed),
    topics: ['alerts', 'projects'],
    sealed: false,
    zh: '有专家的签名作出于其证书被吊销之后，吊销列表公布较晚',
    en: 'Experts have signed with keys that were revoked by then; the list that says so came later',
  },
  'revocation-list.changed': {
    payload: Type.Object(
      {
        /** SHA-256 of the authority's name as it is encoded; of the setting, for what its files hold. */
        source: Hex32,
        authority: Line,
        /**
         * `missing`: what it has issued no list covers; `older`: a hub that started again found none but one older than
         * it had; `refused`: a file was not taken, and the former lists hold.
         */
        state: Type.Union([
          Type.Literal('in-force'),
          Type.Literal('stale'),
          Type.Literal('missing'),
          Type.Literal('older'),
          Type.Literal('refused'),
        ]),
        /** SHA-256 of each list that is in force. */
        digests: Type.Array(Hex32, { maxItems: 10_000 }),
        /** The newest list of each series that was ever in force; absent in records of before this was told. */
        newest: Type.Optional(Type.Array(ListIssue, { maxItems: 10_000 })),
        zh: Type.String({ maxLength: 100_000 }),
        en: Type.String({ maxLength: 100_000 }),
      },
      closed,
    ),
    topics: ['alerts'],
    sealed: false,
    zh: '“{authority}”的吊销列表状态变为“{state}”：{zh}',
    en: 'Revocation lists of "{authority}" are now {state}: {en}',
    words: { state: listStateWords },
  },
});
