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
  FLAG_VOTING: {
    status: 409,
    zh: '异常提示 {flag} 正在由评标委员会表决，请等表决结束。',
    en: 'The panel is voting on flag {flag}. Wait until the vote is over.',
  },
  FLAG_NOT_VOTING: {
    status: 409,
    zh: '异常提示 {flag} 现在不在表决，不需要您投票。',
    en: 'There is no vote on flag {flag} now; you need not vote.',
  },
  FLAG_OWN_VOTE: {
    status: 409,
    zh: '这是您自己的评分，由其他专家表决，请等待结果。',
    en: 'This is your own mark: the others vote on it. Wait for the result.',
  },
  FLAG_VOTED: {
    status: 409,
    zh: '您已就异常提示 {flag} 表决，不能更改。',
    en: 'You have voted on flag {flag} already; a vote cannot be changed.',
  },
  FLAG_REASON_OWED: {
    status: 409,
    zh: '请就异常提示 {flag} 书面说明理由，或修正评分；只有表决过半数认为异常后，才可以选择不说明。',
    en: 'Explain flag {flag} in writing or amend the mark. Only after the panel has called it abnormal may you decline.',
  },
  FLAG_NOT_EXPLAINED: {
    status: 409,
    zh: '异常提示 {flag} 还在等专家说明或评标委员会表决，请在专家说明之后再处理。',
    en: 'Flag {flag} still waits for its expert or the panel. Decide once it is explained.',
  },
  FLAG_SENT_BACK: {
    status: 409,
    zh: '异常提示 {flag} 已退回复核过一次，不能再次退回；请办结、记入报告或移送。',
    en: 'Flag {flag} was sent back once already. Close it, note it in the report, or refer it.',
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
  LOOKED_AT_UNKNOWN: {
    status: 404,
    zh: '没有这位专家的已揭示评分。',
    en: 'There are no revealed marks of this expert.',
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
  MARKS_REPEATED_AT: {
    status: 422,
    zh: '同一专家对同一投标人同一评分项已在第 {before} 行评分，请删除一行。',
    en: 'This expert has marked this item of this bidder on line {before} already; remove one row.',
  },
  MARKS_ENCODING: {
    status: 400,
    zh: '评分文件既不是 UTF-8 也不是 GBK（第 {line} 行），请另存为“CSV UTF-8”。',
    en: 'The marks are neither in UTF-8 nor in GBK (line {line}). Save the file as "CSV UTF-8".',
  },
  MARKS_TOO_MANY: {
    status: 413,
    zh: '评分文件超过 {most} 行，请按年度或项目分成几个文件。',
    en: 'The marks file has more than {most} rows. Split it by years or projects.',
  },
  MARKS_MAX: {
    status: 422,
    zh: '满分应大于 0 且不超过一百万分。',
    en: 'The maximum must be above 0 and at most a million points.',
  },
  MARKS_STEP_SIZE: { status: 422, zh: '步长应大于 0。', en: 'The step must be above 0.' },
  MARKS_SPARSE: {
    status: 422,
    zh: '项目 {project} 的绝大多数评分缺失，请核对专家、投标人、评分项各列。',
    en: 'Nearly all marks of project {project} are missing. Check the columns expert, bidder and item.',
  },
  MARKS_OWNER_DIFFERS: {
    status: 422,
    zh: '同一项目中，此行的 {column} 与前面的行不同。',
    en: 'Within this project, {column} is another than on earlier lines.',
  },
  CALIBRATION_SMALL: {
    status: 422,
    zh: '历史评分太少（{projects} 个项目）：至少需要 8 个三位以上专家、两家以上投标人且有主观分的项目。不带 --calibration 即使用内置校准。',
    en: 'The history is too small ({projects} project(s)): at least 8 with three experts, two bidders and subjective items are needed. Without --calibration the built-in one is used.',
  },
  FALSE_ALARM: {
    status: 422,
    zh: '误报率“{value}”应在 0.001 到 0.2 之间。',
    en: 'The share of false alarms "{value}" must be from 0.001 to 0.2.',
  },
  MARKS_SEVERAL_PROJECTS: {
    status: 422,
    zh: '评分文件包含 {count} 个项目，此处只能有一个。',
    en: 'The marks file has {count} projects; here it must have one.',
  },
});
