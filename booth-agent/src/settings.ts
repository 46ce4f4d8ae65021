import { homedir } from 'node:os';
import { join } from 'node:path';
import { readSettingList, type SettingList } from '#shared/settings/settings.ts';

/** Everything that can be set on a booth, from the environment (`KAWEI_…`), with its meaning and default. */
export interface BoothSettings {
  /** Id and token of this terminal, as the hub gave them when it was registered. */
  readonly booth: string;
  readonly token: string;
  /** Where the hub is, `ws://host:port` or `wss://host:port`. */
  readonly hub: string;
  /** Directory of what this booth keeps through an outage. */
  readonly data: string;
  /** Port of the expert's page on the loopback; 0 takes a free one. */
  readonly port: number;
}

export const boothSettingList: SettingList<BoothSettings> = {
  KAWEI_BOOTH: {
    field: 'booth',
    fallback: null,
    zh: '本终端编号',
    en: 'id of this terminal',
    form: {
      pattern: /^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/,
      zh: '由字母、数字和 - _ . 组成，最长 64 位',
      en: 'letters, digits, - _ and ., at most 64',
    },
  },
  KAWEI_BOOTH_TOKEN: {
    field: 'token',
    fallback: null,
    secret: true,
    zh: '登记终端时中心给出的令牌',
    en: 'token the hub gave when the terminal was registered',
    form: {
      pattern: /^\S{16,200}$/,
      zh: '16 至 200 个字符，不含空格',
      en: '16 to 200 characters, no spaces',
    },
  },
  KAWEI_HUB: {
    field: 'hub',
    fallback: 'ws://127.0.0.1:8080',
    zh: '中心地址',
    en: 'address of the hub',
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
};

/** Reads the settings; a wrong one is refused by name. */
export function readBoothSettings(texts: Readonly<Record<string, string | undefined>>): BoothSettings {
  return readSettingList<BoothSettings>(boothSettingList, texts);
}
