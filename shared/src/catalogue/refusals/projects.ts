import { defineRefusals } from './entry.ts';

/** Refusals of projects. */
export const projectRefusals = defineRefusals({
  PROJECT_INVALID: {
    status: 422,
    zh: '项目文件有 {count} 处问题，请逐处修改后重新提交。',
    en: 'The project has {count} fault(s). Correct each place listed and send it again.',
  },
  ID_REPEATED: {
    status: 422,
    zh: '编号“{id}”重复，请改为唯一编号。',
    en: 'The id {id} stands twice. Make it unique.',
  },
  ITEM_MAX: {
    status: 422,
    zh: '评分项 {item} 的满分必须大于 0。',
    en: 'Item {item}: the most points must be above 0.',
  },
  ITEM_STEP: {
    status: 422,
    zh: '评分项 {item} 的分值间隔必须大于 0，且能整除满分。',
    en: 'Item {item}: the step must be above 0 and divide the most points.',
  },
  BIDDERS_TOO_FEW: {
    status: 422,
    zh: '投标人只有 {count} 家，少于 3 家不得开标评标（招标投标法实施条例第四十四条）。',
    en: 'Only {count} bidder(s): with fewer than 3 no evaluation may be held.',
  },
  PANEL_SIZE: {
    status: 422,
    zh: '评标委员会为 {size} 人；应为 5 人以上单数（招标投标法第三十七条）。',
    en: 'The panel has {size} members; it must have 5 or more, an odd number.',
  },
  PANEL_SITE_BOUNDS: {
    status: 422,
    zh: '场所 {site} 的最少人数大于最多人数。',
    en: 'Site {site}: the minimum is above the maximum.',
  },
  PANEL_SITES: {
    status: 422,
    zh: '各场所名额合计 {least}–{most} 人，与评标委员会 {size} 人不符。',
    en: 'The sites take {least} to {most} members together; the panel has {size}.',
  },
  LOOKBACK_STRIKE: {
    status: 422,
    zh: '选择“剔除超限评分”时，比较基准应为“全体专家平均分”，汇总方式应为“平均分”，且不设监督复核；请修改其一。',
    en: 'To strike marks the basis must be the mean of all, the aggregation the plain mean, and no review set. Change one of them.',
  },
  PARTY_CODE: {
    status: 422,
    zh: '统一社会信用代码 {code} 的校验位不符（GB 32100），请核对；如确认无误可继续。',
    en: 'The code {code} fails the check of GB 32100. Verify it; it may be kept if it is right.',
  },
  PROJECT_EXISTS: {
    status: 409,
    zh: '项目编号 {project} 已存在，请换一个编号。',
    en: 'Project {project} exists already. Choose another id.',
  },
  PROJECT_UNKNOWN: { status: 404, zh: '没有项目 {project}。', en: 'There is no project {project}.' },
  PROJECT_FROZEN: {
    status: 409,
    zh: '项目 {project} 已冻结，不能再修改。',
    en: 'Project {project} is frozen and cannot be changed.',
  },
  PROJECT_NOT_FROZEN: {
    status: 409,
    zh: '项目 {project} 尚未冻结，请先冻结再抽取专家。',
    en: 'Project {project} is not frozen yet. Freeze it before asking for a panel.',
  },
  PROJECT_ID_CHANGED: {
    status: 422,
    zh: '项目编号不能更改，应为 {project}。',
    en: 'The id of a project cannot change; it must be {project}.',
  },
});
