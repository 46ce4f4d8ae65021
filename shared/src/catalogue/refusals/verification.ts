import { defineRefusals } from './entry.ts';

/** Refusals of what is verified from files: notes, tiles, certificates, evidence. */
export const verificationRefusals = defineRefusals({
  NOTE_INVALID: {
    status: 422,
    zh: '账本检查点或其密钥格式不正确（{detail}）。',
    en: 'The checkpoint or key of a ledger is not well formed ({detail}).',
  },
  TILE_INVALID: {
    status: 422,
    zh: '账本文件 {path} 缺失、被截断或与其余部分不符。',
    en: 'Ledger file {path} is missing, cut short or does not follow from the rest.',
  },
  ANCHORS_INVALID: {
    status: 422,
    zh: 'ca.pem 不是原样的自签根证书。',
    en: 'ca.pem does not hold self-signed certificates as they were written.',
  },
  NOT_VERIFIED: {
    status: 422,
    zh: '核验不通过：{zh}',
    en: 'Not verified: {en}',
  },
  NOTHING_TO_VERIFY: {
    status: 422,
    zh: '{file} 不是见证书、证据文件夹或账本导出。',
    en: '{file} is no certificate, evidence folder or ledger export.',
  },
});
