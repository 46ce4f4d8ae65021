import { defineRefusals } from './entry.ts';

/** Refusals of the pool and of panels. */
export const panelRefusals = defineRefusals({
  POOL_INVALID: {
    status: 422,
    zh: '专家名单有 {count} 处问题，未导入任何一人，请逐处修改后重新导入。',
    en: 'The list of experts has {count} fault(s); nobody was imported. Correct each place and import again.',
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
  PANEL_REQUESTED: {
    status: 409,
    zh: '项目 {project} 已发起过抽取；抽取不得重来。',
    en: 'A panel was asked for already for project {project}; a draw is never repeated.',
  },
  MEMBER_UNKNOWN: {
    status: 404,
    zh: '评标委员会中没有该序号的现任成员。',
    en: 'There is no current member with this ticket on the panel.',
  },
});
