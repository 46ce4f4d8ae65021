import { homedir } from 'node:os';
import { join } from 'node:path';
import type { SettingList } from '#shared/settings/settings.ts';

/** Everything that can be set on a witness, from the environment (`KAWEI_WITNESS_…`). */
export interface WitnessSettings {
  readonly host: string;
  readonly port: number;
  /** Directory of its key and of what it has seen. */
  readonly data: string;
  /** Name of the witness in its cosignatures: a domain and a path that are its operator's own. */
  readonly name: string;
}

export const witnessSettingList: SettingList<WitnessSettings> = {
  KAWEI_WITNESS_HOST: {
    field: 'host',
    fallback: '127.0.0.1',
    zh: '见证方监听地址',
    en: 'address a witness listens on',
  },
  KAWEI_WITNESS_PORT: {
    field: 'port',
    fallback: '8090',
    zh: '见证方监听端口',
    en: 'port a witness listens on',
    range: [0, 65535],
  },
  KAWEI_WITNESS_DATA: {
    field: 'data',
    fallback: join(homedir(), '.kawei-witness'),
    zh: '见证方的数据目录：私钥、所见的检查点',
    en: 'data directory of a witness: its key, the checkpoints it has seen',
  },
  KAWEI_WITNESS_NAME: {
    field: 'name',
    fallback: 'kawei.invalid/witness',
    zh: '见证方名称（写入联署），宜用本单位的域名加路径',
    en: "name of a witness in its cosignatures: the operator's own domain and a path",
    form: { pattern: /^[^\s+]{1,200}$/u, zh: '不含空格和加号', en: 'no space and no plus' },
  },
};
