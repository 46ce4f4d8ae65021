import type { Sentence, Text } from './text.ts';
import { lockWords } from './words.ts';

interface ReadinessEntry {
  /** With it a terminal is not ready; without, the terminal can be used, and somebody should look. */
  readonly blocks: boolean;
  /** What is so. */
  readonly text: Sentence;
  /** What to do about it. */
  readonly todo: Text;
}

const defineReadiness = <const T extends Record<string, ReadinessEntry>>(entries: T): T => entries;

/** Everything that keeps a terminal from being ready for its day, or should be known of it, by its stable code. */
export const readinessFaults = defineReadiness({
  REPORT_MISSING: {
    blocks: true,
    text: { zh: '今天还没有就绪报告', en: 'No readiness report has come today' },
    todo: {
      zh: '请确认终端已开机、程序已启动、网线已插好；连上中心后一分钟内自动报告。',
      en: 'See that the terminal is on, its program runs and its cable is in; it reports within a minute of its line.',
    },
  },
  BOOTH_SILENT: {
    blocks: true,
    text: { zh: '终端现在没有与中心连接', en: 'The terminal has no line to the hub now' },
    todo: {
      zh: '请检查电源和网线，必要时重新启动终端。',
      en: 'Look at its power and cable; restart it if need be.',
    },
  },
  KEYS_UNUSED: {
    blocks: true,
    text: {
      zh: '没有设置签名 Key 的接口，专家不能入座',
      en: 'No keys are set up, so nobody can be admitted',
    },
    todo: {
      zh: '请系统管理员设置 KAWEI_PKCS11_MODULE、KAWEI_FIDO2_CERTIFICATES 或 KAWEI_SM2_CONTAINER，并安装 Key 的驱动。',
      en: 'Have the administrator set KAWEI_PKCS11_MODULE, KAWEI_FIDO2_CERTIFICATES or KAWEI_SM2_CONTAINER and install the driver.',
    },
  },
  DEVICE_FAILED: {
    blocks: true,
    text: { zh: '设备不能用：{name}（{detail}）', en: 'A device does not work: {name} ({detail})' },
    todo: {
      zh: '请重新插拔该设备并重新启动终端；仍不行，请换一台终端，联系系统管理员。',
      en: 'Plug the device in again and restart the terminal; if that does not help, use another and call the administrator.',
    },
  },
  SCREENS_SEVERAL: {
    blocks: true,
    text: { zh: '接有 {count} 块显示器，只能有一块', en: '{count} screens are connected; there may be one' },
    todo: { zh: '请拔下多余的显示器。', en: 'Take the others out.' },
  },
  BOOTH_IS_LOCKED: {
    blocks: true,
    text: {
      zh: '席位处于锁定状态（{code}）',
      en: 'The booth is locked ({code})',
      words: { code: lockWords },
    },
    todo: { zh: '请查看后在席位图上解除锁定。', en: 'Look at it, then unlock it on the seat map.' },
  },
  FINGERPRINT_OTHER: {
    blocks: true,
    text: { zh: '机器特征与登记的不一致', en: 'The machine is not as it is recorded' },
    todo: {
      zh: '请核对是否更换过部件，查看预警，并请系统管理员确认。',
      en: 'Find out whether a part was changed, read the alerts, and have the administrator confirm it.',
    },
  },
  CLOCK_OFF: {
    blocks: true,
    text: { zh: '本机时间与中心相差 {seconds} 秒', en: 'Its clock is {seconds} s off the hub’s' },
    todo: {
      zh: '请在终端上校准时间（启用时间同步）。断网时座位单的有效时间按本机时间核对。',
      en: 'Set the clock, and turn time synchronisation on: without the line, slips are checked by it.',
    },
  },
  DISK_LOW: {
    blocks: true,
    text: { zh: '磁盘只剩 {mebibytes} MiB', en: 'Only {mebibytes} MiB are free on its disk' },
    todo: {
      zh: '请系统管理员清理磁盘，至少留出 {least} MiB，断网时的操作要存在本机。',
      en: 'Have the administrator free at least {least} MiB: what is done without the line is kept there.',
    },
  },
  CERTIFICATE_ENDING: {
    blocks: false,
    text: { zh: '终端证书将于 {until}到期', en: 'Its certificate ends at {until}' },
    todo: {
      zh: '通常会自动续期；明天仍有此提示，请系统管理员重新入网。',
      en: 'It is renewed by itself; if this is still here tomorrow, have the administrator enrol it again.',
    },
  },
  LINE_BY_TOKEN: {
    blocks: false,
    text: {
      zh: '以令牌连接，没有证书，报告没有签名',
      en: 'It comes by token, without a certificate; the report is not signed',
    },
    todo: {
      zh: '仅供试用。正式评标前请让终端入网（docs/enrolment.md）。',
      en: 'For trials only. Enrol it before a real evaluation (docs/enrolment.md).',
    },
  },
  LOCKDOWN_UNUSED: {
    blocks: false,
    text: { zh: '没有锁定操作系统', en: 'Its system is not locked down' },
    todo: {
      zh: '正式评标的终端请设置 KAWEI_LOCKDOWN=systemd（docs/kiosk.md）。',
      en: 'Set KAWEI_LOCKDOWN=systemd on terminals of real evaluations (docs/kiosk.md).',
    },
  },
  ACTS_WAITING: {
    blocks: false,
    text: { zh: '本机还有 {count} 项操作没有送达中心', en: '{count} acts have not reached the hub' },
    todo: {
      zh: '连上中心后自动上传，请等它送完再关机。',
      en: 'They are sent by themselves; do not switch it off before.',
    },
  },
});

export type ReadinessCode = keyof typeof readinessFaults;
