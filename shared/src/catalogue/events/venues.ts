import { Type } from 'typebox';
import { Fingerprint } from '../../protocol/booth-frames.ts';
import { Base64, closed, Hex32, Id, Instant, Line, Prose } from '../../protocol/primitives.ts';
import { SignedReadiness } from '../../protocol/readiness.ts';
import { defineEvents } from './entry.ts';

const Place = Type.Tuple([Type.Integer(), Type.Integer()]);
const Places = Type.Array(Place);
const Pairs = Type.Array(Type.Tuple([Place, Place]));

/** What has changed of one kind of part. */
const Values = Type.Array(Type.String());
const Changed = Type.Object({ part: Line, gone: Values, come: Values, weight: Type.Integer() }, closed);

/** A booth's certificate (DER) with its digest, that of its public key, and its end. */
const certificate = { booth: Id, site: Id, certificate: Base64, digest: Hex32, key: Hex32, until: Instant };
const ordered = { booth: Id, seat: Id, site: Id, order: Type.Integer({ minimum: 1 }) };

/** Sites, halls, booths, their machines and their presence. */
export const venuesEvents = defineEvents({
  'site.created': {
    payload: Type.Object({ site: Id, name: Line, city: Line }, closed),
    topics: ['venues'],
    sealed: false,
    zh: '新建评标场所 {site}（{name}）',
    en: 'Site {site} ({name}) created',
  },
  'hall.created': {
    payload: Type.Object(
      {
        hall: Id,
        site: Id,
        name: Line,
        rows: Type.Integer(),
        columns: Type.Integer(),
        closed: Places,
        // Not said by hubs that knew of closed seats alone.
        aisles: Type.Optional(Places),
        walls: Type.Optional(Pairs),
        joined: Type.Optional(Pairs),
      },
      closed,
    ),
    topics: ['venues', 'hall'],
    sealed: false,
    zh: '新建评标大厅 {hall}（{name}），{rows} 排 {columns} 列',
    en: 'Hall {hall} ({name}) created, {rows} rows of {columns}',
  },
  'hall.redrawn': {
    payload: Type.Object(
      {
        hall: Id,
        rows: Type.Integer(),
        columns: Type.Integer(),
        ...{ closed: Places, aisles: Places, walls: Pairs, joined: Pairs },
        reason: Prose,
      },
      closed,
    ),
    topics: ['venues', 'hall'],
    sealed: false,
    zh: '评标大厅 {hall} 的布局修改为 {rows} 排 {columns} 列，原因：{reason}',
    en: 'Hall {hall} drawn anew with {rows} rows of {columns}: {reason}',
  },
  'booth.registered': {
    payload: Type.Object({ booth: Id, hall: Id, seat: Id, token: Hex32 }, closed),
    topics: ['venues', 'hall'],
    sealed: false,
    hides: ['token'], // its digest
    zh: '登记卡位终端 {booth}，席位 {seat}',
    en: 'Booth {booth} registered at seat {seat}',
  },
  'booth.fingerprint-recorded': {
    payload: Type.Object({ booth: Id, site: Id, digest: Hex32, parts: Fingerprint }, closed),
    topics: ['venues'],
    sealed: false,
    zh: '记录卡位终端 {booth} 的硬件特征',
    en: 'Fingerprint of booth {booth} recorded',
  },
  'booth.fingerprint-changed': {
    payload: Type.Object(
      {
        booth: Id,
        site: Id,
        digest: Hex32,
        parts: Fingerprint,
        changed: Type.Array(Line),
        changedText: Type.String(),
        /** How much the change says, and of what; not said by hubs that weighed nothing. */
        weight: Type.Optional(Type.Integer()),
        changes: Type.Optional(Type.Array(Changed)),
      },
      closed,
    ),
    topics: ['venues', 'hall'],
    sealed: false,
    zh: '卡位终端 {booth} 的硬件特征有变化：{changedText}',
    en: 'Fingerprint of booth {booth} has changed: {changedText}',
  },
  'booth.locked': {
    payload: Type.Object({ ...ordered, cause: Prose }, closed),
    topics: ['hall', 'venues'],
    sealed: false,
    zh: '大厅锁定席位 {seat}（指令 {order}）：{cause}',
    en: 'Seat {seat} is to be locked (order {order}): {cause}',
  },
  'booth.unlocked': {
    payload: Type.Object({ ...ordered, reason: Prose }, closed),
    topics: ['hall', 'venues'],
    sealed: false,
    zh: '大厅解除席位 {seat} 的锁定（指令 {order}）：{reason}',
    en: 'Seat {seat} is to be unlocked (order {order}): {reason}',
  },
  'booth.told': {
    payload: Type.Object({ ...ordered, text: Prose }, closed),
    topics: ['hall', 'venues'],
    sealed: false,
    zh: '大厅通知席位 {seat}（指令 {order}）：{text}',
    en: 'Message to seat {seat} (order {order}): {text}',
  },
  'booth.obeyed': {
    payload: Type.Object(ordered, closed),
    topics: ['hall', 'venues'],
    sealed: false,
    zh: '席位 {seat} 已执行指令 {order}',
    en: 'Seat {seat} has carried out order {order}',
  },
  'booth.present': {
    payload: Type.Object({ booth: Id, site: Id }, closed),
    topics: ['hall', 'venues'],
    sealed: false,
    zh: '卡位终端 {booth} 在线',
    en: 'Booth {booth} is present',
  },
  'booth.missing': {
    payload: Type.Object({ booth: Id, site: Id }, closed),
    topics: ['hall', 'venues'],
    sealed: false,
    zh: '卡位终端 {booth} 失去联系',
    en: 'Booth {booth} is missing',
  },
  'booth.closed': {
    payload: Type.Object({ booth: Id, site: Id }, closed),
    topics: ['hall', 'venues'],
    sealed: false,
    zh: '卡位终端 {booth} 正常关机',
    en: 'Booth {booth} said goodbye',
  },
  'booth.enrolment-offered': {
    payload: Type.Object({ booth: Id, site: Id, code: Hex32, until: Instant, who: Line }, closed),
    topics: ['venues'],
    sealed: false,
    hides: ['code'], // its digest
    zh: '{who} 为卡位终端 {booth} 签发入网码，有效至 {until}',
    en: '{who} was shown an enrolment code for booth {booth}, valid until {until}',
  },
  'booth.enrolled': {
    payload: Type.Object({ ...certificate, code: Hex32 }, closed),
    topics: ['venues', 'hall'],
    sealed: false,
    hides: ['code'],
    zh: '卡位终端 {booth} 入网，证书有效至 {until}',
    en: 'Booth {booth} enrolled; its certificate is valid until {until}',
  },
  'booth.certificate-renewed': {
    payload: Type.Object(certificate, closed),
    topics: ['venues'],
    sealed: false,
    zh: '卡位终端 {booth} 的证书续期至 {until}',
    en: 'The certificate of booth {booth} was renewed until {until}',
  },
  'booth.readiness-reported': {
    payload: Type.Object({ booth: Id, site: Id, digest: Hex32, readiness: SignedReadiness }, closed),
    topics: ['hall', 'venues'],
    sealed: false,
    zh: '卡位终端 {booth} 报告就绪状态，报告摘要 {digest}',
    en: 'Booth {booth} has reported how ready it is, report {digest}',
  },
  'booth.certificate-revoked': {
    payload: Type.Object({ booth: Id, site: Id, who: Line, reason: Prose }, closed),
    topics: ['venues', 'hall'],
    sealed: false,
    zh: '{who} 吊销卡位终端 {booth} 的证书，原因：{reason}',
    en: '{who} revoked the certificate of booth {booth}: {reason}',
  },
  'booth.line-refused': {
    payload: Type.Object({ booth: Id, site: Id, code: Line, zh: Prose, en: Prose }, closed),
    topics: ['venues'],
    sealed: false,
    zh: '拒绝以卡位终端 {booth} 身份的连接：{zh}',
    en: 'A line in the name of booth {booth} was refused: {en}',
  },
  'enrolment.refused': {
    payload: Type.Object({ address: Line, code: Line, zh: Prose, en: Prose }, closed),
    topics: ['venues'],
    sealed: false,
    zh: '拒绝来自 {address} 的入网申请：{zh}',
    en: 'An enrolment from {address} was refused: {en}',
  },
});
