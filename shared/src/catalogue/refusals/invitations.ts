import { defineRefusals } from './entry.ts';

/** Refusals of answers to invitations. */
export const invitationRefusals = defineRefusals({
  INVITATION_CODE: {
    status: 422,
    zh: '答复码不符，或该码已失效（输错五次即失效）。请核对通知；仍不行的，请致电报到场所由人工办理。',
    en: 'The code is wrong or void (five wrong ones make it so). Look at the message again, or call the site.',
  },
  INVITATION_OVER: {
    status: 409,
    zh: '该通知已经结束，不能再答复。',
    en: 'This invitation is over; it takes no answer any more.',
  },
  MESSAGE_UNSIGNED: {
    status: 401,
    zh: '消息签名不符或已过时。请核对网关与中心的密钥（KAWEI_MESSAGES_KEY）和时钟。',
    en: 'The signature of the message is wrong or too old. Compare the key (KAWEI_MESSAGES_KEY) and the clocks.',
  },
});
