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
  /** No numbers, nor which requirement: of each expert whom one excludes they would tell whether they sit on a panel. */
  PANEL_NOT_FORMED: {
    status: 422,
    zh: '除去要求回避的专家和当日已有评标任务的专家，项目 {project} 组不成评标委员会。请减少要求回避的专家、增加场所或放宽各场所人数，或者改日评标后再申请；仍组不成的，请联系系统管理员补充专家。本次申请已记录在案。',
    en: 'Without those to be left out and those engaged that day, no panel of project {project} can be formed. Exclude fewer experts, take more sites or looser quotas, or choose another day, and ask again; if that does not help, have the system administrator add experts. This request is on record.',
  },
  PANEL_UNSETTLED: {
    status: 409,
    zh: '专家库或同日的评标委员会一直在变动，项目 {project} 的抽取未能冻结。请稍后再试。',
    en: 'The pool or the panels of that day kept changing; the draw of project {project} could not be frozen. Try again in a while.',
  },
  SITES_REQUESTED: {
    status: 409,
    zh: '项目 {project} 的主副场已发起过抽取；抽取不得重来。',
    en: 'The sites of project {project} were put to a draw already; a draw is never repeated.',
  },
  SITES_IN_BATCH: {
    status: 409,
    zh: '项目 {project} 已申请同日抽取，场所不能另行抽取。请先撤回同日抽取的申请。',
    en: 'Project {project} waits for a batch, so its sites cannot be drawn by themselves. Withdraw it from the batch first.',
  },
  SITES_DRAWN: {
    status: 409,
    zh: '项目 {project} 的主副场由抽取决定，专家须从抽定的场所抽取。请使用“按抽定的场所抽取专家”。',
    en: 'The sites of project {project} are drawn, and its panel comes from those. Use "Draw the panel from the drawn sites".',
  },
  SITES_NOT_DRAWN: {
    status: 409,
    zh: '项目 {project} 的主副场尚未抽定。请待场所抽取完成；没有完成的，重新发起。',
    en: 'The sites of project {project} are not drawn yet. Wait for that draw; where it failed, ask for it again.',
  },
  SITES_TOO_MANY: {
    status: 422,
    zh: '主副场共有 {choices} 种以上的可能，须逐一确认能组成评标委员会，最多 {most} 种。请减少备选场所。',
    en: 'There are {choices} choices of sites or more, each of which has to be tried with the pool; {most} are the most. List fewer sites.',
  },
  SITES_PANEL_NONE: {
    status: 422,
    zh: '如果抽中主场 {main}、副场 {sides}，就组不成评标委员会：{zh}请调整备选场所或名额。',
    en: 'If {main} were drawn as main site with {sides}, no panel could be formed: {en} Change the sites or the quotas.',
  },
  SITES_PANEL_CHANGED: {
    status: 409,
    zh: '场所抽定以后专家库有变动，项目 {project} 从抽定的场所已组不成评标委员会。请联系系统管理员补充专家后再抽取。',
    en: 'The pool has changed since the sites were drawn, and no panel of project {project} can be formed from them now. Have the system administrator add experts, and draw again.',
  },
  MEMBER_UNKNOWN: {
    status: 404,
    zh: '评标委员会中没有该序号的现任成员。',
    en: 'There is no current member with this ticket on the panel.',
  },
  MEMBER_PRESENT: {
    status: 409,
    zh: '该成员已签到到场，不能以缺席为由更换。需要回避的，由其本人在卡位申请；因健康等原因不能继续的，请场地人员登记中途离场（尚未排座的，撤销签到）后再递补。',
    en: 'This member has checked in and cannot be replaced as absent. A conflict of interest is declared by themselves at the booth; for who cannot go on, have the hall record that they have gone (before a seat is drawn: undo the check-in), then replace them.',
  },
});
