import { defineRefusals } from './entry.ts';

/** Refusals of sites, halls and booths. */
export const venuesRefusals = defineRefusals({
  SITE_EXISTS: {
    status: 409,
    zh: '场所 {site} 已存在，请换一个编号。',
    en: 'Site {site} exists already. Choose another id.',
  },
  SITE_UNKNOWN: { status: 404, zh: '没有场所 {site}。', en: 'There is no site {site}.' },
  HALL_EXISTS: {
    status: 409,
    zh: '大厅 {hall} 已存在，请换一个编号。',
    en: 'Hall {hall} exists already. Choose another id.',
  },
  HALL_UNKNOWN: { status: 404, zh: '没有大厅 {hall}。', en: 'There is no hall {hall}.' },
  HALL_CLOSED_SEAT: {
    status: 422,
    zh: '关闭的席位第 {row} 排第 {column} 列不在大厅范围内。',
    en: 'Closed seat at row {row}, column {column} is not in the hall.',
  },
  HALL_NO_SEAT: { status: 422, zh: '大厅至少要有一个可用席位。', en: 'A hall needs at least one open seat.' },
  SEAT_UNKNOWN: {
    status: 404,
    zh: '大厅 {hall} 没有可用席位 {seat}。',
    en: 'Hall {hall} has no open seat {seat}.',
  },
  BOOTH_EXISTS: {
    status: 409,
    zh: '终端 {booth} 已登记，请换一个编号。',
    en: 'Booth {booth} is registered already.',
  },
  BOOTH_UNKNOWN: {
    status: 403,
    zh: '本终端未登记或令牌不正确，请联系系统管理员重新登记。',
    en: 'This booth is not registered, or its token is wrong. Ask the system administrator to register it again.',
  },
  BOOTH_SEAT_TAKEN: {
    status: 409,
    zh: '席位 {seat} 已登记了终端 {booth}。',
    en: 'Seat {seat} has booth {booth} already.',
  },
  BOOTH_TWICE: {
    status: 409,
    zh: '本终端的另一条连接已在使用，本连接被拒绝；请联系系统管理员。',
    en: 'Another line of this booth is in use; this one was refused. Ask the system administrator.',
  },
});
