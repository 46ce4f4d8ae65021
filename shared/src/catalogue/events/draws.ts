import { Type } from 'typebox';
import { Beacon, NamedBeacon } from '../../draw/beacon.ts';
import { Signature64 } from '../../draw/countersignature.ts';
import { DrawInput } from '../../draw/input.ts';
import { Transcript } from '../../draw/transcript.ts';
import { CeremonyTimes } from '../../protocol/draws.ts';
import { closed, DrawId, Hex32, Instant, Line, Prose } from '../../protocol/primitives.ts';
import { halvesOf } from '../words.ts';
import { defineEvents } from './entry.ts';

const kind = Type.Union([Type.Literal('panel'), Type.Literal('seats'), Type.Literal('sites')]);
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
        /** The beacon that the input names, with its time; not in draws without a beacon. */
        beacon: Type.Optional(NamedBeacon),
        /** Time for each phase, the first from here on; not in draws of before inputs were countersigned. */
        times: Type.Optional(CeremonyTimes),
      },
      closed,
    ),
    topics,
    sealed: true, // candidates and occupants
    zh: '抽取 {drawId} 的输入已冻结，摘要 {inputDigest}，等待各方承诺',
    en: 'Input of draw {drawId} frozen, digest {inputDigest}; waiting for commitments',
  },
  'draw.countersigned': {
    payload: Type.Object({ drawId: DrawId, site: Line, key: Hex32, signature: Signature64 }, closed),
    topics,
    sealed: false,
    zh: '{site} 会签了抽取 {drawId} 冻结的输入',
    en: '{site} has countersigned the frozen input of draw {drawId}',
  },
  'draw.countersignatures-closed': {
    payload: Type.Object({ drawId: DrawId, deadline: Instant }, closed),
    topics,
    sealed: false,
    zh: '抽取 {drawId} 的会签已结束，等待各方承诺',
    en: 'The countersignatures of draw {drawId} are complete; waiting for commitments',
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
    hides: ['nonce', 'salt'], // of a draw among sites, which everybody knows, they would give the result away
    zh: '{party} 为抽取 {drawId} 揭示随机数',
    en: '{party} has revealed its nonce for draw {drawId}',
  },
  'draw.withheld': {
    payload: Type.Object({ drawId: DrawId, party: Line, reason: Prose }, closed),
    topics,
    sealed: false,
    zh: '{party} 未按规则参加抽取 {drawId}：{reason}',
    en: '{party} withheld its part of draw {drawId}: {reason}',
    words: { reason: halvesOf },
  },
  'draw.reveals-closed': {
    payload: Type.Object({ drawId: DrawId }, closed),
    topics,
    sealed: false,
    zh: '抽取 {drawId} 的揭示已结束，正在计算结果',
    en: 'The reveals of draw {drawId} are closed; the result is being worked out',
  },
  'draw.beacon-read': {
    payload: Type.Object({ drawId: DrawId, value: Line }, closed),
    topics,
    sealed: false,
    hides: ['value'], // whoever enters it after this has to read it for themselves
    zh: '抽取 {drawId} 的公共信标已有一人录入，等待另一人独立录入核对',
    en: 'One person has entered the value of the beacon of draw {drawId}; another has to enter it too',
  },
  'draw.beacon-voided': {
    payload: Type.Object({ drawId: DrawId }, closed),
    topics,
    sealed: false,
    zh: '抽取 {drawId} 的公共信标，两人录入的值不同，均已作废，须各自重新录入',
    en: 'Two people have entered different values of the beacon of draw {drawId}: neither counts, and both have to enter it anew',
  },
  'draw.beacon-known': {
    payload: Type.Object({ drawId: DrawId, beacon: Beacon }, closed),
    topics,
    sealed: false,
    zh: '抽取 {drawId} 的公共信标已经确定，正在计算结果',
    en: 'The beacon of draw {drawId} is known; the result is being worked out',
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
    words: { reason: halvesOf },
  },
  'site-key.registered': {
    payload: Type.Object({ site: Line, key: Hex32, label: Line, proof: Signature64 }, closed),
    topics: ['draws'],
    sealed: false,
    zh: '{site} 登记了签名密钥“{label}”（{key}）',
    en: '{site} has registered the signing key "{label}" ({key})',
  },
  'site-key.revoked': {
    payload: Type.Object({ site: Line, key: Hex32, reason: Prose }, closed),
    topics: ['draws'],
    sealed: false,
    zh: '{site} 的签名密钥 {key} 已停用：{reason}',
    en: 'The signing key {key} of {site} is revoked: {reason}',
  },
});
