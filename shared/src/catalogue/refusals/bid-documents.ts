import { defineRefusals } from './entry.ts';

/** Refusals of the bids' documents. */
export const bidDocumentRefusals = defineRefusals({
  BID_DOCUMENT_NOT_PDF: {
    status: 415,
    zh: '这不是 PDF 文件。请将投标文件导出为 PDF 后再提交。',
    en: 'This is not a PDF. Export the bid as PDF and file that.',
  },
  BID_DOCUMENT_CUT: {
    status: 422,
    zh: 'PDF 文件不完整（没有结尾），可能在传输或复制时中断。请重新取得完整文件后再提交。',
    en: 'The PDF is not whole: its end is missing. Get the whole file and file it again.',
  },
  BID_DOCUMENT_TOO_LARGE: {
    status: 413,
    zh: '文件超过 {limit} MB。请拆分为几个 PDF 分别提交，或请管理员调整 KAWEI_BID_DOCUMENT_MB。',
    en: 'The file is above {limit} MB. Split it into several PDFs, or have KAWEI_BID_DOCUMENT_MB raised.',
  },
  BID_DOCUMENTS_BEGUN: {
    status: 409,
    zh: '项目 {project} 已有专家签署承诺书，投标文件不能再增减。',
    en: 'An expert of project {project} has signed the pledge: documents are no longer filed or withdrawn.',
  },
  BID_DOCUMENT_EXISTS: {
    status: 409,
    zh: '投标人 {bidder} 已有这份文件（“{title}”）；如要改名，请先撤回。',
    en: 'Bidder {bidder} has this file already, as "{title}". To rename it, withdraw it first.',
  },
  BID_DOCUMENTS_MANY: {
    status: 409,
    zh: '投标人 {bidder} 已有 {limit} 份文件，请先合并或撤回。',
    en: 'Bidder {bidder} has {limit} documents already. Merge or withdraw some first.',
  },
  BID_DOCUMENT_UNKNOWN: {
    status: 404,
    zh: '没有这份投标文件，可能已被撤回。请刷新列表。',
    en: 'There is no such document; it may have been withdrawn. Fetch the list again.',
  },
  BID_DOCUMENTS_BEFORE_PLEDGE: {
    status: 403,
    zh: '专家签署承诺书后才能阅读投标文件。',
    en: 'The documents can be read once the expert has signed the pledge.',
  },
  BID_DOCUMENTS_OVER: {
    status: 403,
    zh: '评标已结束，投标文件不再提供给终端。',
    en: 'The evaluation is over: documents are no longer given to terminals.',
  },
  BIDDER_WITH_DOCUMENTS: {
    status: 409,
    zh: '投标人 {bidder} 已提交投标文件，不能从项目中删去；请先撤回其文件。',
    en: 'Bidder {bidder} has documents filed and cannot leave the project. Withdraw them first.',
  },
});
