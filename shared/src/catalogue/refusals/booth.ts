import { lockWords } from '../words.ts';
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
  KEY_PIN_WRONG_UNCOUNTED: {
    status: 403,
    zh: 'PIN 码不正确。这把 Key 不显示剩余次数，多次输错会锁定，请核对后重新输入。',
    en: 'The PIN is wrong. This key does not tell how many tries are left and locks after several. Check the PIN and enter it again.',
  },
  KEY_PIN_LAST_TRY: {
    status: 403,
    zh: 'PIN 码不正确，只剩最后 1 次，再输错 Key 就会锁定。没有把握请先呼叫工作人员，不要再试。',
    en: 'The PIN is wrong, and one try is left: the key locks with the next wrong one. Unless you are sure, call the staff before you try again.',
  },
  KEY_SEVERAL: {
    status: 409,
    zh: '检测到不止一个签名 Key，请只留下您本人的 Key，拔出其他的。',
    en: 'There is more than one key in the machine. Leave your own and pull out the others.',
  },
  KEY_PIN_SHORT: {
    status: 400,
    zh: 'PIN 码至少 6 位，请换一个。',
    en: 'A PIN has at least 6 characters. Choose another.',
  },
  KEY_UNTOUCHED: {
    status: 409,
    zh: '没有等到您触摸签名 Key，什么都没有签。请重新输入 PIN 码，在 Key 闪烁时触摸它。',
    en: 'The key was not touched, and nothing was signed. Enter the PIN again and touch the key while it blinks.',
  },
  KEY_FAILED: {
    status: 503,
    zh: '签名 Key 没有完成签名（{detail}），什么都没有签。请拔出 Key 重新插入后再试，仍不行请呼叫工作人员。',
    en: 'The key did not sign ({detail}), and nothing was signed. Pull it out, insert it again and try once more; if that does not help, call the staff.',
  },
  PKCS11_UNUSABLE: {
    status: 503,
    zh: '无法使用签名 Key 的 PKCS#11 库 {file}（{detail}），请检查 KAWEI_PKCS11_MODULE 和厂商驱动的安装。',
    en: 'The PKCS#11 library {file} cannot be used ({detail}). Check KAWEI_PKCS11_MODULE and the installation of the vendor’s driver.',
  },
  KEY_PIN_LOCKED: {
    status: 403,
    zh: '签名 Key 因 PIN 码多次输错已锁定，请呼叫工作人员。',
    en: 'The key is locked after too many wrong PINs. Call the staff.',
  },
  SLIP_CODE_OFFLINE: {
    status: 503,
    zh: '网络已断开，入座码要由中心核对，现在核对不了。请点“重新开始”，改为扫描座位单上的二维码；也可以等网络恢复后再试。',
    en: 'The line is down, and only the hub can check the seat code. Start over and scan the QR code on your slip, or wait for the line.',
  },
  SLIP_UNREADABLE: {
    status: 422,
    zh: '二维码没有读全，请把座位单放平再扫一次；仍读不出，请输入座位单上的六位入座码。',
    en: 'The QR code was not read in full. Lay the slip flat and scan it again; if that fails, type its seat code.',
  },
  SLIP_FORGED: {
    status: 403,
    zh: '这张座位单不是本中心签发的，或者内容被改动过，不能使用。请到签到台重新打印，或呼叫工作人员。',
    en: 'This slip was not signed by the centre as it stands and cannot be used. Have it printed again at the desk, or call the staff.',
  },
  SLIP_OTHER_SEAT: {
    status: 403,
    zh: '您的席位是 {seat}，不在这里，请前往您的席位。',
    en: 'Your seat is {seat}, not this one. Please go to your seat.',
  },
  SLIP_EXPIRED: {
    status: 403,
    zh: '这张座位单不在有效时间内，断网时不能凭它入座。请等网络恢复后再试，或呼叫工作人员。',
    en: 'This slip is not valid at this time and cannot let you in while the line is down. Wait for the line, or call the staff.',
  },
  SLIP_CLOCK: {
    status: 503,
    zh: '本机时间不准，断网时无法核对座位单的有效时间。请等网络恢复后再试，或呼叫工作人员。',
    en: 'This machine’s clock is wrong, so the slip’s time cannot be checked while the line is down. Wait for the line, or call the staff.',
  },
  SLIP_SUPERSEDED: {
    status: 403,
    zh: '座位已重新安排，这张座位单已作废。请到签到台领取新的座位单。',
    en: 'The seats were drawn anew and this slip is void. Get your new slip at the desk.',
  },
  HUB_OTHER: {
    status: 403,
    zh: '应答的不是本终端原来的中心，已断开，内容没有发给它。请呼叫工作人员。',
    en: 'What answers is not the hub this terminal belongs to; the line was closed and nothing was sent. Call the staff.',
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
  ACT_LOST: {
    status: 409,
    zh: '该操作在中心恢复数据时已丢失，中心已决定接受丢失并记入账本。如仍需要，请重新操作。',
    en: 'The hub lost this act when its data was restored, and its loss was accepted and recorded. Do it again if it is still wanted.',
  },
  ACT_NUMBER_USED: {
    status: 409,
    zh: '本终端的存储曾恢复到较早的状态，操作编号与中心已有的操作重复。终端会改用新的编号重新发送，无需操作。',
    en: 'The storage of this terminal was put back to an earlier state, and the hub has another act under this number. The terminal takes a new number and sends it again by itself.',
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
  LOCKDOWN_JOURNAL_FAILED: {
    status: 503,
    zh: '锁定记录 {file} 无法写入或读取（{detail}），系统没有改动。请以管理员身份运行，检查磁盘后重试。',
    en: 'The lock-down’s journal {file} cannot be written or read ({detail}); the system was not changed. Run this as root, check the disk and try again.',
  },
  BOOTH_LOCKED: {
    status: 409,
    zh: '本席位已锁定（{code}），现在不能操作。请留在席位上，按屏幕提示等候工作人员。',
    en: 'This booth is locked ({code}) and takes nothing now. Stay at your seat and wait for the staff, as the screen says.',
    words: { code: lockWords },
  },
  BOOTH_PAUSED: {
    status: 409,
    zh: '您已暂停，屏幕已遮住。请插好您本人的 Key，点“继续”。',
    en: 'You have paused and the screen is covered. Put your own key in and press Continue.',
  },
  NOTES_FULL: {
    status: 409,
    zh: '笔记最多 {limit} 条，请先删去不用的。',
    en: 'You can keep {limit} notes. Delete one first.',
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
