import { defineRefusals } from './entry.ts';

/** Refusals of the look-back. */
export const lookbackRefusals = defineRefusals({
  FLAG_UNKNOWN: {
    status: 404,
    zh: '没有需要您处理的异常提示 {flag}。',
    en: 'There is no flag {flag} for you to answer.',
  },
  FLAG_CLOSED: {
    status: 409,
    zh: '异常提示 {flag} 已处理。',
    en: 'Flag {flag} is answered already.',
  },
  LOOKBACK_NOT_NOW: {
    status: 409,
    zh: '现在不在回头看阶段。',
    en: 'The look-back is not open now.',
  },
  AMEND_NO_FLAG: {
    status: 409,
    zh: '您没有待处理的异常提示，不能修正评分。',
    en: 'You have no open flag, so your sheet cannot be amended.',
  },
  AMEND_UNFLAGGED: {
    status: 422,
    zh: '只能修正有异常提示的投标人的评分；投标人 {bidder} 没有异常提示。',
    en: 'Only marks of flagged bidders may be amended; bidder {bidder} is not flagged.',
  },
  AMEND_UNCHANGED: {
    status: 422,
    zh: '修正后的评分与原评分相同；如维持原评分，请作书面说明。',
    en: 'The amended sheet equals the signed one. To keep your marks, explain them in writing.',
  },
  AMEND_FAULTS: {
    status: 422,
    zh: '修正后的评分表有 {count} 处需要补正。',
    en: 'The amended sheet has {count} fault(s). Correct each place listed.',
  },
  MARKS_NOT_CSV: {
    status: 400,
    zh: '评分文件不是有效的 CSV：{detail}',
    en: 'The marks are not valid CSV: {detail}',
  },
  MARKS_EMPTY: { status: 422, zh: '评分文件没有内容。', en: 'The marks file is empty.' },
  MARKS_INVALID: {
    status: 422,
    zh: '评分文件有 {count} 处问题，请逐处修改。',
    en: 'The marks file has {count} fault(s). Correct each place listed.',
  },
  MARKS_COLUMN: { status: 422, zh: '缺少列 {column}。', en: 'Column {column} is missing.' },
  MARKS_COLUMN_TWICE: {
    status: 422,
    zh: '列 {column} 出现两次，请删除一列。',
    en: 'Column {column} is there twice; remove one.',
  },
  MARKS_WIDTH: {
    status: 422,
    zh: '此行有 {found} 列，表头有 {wanted} 列，请检查逗号和引号。',
    en: 'This line has {found} column(s), the header has {wanted}. Check commas and quotes.',
  },
  MARKS_ITEM_DIFFERS: {
    status: 422,
    zh: '评分项 {item} 的满分或类别与前面的行不同。',
    en: 'Item {item} has another maximum or kind than on earlier lines.',
  },
  MARKS_BLANK: { status: 422, zh: '{column} 为空，请补填。', en: 'Column {column} is blank; fill it in.' },
  MARKS_NUMBER: {
    status: 422,
    zh: '“{value}”不是最多三位小数的分值。',
    en: '"{value}" is not a number of points with three decimals at most.',
  },
  MARKS_KIND: {
    status: 422,
    zh: '“{value}”应为 subjective（主观）或 objective（客观）。',
    en: '"{value}" must be subjective or objective.',
  },
  MARKS_OVER: {
    status: 422,
    zh: '{value} 分超出满分 {max} 分。',
    en: '{value} points are over the maximum of {max}.',
  },
  MARKS_REPEATED: {
    status: 422,
    zh: '同一专家对同一投标人同一评分项有两行，请删除一行。',
    en: 'This expert has marked this item of this bidder twice; remove one row.',
  },
  MARKS_SEVERAL_PROJECTS: {
    status: 422,
    zh: '评分文件包含 {count} 个项目，此处只能有一个。',
    en: 'The marks file has {count} projects; here it must have one.',
  },
});
