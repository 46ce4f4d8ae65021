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
  HALL_PLACE_OUTSIDE: {
    status: 422,
    zh: '第 {row} 排第 {column} 列不在大厅范围内，请核对排数和列数。',
    en: 'Row {row}, column {column} is not in the hall. Check its rows and columns.',
  },
  HALL_PLACE_TWICE: {
    status: 422,
    zh: '第 {row} 排第 {column} 列被标了两次，一个位置只能是过道或停用席位之一。',
    en: 'Row {row}, column {column} is named twice; a place is an aisle or a closed seat, not both.',
  },
  HALL_WALL: {
    status: 422,
    zh: '隔断只能设在紧挨的两个位置之间，{one} 与 {other} 并不紧挨。',
    en: 'A wall stands between two places that touch; {one} and {other} do not.',
  },
  HALL_JOINED: {
    status: 422,
    zh: '{one} 与 {other} 不能另行标为相邻：应是两个不紧挨的席位；紧挨的席位本来就相邻，去掉隔断即可。',
    en: '{one} and {other} cannot be joined: name two seats that do not touch. Seats that touch are neighbours once no wall is between them.',
  },
  HALL_PAIR_TWICE: {
    status: 422,
    zh: '{one} 与 {other} 之间的关系被标了两次，请只留一次。',
    en: 'The pair {one} and {other} is named twice; name it once.',
  },
  HALL_NO_SEAT: { status: 422, zh: '大厅至少要有一个可用席位。', en: 'A hall needs at least one open seat.' },
  HALL_IN_USE: {
    status: 409,
    zh: '大厅 {hall} 正在抽取座位或有专家在座，布局暂不能修改，请等评标结束后再改。',
    en: 'Seats of hall {hall} are being drawn, or experts sit in it. Draw it anew once they have left.',
  },
  HALL_SEAT_HAS_BOOTH: {
    status: 409,
    zh: '席位 {seat} 上登记了终端 {booth}，不能改为过道或移出大厅；不再使用的席位请标为“停用”。',
    en: 'Booth {booth} is registered at seat {seat}, which cannot become an aisle or leave the hall. Mark it closed instead.',
  },
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
  BOOTH_NOT_HERE: {
    status: 404,
    zh: '本场所没有终端 {booth}，请在席位图上重新选择。',
    en: 'There is no booth {booth} at this site. Choose it on the seat map.',
  },
  ORDERS_WAITING: {
    status: 409,
    zh: '终端 {booth} 还有多条指令没有执行，请先确认它在线。',
    en: 'Booth {booth} has several orders to carry out still. See first that it is present.',
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
  READINESS_MALFORMED: {
    status: 422,
    zh: '这不是终端就绪报告，或者内容被改动过。请用终端上 kawei booth report --json 得到的文件。',
    en: 'This is not a readiness report as a terminal makes it. Use the file of `kawei booth report --json` there.',
  },
  READINESS_UNSIGNED: {
    status: 403,
    zh: '就绪报告没有签名：终端以令牌连接时不签名。请先让终端入网。',
    en: 'The readiness report is not signed: a terminal that comes by token signs nothing. Enrol it first.',
  },
  READINESS_SIGNATURE: {
    status: 403,
    zh: '就绪报告的签名不符，不予采信。请在终端上重新启动程序，再看新的报告。',
    en: 'The signature of the readiness report does not hold. Restart the program at the terminal and look at its new report.',
  },
  READINESS_OTHER_BOOTH: {
    status: 403,
    zh: '就绪报告写的是终端 {booth}，不是送来它的终端。请核对终端的入网情况。',
    en: 'The readiness report is of terminal {booth}, not of the one that sent it. Look at the enrolment of both.',
  },
  READINESS_NONE: {
    status: 404,
    zh: '目录 {directory} 里还没有就绪报告。请先启动 kawei booth，等它连上中心。',
    en: 'There is no readiness report in {directory} yet. Start `kawei booth` and wait until it has its line.',
  },
});
