import { Type } from 'typebox';
import { DrawInput } from '../../draw/input.ts';
import { Transcript } from '../../draw/transcript.ts';
import { closed, DrawId, Hex32, Instant, Line, Prose } from '../../protocol/primitives.ts';
import { defineEvents } from './entry.ts';

const kind = Type.Union([Type.Literal('panel'), Type.Literal('seats')]);
const topics = ['draws', 'projects', 'hall'] as const;

/** The ceremony of a draw: freeze, commit, reveal, result. */
export const drawEvents = defineEvents({
  'draw.opened': {
    payload: Type.Object(
      {
        drawId: DrawId,
        kind,
        /** The project or hall it is about. */
        about: Line,
        input: DrawInput,
        inputDigest: Hex32,
        parties: Type.Array(Line, { minItems: 1 }),
        deadline: Instant,
        /** Time for the reveals, once the commitments are closed. */
        seconds: Type.Integer({ minimum: 1 }),
      },
      closed,
    ),
    topics,
    sealed: true, // candidates and occupants
    zh: '抽取 {drawId} 的输入已冻结，摘要 {inputDigest}，等待各方承诺',
    en: 'Input of draw {drawId} frozen, digest {inputDigest}; waiting for commitments',
  },
  'draw.committed': {
    payload: Type.Object({ drawId: DrawId, party: Line, commitment: Hex32 }, closed),
    topics,
    sealed: false,
    zh: '{party} 为抽取 {drawId} 提交承诺',
    en: '{party} has committed to draw {drawId}',
  },
  'draw.commitments-closed': {
    payload: Type.Object({ drawId: DrawId, commitmentRoot: Hex32, deadline: Instant }, closed),
    topics,
    sealed: false,
    zh: '抽取 {drawId} 的承诺已全部固定，开始揭示',
    en: 'The commitments of draw {drawId} are fixed; reveals begin',
  },
  'draw.revealed': {
    payload: Type.Object({ drawId: DrawId, party: Line, nonce: Hex32, salt: Hex32 }, closed),
    topics,
    sealed: false,
    zh: '{party} 为抽取 {drawId} 揭示随机数',
    en: '{party} has revealed its nonce for draw {drawId}',
  },
  'draw.withheld': {
    payload: Type.Object({ drawId: DrawId, party: Line, reason: Prose }, closed),
    topics,
    sealed: false,
    zh: '{party} 未按规则参加抽取 {drawId}：{reason}',
    en: '{party} withheld its part of draw {drawId}: {reason}',
  },
  'draw.completed': {
    payload: Type.Object({ drawId: DrawId, kind, about: Line, transcript: Transcript }, closed),
    topics,
    sealed: true,
    zh: '抽取 {drawId} 完成',
    en: 'Draw {drawId} is made',
  },
  'draw.failed': {
    payload: Type.Object({ drawId: DrawId, reason: Prose }, closed),
    topics,
    sealed: false,
    zh: '抽取 {drawId} 未能完成：{reason}',
    en: 'Draw {drawId} could not be made: {reason}',
  },
});
