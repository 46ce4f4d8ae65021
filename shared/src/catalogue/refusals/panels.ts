import { defineRefusals } from './entry.ts';

/** Refusals of panels. */
export const panelRefusals = defineRefusals({
  PANEL_REQUESTED: {
    status: 409,
    zh: '项目 {project} 已发起过抽取；抽取不得重来。',
    en: 'A panel was asked for already for project {project}; a draw is never repeated.',
  },
  PANEL_DAY_PAST: {
    status: 422,
    zh: '评标日期 {day} 已经过去，请核对。',
    en: 'The day of the evaluation, {day}, is over. Verify it.',
  },
  PANEL_UNSETTLED: {
    status: 409,
    zh: '专家库或同日的评标委员会一直在变动，项目 {project} 的抽取未能冻结。请稍后再试。',
    en: 'The pool or the panels of that day kept changing; the draw of project {project} could not be frozen. Try again in a while.',
  },
  MEMBER_UNKNOWN: {
    status: 404,
    zh: '评标委员会中没有该序号的现任成员。',
    en: 'There is no current member with this ticket on the panel.',
  },
});
