import { Type } from 'typebox';
import { closed, Hex32, Id, Line } from '../../protocol/primitives.ts';
import { defineEvents } from './entry.ts';

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
        /** `missing`: what it has issued no list covers; `refused`: a file was not taken, and the former lists hold. */
        state: Type.Union([
          Type.Literal('in-force'),
          Type.Literal('stale'),
          Type.Literal('missing'),
          Type.Literal('refused'),
        ]),
        /** SHA-256 of each list that is in force. */
        digests: Type.Array(Hex32, { maxItems: 10_000 }),
        zh: Type.String({ maxLength: 100_000 }),
        en: Type.String({ maxLength: 100_000 }),
      },
      closed,
    ),
    topics: ['alerts'],
    sealed: false,
    zh: '“{authority}”的吊销列表状态变为 {state}：{zh}',
    en: 'Revocation lists of "{authority}" are now {state}: {en}',
  },
});
