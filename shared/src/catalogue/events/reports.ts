import { Type } from 'typebox';
import { Base64, closed, DrawId, Hex32, Id, Line, Prose } from '../../protocol/primitives.ts';
import { documentWords } from '../words.ts';
import { defineEvents } from './entry.ts';

const who = { project: Id, expert: Line, alias: Line };
const topics = ['projects'] as const;

/** The evaluation report: its contents, who agrees, and the sealed file. */
export const reportsEvents = defineEvents({
  'report.drawn-up': {
    payload: Type.Object({ project: Id, digest: Hex32, content: Type.String() }, closed),
    topics,
    sealed: true, // the contents hold marks and opinions
    zh: '评标报告已拟定，请各位专家签字',
    en: 'The report is drawn up and waits for the experts to sign',
  },
  'consent.signed': {
    payload: Type.Object(
      {
        ...who,
        position: Type.Union([Type.Literal('agree'), Type.Literal('dissent')]),
        dissent: Type.Union([Prose, Type.Null()]),
        content: Type.String(),
        cms: Base64,
        tsr: Base64,
      },
      closed,
    ),
    topics,
    sealed: true, // the certificate names the expert
    zh: '{alias} 已在评标报告上签字',
    en: '{alias} has signed the report',
  },
  'consent.refused': {
    payload: Type.Object(who, closed),
    topics,
    sealed: false,
    zh: '{alias} 拒绝签字且未书面说明不同意见，视为同意评标结论',
    en: '{alias} refuses to sign without a written dissent and is deemed to agree',
  },
  'consents.complete': {
    payload: Type.Object({ project: Id }, closed),
    topics,
    sealed: false,
    zh: '全体专家已就评标报告表明意见，报告待封存',
    en: 'Every expert has taken a position on the report; it is about to be sealed',
  },
  'report.sealed': {
    payload: Type.Object(
      {
        ...{ project: Id, digest: Hex32, file: Hex32 },
        /** SHA-256 of the revocation lists in force, `crl.pem` of the evidence; absent where there are none. */
        crl: Type.Optional(Hex32),
        /** Ids of the draws of its experts' seats, oldest first; absent where certificates did not have them yet. */
        seatDraws: Type.Optional(Type.Array(DrawId)),
      },
      closed,
    ),
    topics,
    sealed: false,
    zh: '评标报告已签章封存',
    en: 'The report is sealed',
  },
  'report.read': {
    payload: Type.Object({ project: Id, reader: Line, what: Line }, closed),
    topics: [],
    sealed: false,
    zh: '{reader} 下载了{what}',
    en: '{reader} has downloaded {what}',
    words: { what: documentWords },
  },
});
