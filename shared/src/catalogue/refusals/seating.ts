import { defineRefusals } from './entry.ts';

/** Refusals of the desk and of the booth's door. */
export const seatingRefusals = defineRefusals({
  CHECK_IN_BADGE: {
    status: 404,
    zh: '没有工作证 {badge} 对应的专家，请核对证件号码。',
    en: 'No expert has badge {badge}. Check the number.',
  },
  CHECK_IN_ID_NUMBER: {
    status: 422,
    zh: '身份证号码与工作证不符，请核对本人证件。',
    en: 'The ID number does not belong to this badge. Check the person’s documents.',
  },
  CHECK_IN_NOT_EXPECTED: {
    status: 409,
    zh: '该专家今日未被抽中，或已由他人递补，不能签到。',
    en: 'This expert has not been drawn for today, or another has been called in their place.',
  },
  CHECK_IN_OTHER_SITE: {
    status: 409,
    zh: '该专家应在其他场所签到，请联系值班人员。',
    en: 'This expert is expected at another site. Ask the officer on duty.',
  },
  CHECK_IN_DONE: { status: 409, zh: '该专家已签到。', en: 'This expert has checked in already.' },
  CHECK_IN_ID_NEEDED: {
    status: 422,
    zh: '签到须同时核验身份证，请读取本人身份证。',
    en: 'The identity card has to be read too.',
  },
  CHECK_IN_SCAN_USED: {
    status: 409,
    zh: '这次扫描的编号已用于另一次签到，请重新扫描。',
    en: 'The id of this scan belongs to another check-in. Scan again.',
  },
  CHECK_IN_UNDONE: {
    status: 409,
    zh: '这次签到已被撤销；如确为本人到场，请重新扫描。',
    en: 'This check-in has been undone. If the person is here, scan again.',
  },
  CHECK_IN_DRAWING: {
    status: 409,
    zh: '该专家的座位正在抽取，此时不能撤销签到。',
    en: 'This expert’s seat is being drawn; the check-in cannot be undone now.',
  },
  CHECK_IN_NONE: { status: 404, zh: '该专家尚未签到。', en: 'This expert has not checked in.' },
  CHECK_IN_SEATED: {
    status: 409,
    zh: '座位已抽取，不能再撤销签到。',
    en: 'The seat is drawn already; the check-in can no longer be undone.',
  },
  SEATS_NOBODY: { status: 409, zh: '没有待安排座位的专家。', en: 'Nobody is waiting for a seat.' },
  SEATS_NOT_ALL_IN: {
    status: 409,
    zh: '尚有专家未到齐（本场所 {missing} 人未签到，或其他场所未到齐），请等待全部到齐后再抽取座位。',
    en: 'Not everybody is in ({missing} missing here, or others at another site). Wait until all are, then draw the seats.',
  },
  SEATS_DRAWING: {
    status: 409,
    zh: '本厅的座位抽取正在进行。',
    en: 'A seat draw is under way in this hall.',
  },
  SLIP_NOT_READY: {
    status: 409,
    zh: '该专家的座位尚未抽取，请稍候。',
    en: 'This expert’s seat is not drawn yet. Please wait.',
  },
  SEAT_EMPTY: {
    status: 409,
    zh: '席位 {seat} 没有专家，请核对席位。',
    en: 'Nobody sits at {seat}. Verify the seat.',
  },
  ADMISSION_BADGE_UNKNOWN: {
    status: 403,
    zh: '没有这个工作证号，请核对后重新输入，或呼叫工作人员。',
    en: 'There is no such badge. Check the number, or call the staff.',
  },
  ADMISSION_REPLACED: {
    status: 403,
    zh: '您已退出原来的评标，不能入座。今天另来参加评标的，请先到签到台签到并领取座位单；有疑问请询问工作人员。',
    en: 'You have left the evaluation you had come for and cannot be admitted. If you come for another, check in at the desk first and get your seat slip; or ask the staff.',
  },
  /** Whether or not they are drawn: nobody finds out at a booth who is. */
  ADMISSION_NOT_CHECKED_IN: {
    status: 403,
    zh: '没有您的签到记录，不能入座。请先带上工作证和身份证到签到台签到，领取座位单后再来；有疑问请询问工作人员。',
    en: 'You have not checked in and cannot be admitted. Go to the desk first with badge and ID card, check in, and come with your seat slip; or ask the staff.',
  },
  ADMISSION_NO_SEAT: {
    status: 403,
    zh: '您的座位尚未抽取，请在休息区等候座位单。',
    en: 'Your seat is not drawn yet. Please wait for your seat slip.',
  },
  ADMISSION_SLIP_UNKNOWN: {
    status: 403,
    zh: '入座码不正确，请核对座位单上的六位数字。',
    en: 'The seat code is wrong. Check the six digits on your slip.',
  },
  ADMISSION_SLIP_OF_ANOTHER: {
    status: 403,
    zh: '这张座位单不是您的，请使用您本人的座位单。',
    en: 'This slip is not yours. Use your own seat slip.',
  },
  ADMISSION_WRONG_SEAT: {
    status: 403,
    zh: '您的席位不在这里，请按座位单前往您的席位。',
    en: 'This is not your seat. Go to the seat on your slip.',
  },
  ADMISSION_SEAT_TAKEN: {
    status: 403,
    zh: '该席位已有专家入座，请呼叫工作人员。',
    en: 'An expert is admitted at this seat already. Call the staff.',
  },
  ADMISSION_LEFT: {
    status: 403,
    zh: '您已完成评标离席。另来参加评标的，请先到签到台签到并领取座位单。',
    en: 'You have finished and left. If you come for another evaluation, check in at the desk first and get your seat slip.',
  },
  ADMISSION_KEY_OF_ANOTHER: {
    status: 403,
    zh: '插入的签名 Key 不是您本人的，请换上您自己的 Key。',
    en: 'The key in the machine is not yours. Insert your own.',
  },
  ADMISSION_KEY_UNTRUSTED: {
    status: 403,
    zh: '签名 Key 的证书不可用（{zh}），请呼叫工作人员。',
    en: 'The certificate on the key cannot be used ({en}). Call the staff.',
  },
  ADMISSION_KEY_REVOKED: {
    status: 403,
    zh: '签名 Key 的证书已于 {at}被发证机构吊销或冻结，不能入座。请呼叫工作人员，换用您本人有效的 Key。',
    en: 'The certificate on the key was revoked or put on hold by its authority at {at}. Call the staff, and use another valid key of your own.',
  },
  ADMISSION_SIGNATURE: {
    status: 403,
    zh: '入座核验的签名不正确，请重新核验。',
    en: 'The signature of the admission does not hold. Start again.',
  },
  ADMISSION_CHALLENGE: {
    status: 403,
    zh: '入座核验已过期，请重新核验。',
    en: 'This admission answers an old challenge. Start again.',
  },
  ADMISSION_BOOTH: {
    status: 403,
    zh: '入座核验是在另一台终端上签的，请在本终端重新核验。',
    en: 'This admission was signed at another booth. Start again here.',
  },
});
