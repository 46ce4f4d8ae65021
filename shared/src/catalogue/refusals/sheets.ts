import { defineRefusals } from './entry.ts';

/** Refusals of score sheets: each names one mark, so that the page can lead to it. */
export const sheetRefusals = defineRefusals({
  SHEETS_INVALID: {
    status: 422,
    zh: '评分表有 {count} 处问题，请逐处修改。',
    en: 'The score sheets have {count} fault(s). Correct each place listed.',
  },
  SHEETS_EMPTY: { status: 422, zh: '没有评分表，无法计算。', en: 'There is no score sheet to work with.' },
  SHEET_REPEATED: {
    status: 422,
    zh: '专家 {expert} 有两份评分表。',
    en: 'Expert {expert} has two score sheets.',
  },
  MARK_MISSING: {
    status: 422,
    zh: '投标人 {bidder} 的“{item}”尚未评分。',
    en: 'Bidder {bidder}, item {item}: no mark yet.',
  },
  MARK_SURPLUS: {
    status: 422,
    zh: '投标人 {bidder} 的“{item}”不在本项目评分范围内，请删除。',
    en: 'Bidder {bidder}, item {item}: not part of this project. Remove it.',
  },
  MARK_RANGE: {
    status: 422,
    zh: '投标人 {bidder} 的“{item}”应在 0 到 {max} 分之间。',
    en: 'Bidder {bidder}, item {item}: the mark must be from 0 to {max}.',
  },
  MARK_STEP: {
    status: 422,
    zh: '投标人 {bidder} 的“{item}”应为 {step} 分的整数倍。',
    en: 'Bidder {bidder}, item {item}: the mark must be a multiple of {step}.',
  },
  MARK_DIFFERS: {
    status: 422,
    zh: '投标人 {bidder} 的客观分“{item}”各专家不一致，请重新核对投标文件。',
    en: 'Bidder {bidder}, objective item {item}: the experts differ. Check the bid again.',
  },
});
