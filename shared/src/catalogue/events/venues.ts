import { Type } from 'typebox';
import { Fingerprint } from '../../protocol/booth-frames.ts';
import { closed, Hex32, Id, Line } from '../../protocol/primitives.ts';
import { defineEvents } from './entry.ts';

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
        closed: Type.Array(Type.Tuple([Type.Integer(), Type.Integer()])),
      },
      closed,
    ),
    topics: ['venues', 'hall'],
    sealed: false,
    zh: '新建评标大厅 {hall}（{name}），{rows} 排 {columns} 列',
    en: 'Hall {hall} ({name}) created, {rows} rows of {columns}',
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
      },
      closed,
    ),
    topics: ['venues', 'hall'],
    sealed: false,
    zh: '卡位终端 {booth} 的硬件特征有变化：{changedText}',
    en: 'Fingerprint of booth {booth} has changed: {changedText}',
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
});
