import { fieldWords } from '../words.ts';
import { defineRefusals } from './entry.ts';

/** Refusals of signatures, certificates and time-stamps. */
export const signatureRefusals = defineRefusals({
  SIGNATURE_MALFORMED: {
    status: 422,
    zh: '签名数据格式不正确（{detail}），请重新签章。',
    en: 'The signature is not well-formed ({detail}). Sign again.',
  },
  SIGNATURE_CONTENT_CHANGED: {
    status: 422,
    zh: '签名后的内容已被改动，签名无效，请重新签章。',
    en: 'The content was changed after signing. Sign again.',
  },
  SIGNATURE_INVALID: {
    status: 422,
    zh: '签名验证不通过，请重新签章。',
    en: 'The signature does not verify. Sign again.',
  },
  SIGNATURE_BINDING: {
    status: 422,
    zh: '签名绑定的信息（{field}）与本次签章不符，请重新签章。',
    en: 'The signature is bound to another {field}. Sign again.',
    words: { field: fieldWords },
  },
  CERTIFICATE_UNTRUSTED: {
    status: 403,
    zh: '证书不是由受信任的机构颁发，请联系工作人员核对签名 Key。',
    en: 'The certificate was not issued by a trusted authority. Ask the staff to check the key.',
  },
  CERTIFICATE_EXPIRED: {
    status: 403,
    zh: '证书不在有效期内，请联系发证机构更新。',
    en: 'The certificate is not valid at this time. Have it renewed by its authority.',
  },
  CERTIFICATE_PURPOSE: {
    status: 403,
    zh: '该证书不能用于数字签名，请使用签名证书。',
    en: 'This certificate is not for digital signatures. Use the signing certificate.',
  },
  CERTIFICATE_REVOKED: {
    status: 403,
    zh: '签名 Key 的证书已被发证机构“{authority}”于 {at}吊销或冻结，不能再用来签名；您已填写的内容都还在。请呼叫工作人员，换用您本人有效的 Key。',
    en: 'The certificate on the key was revoked or put on hold by its authority "{authority}" at {at} and cannot sign any more; nothing you have entered is lost. Call the staff, and sign with another valid key of your own.',
  },
  CRL_MALFORMED: {
    status: 422,
    zh: '吊销列表（CRL）格式不正确（{detail}）。请向发证机构重新索取。',
    en: 'The revocation list (CRL) is not well formed ({detail}). Ask its authority for it again.',
  },
  CRL_UNSUPPORTED: {
    status: 422,
    zh: '不支持这种吊销列表（CRL）：{zh}。请使用发证机构的完整列表。',
    en: 'This kind of revocation list (CRL) is not taken: {en}. Use the complete list of the authority.',
  },
  CRL_UNTRUSTED: {
    status: 422,
    zh: '“{authority}”的吊销列表（CRL，{date}）不是由受信任的发证机构签发，或已被改动。请核对文件；如由下级机构签发，请把该机构的证书放在一起。',
    en: 'The revocation list (CRL) of "{authority}" ({date}) is not signed by a trusted authority, or was changed. Check the file; where an issuing authority below signs it, put its certificate beside the list.',
  },
  CRL_OLDER: {
    status: 409,
    zh: '“{authority}”的吊销列表（CRL，{date}）比已采用的旧，未采用。请放入最新的列表。',
    en: 'The revocation list (CRL) of "{authority}" ({date}) is older than the one in force and was not taken. Put the newest there.',
  },
  CRL_NONE: {
    status: 422,
    zh: '{file} 中没有吊销列表（CRL，PEM 或 DER）。',
    en: '{file} holds no revocation list (CRL, PEM or DER).',
  },
  TIME_STAMP_INVALID: {
    status: 422,
    zh: '时间戳验证不通过（{detail}）。',
    en: 'The time-stamp does not verify ({detail}).',
  },
});
