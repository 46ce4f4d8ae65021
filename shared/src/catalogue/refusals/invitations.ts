import { defineRefusals } from './entry.ts';

/** Refusals of answers to invitations. */
export const invitationRefusals = defineRefusals({
  INVITATION_CODE: {
    status: 422,
    zh: '答复码不符，或该码已失效（输错五次即失效）。请核对通知；仍不行的，请致电报到场所由人工办理。',
    en: 'The code is wrong or void (five wrong ones make it so). Look at the message again, or call the site.',
  },
  /** The same, said to the desk that the expert has called. */
  INVITATION_CODE_TOLD: {
    status: 422,
    zh: '答复码不符，或该码已失效（输错五次即失效）。请来电人再读一遍工作证号和通知中的六位码；仍不符的不能代录：能来的请其按时到场、持证件签到，不能来的不必再答，按规则递补。',
    en: 'The code is wrong or void (five wrong ones make it so). Have badge number and code read out again; if they still do not fit, record nothing: whoever can come checks in on time by badge and ID card, whoever cannot is replaced by the rule without an answer.',
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
