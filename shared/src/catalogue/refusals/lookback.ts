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
});
