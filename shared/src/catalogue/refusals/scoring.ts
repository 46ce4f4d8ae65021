import { fieldWords } from '../words.ts';
import { defineRefusals } from './entry.ts';

/** Refusals of the evaluation itself, from the pledge to the reveal. */
export const scoringRefusals = defineRefusals({
  SESSION_REQUIRED: {
    status: 403,
    zh: '本卡位当前没有已核验入座的专家，请先完成入座核验。',
    en: 'No expert is admitted at this booth. Complete the admission first.',
  },
  EVALUATION_UNKNOWN: {
    status: 404,
    zh: '项目 {project} 尚未组成评标委员会。',
    en: 'Project {project} has no panel yet.',
  },
  EVALUATION_REVEALED: {
    status: 409,
    zh: '评分已揭示，不能再更换专家；确有问题请报告监督部门。',
    en: 'The marks are revealed; members can no longer be replaced. Report problems to the supervisor.',
  },
  MEMBER_GONE: {
    status: 403,
    zh: '您已不是本项目评标委员会成员，请离席。',
    en: 'You are no longer a member of this panel. Please leave the booth.',
  },
  MEMBER_RECUSED: {
    status: 409,
    zh: '您已申请回避，不能继续评审，请等待工作人员引导离席。',
    en: 'You have withdrawn and cannot go on. Please wait to be led out.',
  },
  STATEMENT_NOT_CANONICAL: {
    status: 422,
    zh: '签署内容不是规范格式，请重新生成后再签。',
    en: 'What was signed is not canonical JSON. Generate it again and sign anew.',
  },
  STATEMENT_MISMATCH: {
    status: 422,
    zh: '签署内容中的“{field}”与本次评标不符，请刷新后重新签署。',
    en: 'The field "{field}" of what was signed does not fit this evaluation. Reload and sign again.',
    words: { field: fieldWords },
  },
  SIGNER_OTHER: {
    status: 403,
    zh: '签署所用的密钥（{signer}）不是登记在您名下的密钥，请插入本人的 USB Key 重新签署。',
    en: 'The key used ({signer}) is not the one registered for you. Insert your own key and sign again.',
  },
  PLEDGE_NOT_NOW: {
    status: 409,
    zh: '现在不是签署承诺书的时候。',
    en: 'The pledge is not signed at this point.',
  },
  PLEDGE_DONE: { status: 409, zh: '您已签署承诺书。', en: 'You have signed the pledge already.' },
  DECLARE_BEFORE_PLEDGE: {
    status: 409,
    zh: '请先签署承诺书，再声明是否需要回避。',
    en: 'Sign the pledge before declaring conflicts of interest.',
  },
  DECLARE_DONE: {
    status: 409,
    zh: '您已作出回避声明；如新发现应当回避的情形，请选择投标人并写明理由。',
    en: 'You have declared already. If you find a conflict now, name the bidders and give the reason.',
  },
  DECLARE_TOO_LATE: {
    status: 409,
    zh: '评分已揭示，不能再申请回避；请将情况报告监督部门。',
    en: 'The marks are revealed, so recusal is past. Report the matter to the supervisor.',
  },
  RECUSAL_REASON: {
    status: 422,
    zh: '申请回避必须写明理由。',
    en: 'A recusal needs its reason in writing.',
  },
  BIDDER_UNKNOWN: {
    status: 422,
    zh: '本项目没有投标人 {bidder}。',
    en: 'This project has no bidder {bidder}.',
  },
  CHAIR_NOT_NOW: {
    status: 409,
    zh: '现在不是推选组长的时候。',
    en: 'The chair is not being elected now.',
  },
  CHAIR_VOTED: { status: 409, zh: '您已投票推选组长。', en: 'You have voted for a chair already.' },
  CHAIR_UNKNOWN: {
    status: 422,
    zh: '评标委员会中没有{alias}，请从名单中选择。',
    en: 'There is no {alias} on the panel. Choose from the list.',
  },
  REVIEW_NOT_NOW: {
    status: 409,
    zh: '现在不是提交初步评审意见的时候。',
    en: 'Findings of the preliminary review are not taken now.',
  },
  REVIEW_DONE: {
    status: 409,
    zh: '您已提交初步评审意见。',
    en: 'You have given your findings already.',
  },
  REVIEW_FAULTS: {
    status: 422,
    zh: '初步评审意见有 {count} 处需要补正，请逐处修改。',
    en: 'The findings have {count} fault(s). Correct each place listed.',
  },
  REVIEW_MISSING: {
    status: 422,
    zh: '还没有对投标人 {bidder} 给出意见。',
    en: 'There is no finding on bidder {bidder} yet.',
  },
  REVIEW_REASON: {
    status: 422,
    zh: '判定不通过必须写明理由。',
    en: 'A fail needs its reason in writing.',
  },
  REVIEW_VOTE_NOT_NOW: {
    status: 409,
    zh: '现在没有需要表决的初步评审分歧。',
    en: 'No dispute of the review is being voted on now.',
  },
  REVIEW_VOTE_UNDISPUTED: {
    status: 422,
    zh: '对投标人 {bidder} 没有分歧，无需表决。',
    en: 'There is no dispute on bidder {bidder}.',
  },
  REVIEW_VOTED: {
    status: 409,
    zh: '您已就投标人 {bidder} 表决。',
    en: 'You have voted on bidder {bidder} already.',
  },
  COMPETITION_NOT_NOW: {
    status: 409,
    zh: '现在不需要就竞争性表决。',
    en: 'Competition is not being voted on now.',
  },
  COMPETITION_VOTED: {
    status: 409,
    zh: '您已就竞争性表决。',
    en: 'You have voted on competition already.',
  },
  SAY_NOT_YET: {
    status: 409,
    zh: '全体专家入座并签署承诺书之后才能开始讨论，请稍候。',
    en: 'The panel talks once every expert is in and has pledged. Please wait.',
  },
  SAY_WHILE_MARKING: {
    status: 409,
    zh: '评分期间不开放讨论：依法由每位专家独立评分。您的发言没有送出；全体签署评分表之后再开放。',
    en: 'There is no talk while marks are given: by law every expert marks alone. Your statement was not delivered; the talk opens again when all sheets are signed.',
  },
  SAY_OVER: {
    status: 409,
    zh: '本项目评标已经结束，不再接收发言。',
    en: 'The evaluation is over. Statements are no longer taken.',
  },
  SAY_TOO_LONG: {
    status: 422,
    zh: '一条发言最多 {limit} 字，请删减或分成几条。',
    en: 'A statement has at most {limit} characters. Shorten it or divide it.',
  },
  SAY_TOO_OFTEN: {
    status: 429,
    zh: '一分钟内最多发言 {limit} 条，请稍候再发。',
    en: 'At most {limit} statements are taken within a minute. Wait a little and say it again.',
  },
  SAY_WAITING: {
    status: 429,
    zh: '已有 {limit} 条发言在等待送出，请等线路恢复后再发言。',
    en: '{limit} statements wait to be sent already. Say it again once the line is back.',
  },
  CLARIFICATION_NOT_NOW: {
    status: 409,
    zh: '只有在初步评审和评分期间可以要求澄清。',
    en: 'Clarifications are asked only during review and marking.',
  },
  CLARIFICATION_UNKNOWN: {
    status: 404,
    zh: '没有澄清问题 {id}。',
    en: 'There is no clarification {id}.',
  },
  CLARIFICATION_CHAIR_ONLY: {
    status: 403,
    zh: '只有组长可以转交澄清问题。',
    en: 'Only the chair relays clarifications.',
  },
  CLARIFICATION_RELAYED: {
    status: 409,
    zh: '澄清问题 {id} 已转交。',
    en: 'Clarification {id} is relayed already.',
  },
  CLARIFICATION_NOT_RELAYED: {
    status: 409,
    zh: '澄清问题 {id} 尚未转交，不能答复。',
    en: 'Clarification {id} has not been relayed yet.',
  },
  CLARIFICATION_ANSWERED: {
    status: 409,
    zh: '澄清问题 {id} 已答复。',
    en: 'Clarification {id} is answered already.',
  },
  CLARIFICATION_OVERDUE: {
    status: 409,
    zh: '澄清问题 {id} 的答复时限已于 {dueAt}届满。',
    en: 'The answer to clarification {id} was due at {dueAt}.',
  },
  MARKING_NOT_NOW: { status: 409, zh: '现在不是评分的时候。', en: 'Marks are not taken now.' },
  MARKING_READY: {
    status: 409,
    zh: '您已确认完成评分；如需修改，请先返回修改。',
    en: 'You have said your marks are complete. Go back to marking to change them.',
  },
  MARK_BIDDER: {
    status: 422,
    zh: '投标人 {bidder} 不在有效投标之列，不能评分。',
    en: 'Bidder {bidder} has no valid bid and is not marked.',
  },
  MARK_ITEM: { status: 422, zh: '没有评分项 {item}。', en: 'There is no item {item}.' },
  READY_FAULTS: {
    status: 422,
    zh: '评分表有 {count} 处需要补正，请逐处修改后再确认完成。',
    en: 'The sheet has {count} fault(s). Correct each place listed before you finish.',
  },
  UNREADY_NOT_READY: {
    status: 409,
    zh: '您尚未确认完成评分，可直接修改。',
    en: 'You have not finished marking; change your marks as you like.',
  },
  SIGN_NOT_NOW: {
    status: 409,
    zh: '现在不能签署评分表。',
    en: 'Sheets are not signed now.',
  },
  SIGN_DONE: {
    status: 409,
    zh: '您已签署评分表。',
    en: 'You have signed your sheet already.',
  },
  MARKS_SEALED: {
    status: 403,
    zh: '评分尚未揭示，任何人不得查阅；全体专家签署后方可查看。',
    en: 'The marks are sealed until every expert has signed. Nobody can read them before.',
  },
});
