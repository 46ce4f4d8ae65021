import { halvesOf } from '../words.ts';
import { defineRefusals } from './entry.ts';

/** Refusals of the pool of experts. */
export const poolRefusals = defineRefusals({
  POOL_INVALID: {
    status: 422,
    zh: '专家名单有 {count} 处问题，未导入任何一人，请逐处修改后重新导入。',
    en: 'The list of experts has {count} fault(s); nobody was imported. Correct each place and import again.',
  },
  POOL_EMPTY: {
    status: 422,
    zh: '名单中没有人。第一行应为表头，从第二行起每行一名专家；可下载模板填写。',
    en: 'The list has nobody in it. The first row is the head, each further row an expert; a template can be downloaded.',
  },
  POOL_COLUMN_MISSING: {
    status: 422,
    zh: '表头缺少“{column}”一列，请补上；可下载模板对照。',
    en: 'The head has no column "{column}". Add it; a template can be downloaded.',
  },
  POOL_COLUMN_UNKNOWN: {
    status: 422,
    zh: '表头有不认识的列“{column}”，请删去或改名；可下载模板对照。',
    en: 'The head has a column "{column}" that is not known. Remove or rename it; a template can be downloaded.',
  },
  POOL_COLUMN_REPEATED: {
    status: 422,
    zh: '表头“{column}”出现了两次，请删去一列。',
    en: 'The column "{column}" stands twice in the head. Remove one.',
  },
  POOL_CELL: {
    status: 422,
    zh: '此格写法不正确，应为：{zh}',
    en: 'This cell is not written as it must be: {en}',
  },
  POOL_CELL_NUMBER: {
    status: 422,
    zh: '此格是数值，长号码的末位可能已经丢失。请将整列设为文本格式后重新录入。',
    en: 'This cell is a number; the last digits of a long one may be lost. Make the column text and type it anew.',
  },
  POOL_FILE: {
    status: 422,
    zh: '文件读不出来（{detail}）。请用 CSV（UTF-8 或 GB18030）或 XLSX 另存后重试。',
    en: 'The file cannot be read ({detail}). Save it as CSV (UTF-8 or GB18030) or XLSX and try again.',
    words: { detail: halvesOf },
  },
  POOL_FILE_TOO_LARGE: {
    status: 413,
    zh: '文件展开后过大（{detail}），一次最多导入 {rows} 人。请分成几份。',
    en: 'The file is too large when unpacked ({detail}); one import takes at most {rows} experts. Divide it.',
  },
  POOL_CHANGED: {
    status: 409,
    zh: '名单导入期间专家库一直有改动，未导入任何一人。请稍后重新导入。',
    en: 'The pool kept changing while the list was taken in; nobody was imported. Import it again in a while.',
  },
  POOL_OVERTAKEN: {
    status: 409,
    zh: '期间有人开始导入另一份名单，本名单未导入任何一人。请重新导入。',
    en: 'Somebody began to import another list meanwhile; nobody of this one was imported. Import it again.',
  },
  EXPERT_BADGE: {
    status: 422,
    zh: '工作证号 {badge} 已被使用。',
    en: 'Badge {badge} belongs to another expert.',
  },
  EXPERT_ID_NUMBER: {
    status: 422,
    zh: '身份证号码校验位不符（GB 11643），请核对。',
    en: 'The ID number fails the check of GB 11643. Verify it.',
  },
  EXPERT_UNKNOWN: {
    status: 404,
    zh: '专家库中没有此人，请核对编号。',
    en: 'There is no such expert in the pool. Check the id.',
  },
  DAY_NONE: {
    status: 422,
    zh: '日历上没有 {day} 这一天，请核对。',
    en: 'There is no day {day} in the calendar. Verify it.',
  },
  PERIOD_BACKWARDS: {
    status: 422,
    zh: '结束日期 {until} 早于开始日期 {from}，请核对。',
    en: 'The last day {until} is before the first, {from}. Verify them.',
  },
  SUSPENSION_UNKNOWN: {
    status: 404,
    zh: '没有这项暂停，或已经解除。',
    en: 'There is no such suspension, or it is lifted already.',
  },
});
