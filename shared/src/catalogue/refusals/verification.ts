import { defineRefusals } from './entry.ts';

/** Refusals of what is verified from files: notes, tiles, certificates, evidence. */
export const verificationRefusals = defineRefusals({
  NOTE_INVALID: {
    status: 422,
    zh: '账本检查点或其密钥格式不正确（{detail}）。',
    en: 'The checkpoint or key of a ledger is not well formed ({detail}).',
  },
  PROOF_INVALID: {
    status: 422,
    zh: '账本证明（.tlog-proof）格式不正确。',
    en: 'The proof (.tlog-proof) is not well formed.',
  },
  LEDGER_KEY_NEEDED: {
    status: 422,
    zh: '核验账本证明需要账本公钥：用 --key 给出，或把文件 key 放在证明旁边（可从中心的 /ledger/key 取得）。',
    en: 'A proof is checked with the key of the ledger: give it with --key, or put the file key beside the proof (a hub publishes it at /ledger/key).',
  },
  TILE_INVALID: {
    status: 422,
    zh: '账本文件 {path} 缺失、被截断或与其余部分不符。',
    en: 'Ledger file {path} is missing, cut short or does not follow from the rest.',
  },
  ANCHORS_INVALID: {
    status: 422,
    zh: '根证书（ca.pem）不是原样的自签证书，或无法读取。',
    en: 'The root certificates (ca.pem) are not self-signed as they were written, or cannot be read.',
  },
  ZIP_INVALID: {
    status: 422,
    zh: '这个 ZIP 文件已损坏，无法打开。请重新下载。',
    en: 'This ZIP file is damaged and cannot be opened. Download it again.',
  },
  TRUST_UNREACHABLE: {
    status: 503,
    zh: '连不上中心，取不到它公布的根证书和账本公钥；请把 ca.pem 和 key 与文件一起选择。',
    en: 'The centre cannot be reached for its root certificate and key; choose ca.pem and key along with the file.',
  },
  WITNESS_LINE: {
    status: 422,
    zh: '见证方名单 {file} 第 {line} 行有误：应为“公钥 http(s)://地址 [场所]”，名称、公钥和地址不得重复。',
    en: 'List of witnesses {file}, line {line}: it must be KEY http(s)://ADDRESS [SITE], no name, key or address twice.',
  },
  CERTIFICATE_NOT_WITNESSED: {
    status: 409,
    zh: '账本检查点已有 {have} 个见证方联署，见证书需要 {need} 个。联署通常在几秒内完成，请稍后再试；若一直不足，请联系见证方的运行单位。',
    en: '{have} witnesses have cosigned the ledger, and a certificate needs {need}. Cosignatures usually come within seconds: try again shortly; if they do not come, call who runs the witnesses.',
  },
  NOT_VERIFIED: {
    status: 422,
    zh: '核验不通过：{zh}',
    en: 'Not verified: {en}',
  },
  NOTHING_TO_VERIFY: {
    status: 422,
    zh: '{file}：不是见证书、账本证明、证据文件夹或账本导出。',
    en: '{file}: no certificate, proof, evidence folder or ledger export.',
  },
});
