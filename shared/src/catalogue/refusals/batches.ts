import { defineRefusals } from './entry.ts';

/** Refusals of a day's batch. */
export const batchRefusals = defineRefusals({
  BATCH_EMPTY: {
    status: 409,
    zh: '{day} 没有申请同日抽取的项目。请先由各代理机构在项目页申请。',
    en: 'No project has asked for the batch of {day}. Agencies ask for it on the pages of their projects.',
  },
  BATCH_RUNNING: {
    status: 409,
    zh: '{day} 的同日抽取正在进行，请待其完成后再申请。',
    en: 'The batch of {day} is being drawn. Ask again when it is complete.',
  },
  BATCH_NOT_JOINED: {
    status: 409,
    zh: '项目 {project} 没有尚未开始的同日抽取申请。',
    en: 'Project {project} is not waiting for a batch.',
  },
  BATCH_UNSETTLED: {
    status: 409,
    zh: '专家库、同日的评标委员会或申请一直在变动，{day} 的同日抽取未能冻结。请稍后再试。',
    en: 'The pool, the panels or the requests of {day} kept changing; the batch could not be frozen. Try again in a while.',
  },
});
