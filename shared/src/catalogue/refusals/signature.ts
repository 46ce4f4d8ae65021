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
  TIME_STAMP_INVALID: {
    status: 422,
    zh: '时间戳验证不通过（{detail}）。',
    en: 'The time-stamp does not verify ({detail}).',
  },
});
