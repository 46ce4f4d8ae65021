import { Type } from 'typebox';
import { Base64, closed, Id, Instant, Line } from '../../protocol/primitives.ts';
import { authorityStateWords } from '../words.ts';
import { defineEvents } from './entry.ts';

/** Time-stamps by an authority other than the hub's own, and how that authority answers. */
export const stampEvents = defineEvents({
  'certificate.stamped': {
    payload: Type.Object(
      {
        project: Id,
        /** Entries of the ledger at the checkpoint. */
        size: Type.Integer({ minimum: 1 }),
        /** The checkpoint with its cosignatures: what was stamped. */
        note: Type.String({ maxLength: 65_536 }),
        /** Verifier keys of the witnesses that have cosigned it. */
        witnesses: Type.Array(Type.String({ maxLength: 1000 }), { maxItems: 100 }),
        /** RFC 3161 response. */
        tsr: Base64,
        /** As the authority's certificate names it. */
        authority: Line,
        /** The time it says, and when its certificate ends. */
        time: Instant,
        expires: Instant,
      },
      closed,
    ),
    topics: ['projects'],
    sealed: false,
    zh: '时间戳机构“{authority}”已为见证书的检查点（{size} 条）加盖时间戳：{time}',
    en: 'The authority "{authority}" has time-stamped the checkpoint of the certificate ({size} entries): {time}',
  },
  'time-authority.changed': {
    payload: Type.Object(
      {
        url: Type.String({ maxLength: 2100 }),
        /** `answering`; `failing`: no good answer for long; `expiring`: its certificate is about to end. */
        state: Type.Union([Type.Literal('answering'), Type.Literal('failing'), Type.Literal('expiring')]),
        /** Why it fails; when its certificate ends. */
        zh: Type.String({ maxLength: 4000 }),
        en: Type.String({ maxLength: 4000 }),
      },
      closed,
    ),
    topics: ['alerts'],
    sealed: false,
    zh: '时间戳机构 {url} 的状态变为“{state}”：{zh}',
    en: 'The time-stamping authority {url} is now {state}: {en}',
    words: { state: authorityStateWords },
  },
});
