import { defineRefusals } from './entry.ts';

/** Refusals of the report and its evidence. */
export const reportsRefusals = defineRefusals({
  CONSENT_NOT_NOW: {
    status: 409,
    zh: '评标报告尚未拟定，现在不能签字。',
    en: 'There is no report to sign yet.',
  },
  CONSENT_DONE: {
    status: 409,
    zh: '您已就评标报告表明意见。',
    en: 'You have taken a position on the report already.',
  },
  DISSENT_TEXT: {
    status: 422,
    zh: '持不同意见的，应当书面说明不同意见和理由。',
    en: 'A dissent needs its text and reasons.',
  },
  REPORT_NOT_SEALED: {
    status: 409,
    zh: '评标报告尚未封存，请在全体专家签字后再下载。',
    en: 'The report is not sealed yet. Download it after every expert has signed.',
  },
});
