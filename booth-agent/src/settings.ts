import { homedir } from 'node:os';
import { join } from 'node:path';
import { Refusal } from '#shared/catalogue/refusal.ts';
import { readSettingList, type SettingList } from '#shared/settings/settings.ts';

/** What a booth is told of itself and its hub. */
export interface BoothSettings {
  /** Id of this terminal; and its token, '' for one that is enrolled. */
  readonly booth: string;
  readonly token: string;
  /** Where the hub is, `ws://host:port` or `wss://host:port`. */
  readonly hub: string;
  /** Directory of what this booth keeps through an outage. */
  readonly data: string;
  /** Port of the expert's page on the loopback; 0 takes a free one. */
  readonly port: number;
}

/** Which real devices this machine has. */
export interface DeviceSettings {
  /** Path of the PKCS#11 library of the experts' keys; '' for none. */
  readonly pkcs11Module: string;
  /** PEM file with the certificates of the experts' FIDO2 keys; '' where none are used. */
  readonly fido2Certificates: string;
  /** Where the file with an expert's SM2 key appears when its stick is put in; '' where none are used. */
  readonly sm2Container: string;
  /** How this machine is locked down; '' where it stays open. */
  readonly lockdown: '' | 'systemd';
}

type All = BoothSettings & DeviceSettings;

/** Everything that can be set on a booth, from the environment (`KAWEI_…`), with its meaning and default. */
export const boothSettingList: SettingList<All> = {
  KAWEI_BOOTH: {
    field: 'booth',
    fallback: '',
    zh: '本终端编号；已入网（wss://）的终端不需要，以证书为准',
    en: 'id of this terminal; not needed where it is enrolled (wss://): its certificate says it',
    form: {
      pattern: /^([A-Za-z0-9][A-Za-z0-9_.-]{0,63})?$/,
      zh: '由字母、数字和 - _ . 组成，最长 64 位',
      en: 'letters, digits, - _ and ., at most 64',
    },
  },
  KAWEI_BOOTH_TOKEN: {
    field: 'token',
    fallback: '',
    secret: true,
    zh: '登记终端时中心给出的令牌，仅用于中心本机的 ws:// 连接',
    en: "token the hub gave when the terminal was registered, for ws:// lines on the hub's own machine",
    form: {
      pattern: /^(\S{16,200})?$/,
      zh: '16 至 200 个字符，不含空格',
      en: '16 to 200 characters, no spaces',
    },
  },
  KAWEI_HUB: {
    field: 'hub',
    fallback: 'ws://127.0.0.1:8080',
    zh: '中心地址：wss:// 为终端 TLS 端口（须先入网：kawei booth enrol）',
    en: 'address of the hub; wss:// for its TLS port, after `kawei booth enrol`',
    form: {
      pattern: /^wss?:\/\/[A-Za-z0-9.-]+(:\d{1,5})?$|^wss?:\/\/\[[0-9a-fA-F:]+\](:\d{1,5})?$/,
      zh: '形如 ws://主机:端口',
      en: 'such as ws://host:port',
    },
  },
  KAWEI_BOOTH_DATA: {
    field: 'data',
    fallback: join(homedir(), '.kawei-booth'),
    zh: '数据目录：尚未送达中心的操作',
    en: 'data directory: acts that have not reached the hub',
  },
  KAWEI_BOOTH_PORT: {
    field: 'port',
    fallback: '8181',
    zh: '专家页面端口（仅本机，0 为任选）',
    en: "port of the expert's page (this machine only, 0 for any)",
    range: [0, 65535],
  },
  KAWEI_PKCS11_MODULE: {
    field: 'pkcs11Module',
    fallback: '',
    zh: '签名 Key 厂商的 PKCS#11 库（绝对路径）；空为不使用',
    en: "PKCS#11 library of the vendor of the experts' keys, an absolute path; empty for none",
    form: {
      pattern: /^$|^\/[^\0]*[^/\0]$|^[A-Za-z]:[\\/][^\0]+$/,
      zh: '绝对路径或空',
      en: 'an absolute path, or empty',
    },
  },
  KAWEI_FIDO2_CERTIFICATES: {
    field: 'fido2Certificates',
    fallback: '',
    zh: '专家 FIDO2 Key 的证书（PEM 文件）；空为不使用 FIDO2',
    en: "PEM file with the certificates of the experts' FIDO2 keys; empty to use none",
  },
  KAWEI_SM2_CONTAINER: {
    field: 'sm2Container',
    fallback: '',
    zh: '国密 SM2 软 Key 文件的路径，文件出现即为插入；空为不使用',
    en: "path at which the file with an expert's SM2 key appears when it is put in; empty to use none",
  },
  KAWEI_LOCKDOWN: {
    field: 'lockdown',
    fallback: '',
    zh: '锁定本机的方式：systemd 为由服务 kawei-lockdown 锁定；空为不锁定',
    en: 'how this machine is locked down: systemd for the service kawei-lockdown; empty to leave it open',
    form: { pattern: /^(systemd)?$/, zh: 'systemd 或空', en: 'systemd, or empty' },
  },
};

/** Whether this booth comes by the certificate of its enrolment. */
export const isEnrolled = ({ hub }: Pick<BoothSettings, 'hub'>): boolean => hub.startsWith('wss:');

/** Reads the settings; a wrong one is refused by name, and id or token where a line without TLS needs them. */
export function readBoothSettings(texts: Readonly<Record<string, string | undefined>>): All {
  const settings = readSettingList<All>(boothSettingList, texts);
  if (isEnrolled(settings)) return { ...settings, token: '' };
  const missing = settings.booth === '' ? 'KAWEI_BOOTH' : settings.token === '' ? 'KAWEI_BOOTH_TOKEN' : null;
  if (missing === null) return settings;
  const detail = 'ws:// 连接必须设置 / a ws:// line needs it';
  throw new Refusal('SETTING_INVALID', { name: missing, value: '', detail });
}
