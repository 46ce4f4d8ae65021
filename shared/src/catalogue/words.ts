/** Codes that the ledger and the values of refusals hold, as the sentences about them say it. */
import type { Text, Words } from './text.ts';

/** The words of each code; what is none of them, as a record of another version may have it, stays as it is. */
const wordsOf =
  (table: Readonly<Record<string, Text>>): Words =>
  (code) =>
    (Object.hasOwn(table, code) && table[code]) || { zh: code, en: code };

/** Why a member falls out of the panel. */
export const becauseWords = wordsOf({
  recusal: { zh: '回避', en: 'recused' },
  declined: { zh: '谢绝', en: 'declined' },
  'no-answer': { zh: '未答复', en: 'no answer' },
  engaged: { zh: '同日另有项目', en: 'on another panel' },
  suspended: { zh: '被暂停', en: 'suspended' },
  absence: { zh: '未到场或中途缺席', en: 'absent' },
});

export const roleWords = wordsOf({
  hall: { zh: '场地人员', en: 'hall staff' },
  agency: { zh: '代理机构', en: 'agency' },
  supervisor: { zh: '行政监督', en: 'supervisor' },
  discipline: { zh: '纪检监察', en: 'discipline' },
  'system-admin': { zh: '系统管理员', en: 'system administrator' },
  'security-admin': { zh: '安全管理员', en: 'security administrator' },
  'audit-admin': { zh: '审计管理员', en: 'audit administrator' },
});

/** What a booth calls the staff for. */
export const troubleWords = wordsOf({
  'key-removed': { zh: 'Key 被拔出', en: 'key removed' },
  'key-returned': { zh: 'Key 已插回', en: 'key put back' },
  help: { zh: '呼叫工作人员', en: 'call for the staff' },
  'slip-refused': { zh: '座位单未通过', en: 'slip refused' },
  'second-screen': { zh: '接入第二块显示器', en: 'second screen put in' },
});

export const lockWords = wordsOf({
  HALL_LOCK: { zh: '大厅锁定', en: 'by the hall' },
  SECOND_SCREEN: { zh: '接入第二块显示器', en: 'second screen put in' },
});

export const authorityStateWords = wordsOf({
  answering: { zh: '应答正常', en: 'answering' },
  failing: { zh: '没有有效应答', en: 'failing' },
  expiring: { zh: '证书即将到期', en: 'about to expire' },
});

export const witnessStateWords = wordsOf({
  cosigning: { zh: '正常联署', en: 'cosigning' },
  silent: { zh: '没有应答', en: 'silent' },
  forked: { zh: '见过另一段历史', en: 'on another history' },
  ahead: { zh: '联署过更长的账本', en: 'ahead of the hub' },
});

export const listStateWords = wordsOf({
  'in-force': { zh: '有效', en: 'in force' },
  stale: { zh: '已过期', en: 'stale' },
  missing: { zh: '缺失', en: 'missing' },
  older: { zh: '比此前采用的旧', en: 'older than before' },
  refused: { zh: '未采用', en: 'refused' },
});

/** What is taken away of a sealed project; the ledger has it in Chinese. */
export const documentWords = wordsOf({
  评标报告: { zh: '评标报告', en: 'the evaluation report' },
  见证书: { zh: '见证书', en: 'the witness certificate' },
  证据文件夹: { zh: '证据文件夹', en: 'the evidence folder' },
});

/** The lists of the look-back desk. */
export const deskListWords = wordsOf({
  hints: { zh: '“单个项目的提示”', en: 'the hints in single projects' },
  pairs: { zh: '“跨项目的关系”', en: 'the relations over several projects' },
  experts: { zh: '“专家倾向”', en: 'the experts' },
});

export const formWords = wordsOf({ csv: { zh: 'CSV', en: 'CSV' }, json: { zh: 'JSON', en: 'JSON' } });

/** The fields of what an expert signs. */
export const fieldWords = wordsOf({
  project: { zh: '项目', en: 'project' },
  expert: { zh: '专家', en: 'expert' },
  ticket: { zh: '序号', en: 'ticket' },
  seat: { zh: '席位', en: 'seat' },
  booth: { zh: '终端', en: 'booth' },
  text: { zh: '承诺书正文', en: 'text of the pledge' },
  version: { zh: '版次', en: 'version' },
  review: { zh: '初步评审意见', en: 'findings of the review' },
  marks: { zh: '评分', en: 'marks' },
  reportDigest: { zh: '报告摘要', en: 'digest of the report' },
});

/** What is kept in both languages at once, `中文 / English`; a text that is not stays whole in both. */
export const halvesOf: Words = (text) => {
  const [, zh, en] = /^(.*\p{Script=Han}.*?) \/ ([^\p{Script=Han}]+)$/su.exec(text) ?? [];
  return zh !== undefined && en !== undefined ? { zh, en } : { zh: text, en: text };
};
