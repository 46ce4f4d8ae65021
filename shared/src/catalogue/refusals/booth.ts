import { defineRefusals } from './entry.ts';

/** Refusals of the booth's own agent, before anything has gone to the hub. */
export const boothRefusals = defineRefusals({
  BOOTH_DATA_IN_USE: {
    status: 409,
    zh: '数据目录 {directory} 正被另一个终端进程使用，请先停止它，或为本终端设置其他目录。',
    en: 'Data directory {directory} is in use by another booth agent. Stop that one, or set another directory.',
  },
  KEY_ABSENT: {
    status: 409,
    zh: '没有检测到签名 Key，请插入您的 Key 后重试。',
    en: 'There is no key in the machine. Insert your key and try again.',
  },
  KEY_OTHER: {
    status: 403,
    zh: '插入的不是入座时使用的签名 Key，请换回您本人的 Key。',
    en: 'This is not the key you were admitted with. Insert your own key again.',
  },
  KEY_PIN_WRONG: {
    status: 403,
    zh: 'PIN 码不正确，还可尝试 {left} 次，请核对后重新输入。',
    en: 'The PIN is wrong; {left} tries are left. Check it and enter it again.',
  },
  KEY_PIN_LOCKED: {
    status: 403,
    zh: '签名 Key 因 PIN 码多次输错已锁定，请呼叫工作人员。',
    en: 'The key is locked after too many wrong PINs. Call the staff.',
  },
  LINE_DOWN: {
    status: 503,
    zh: '与中心的连接已中断，入座核验需要中心应答，请等待连接恢复后重试。',
    en: 'The line to the hub is down, and an admission needs its answer. Wait for the line, then try again.',
  },
  LINE_NEVER: {
    status: 503,
    zh: '本终端尚未连接过中心，请等待连接后再操作。',
    en: 'This booth has not reached its hub yet. Wait for the line.',
  },
  ADMISSION_NOT_NOW: {
    status: 409,
    zh: '现在不能进行这一步入座核验，请按屏幕提示操作。',
    en: 'This step of the admission is not due now. Follow the screen.',
  },
  ACT_PENDING: {
    status: 409,
    zh: '该操作已提交，正在等待中心确认，请勿重复提交。',
    en: 'This is on its way and waits for the hub. Do not send it again.',
  },
  ACT_TOO_LARGE: {
    status: 413,
    zh: '内容过长，请缩短后重新提交。',
    en: 'The text is too long. Shorten it and send it again.',
  },
  PAGE_NOT_DRIVING: {
    status: 409,
    zh: '本终端的另一个页面正在操作，请先关闭它。',
    en: 'Another page of this booth is working. Close that one first.',
  },
  BOOTH_DISK_FULL: {
    status: 503,
    zh: '本席位终端磁盘已满，这一步没有保存。请呼叫工作人员；处理后再做一次。',
    en: "This booth's disk is full and this step was not stored. Call the staff; then do it again.",
  },
  BOOTH_DISK_FAILED: {
    status: 503,
    zh: '本席位终端磁盘读写失败（{detail}），这一步没有保存。请呼叫工作人员，必要时更换席位；处理后再做一次。',
    en: "This booth's disk failed ({detail}) and this step was not stored. Call the staff, who may give you another seat; then do it again.",
  },
});
