import { homedir } from 'node:os';
import { join } from 'node:path';
import { readSettingList, type SettingList } from '#shared/settings/settings.ts';

/** Everything that can be set on a hub, from the environment (`KAWEI_…`), with its meaning and default. */
export interface Settings {
  readonly host: string;
  readonly port: number;
  /** Addresses of the reverse proxies in front of the pages that are believed; '' for none. */
  readonly proxy: string;
  /** Directory of the database, the hub's keys and sealed reports. */
  readonly data: string;
  /** Address of the PostgreSQL database; '' for SQLite in the data directory. */
  readonly database: string;
  /** PEM file with the authorities that issue experts' certificates; '' while there is none. */
  readonly trust: string;
  /** File or folder with those authorities' revocation lists; '' for none. */
  readonly crl: string;
  /** Name of the ledger, the first line of its checkpoints; a domain and a path that are the centre's own. */
  readonly origin: string;
  /** File with the witnesses of the ledger, a line each; '' for none. */
  readonly witnesses: string;
  /** Address of the time-stamping authority of certificates; '' for the hub's own. */
  readonly tsaUrl: string;
  /** PEM file with that authority's root certificates. */
  readonly tsaCa: string;
  /** Cosignatures a certificate needs; '' for more than half of the project's witnesses. */
  readonly cosignatures: string;
  /** How long the parties of a draw have for commitments, and again for reveals, in seconds. */
  readonly ceremonySeconds: number;
  /** Address of a node of drand, from which beacons are fetched; '' for none. */
  readonly drandUrl: string;
  /** How booths come: by mutual TLS, or, on this machine alone, by token. */
  readonly boothLines: 'tls' | 'token';
  readonly tlsHost: string;
  /** Port of the booths' TLS lines; 0 for a free one. */
  readonly tlsPort: number;
  /** How long the certificate of a booth is valid, in days; it is renewed after two thirds. */
  readonly certificateDays: number;
  /** How often booths send a beat, in milliseconds. */
  readonly beatMilliseconds: number;
  /** Spool directory of invitations, from which the centre's message gateway takes them; '' for none. */
  readonly invitations: string;
  /** Address of the centre's message gateway, to which invitations are sent; '' for none. */
  readonly messagesUrl: string;
  /** Secret that the hub and the gateway share, by which both sign. */
  readonly messagesKey: string;
  /** How long an expert has to answer an invitation, in minutes; 0 for no limit. */
  readonly answerMinutes: number;
  /** What is compared at check-in: the badge and the ID number, or the badge alone. */
  readonly checkIn: 'badge-and-id' | 'badge';
  /** Address of the ID card reader's service on each desk's machine; '' for none. */
  readonly idReader: string;
  /** How long a bidder has to answer a clarification, in minutes. */
  readonly clarificationMinutes: number;
  /** Most megabytes (1,000,000 bytes) of one document of a bid. */
  readonly documentMegabytes: number;
}

export const settingList: SettingList<Settings> = {
  KAWEI_HOST: { field: 'host', fallback: '127.0.0.1', zh: '监听地址', en: 'address to listen on' },
  KAWEI_PORT: { field: 'port', fallback: '8080', zh: '监听端口', en: 'port to listen on', range: [0, 65535] },
  KAWEI_PROXY: {
    field: 'proxy',
    fallback: '',
    zh: '页面前的反向代理（TLS 终结）的 IP 地址或网段，逗号分隔，见 docs/proxy.md；空为没有代理，不采信任何转发头',
    en: 'IP addresses or subnets of the reverse proxies that end TLS before the pages, with commas between (docs/proxy.md); empty: there is none, and no forwarded header is believed',
  },
  KAWEI_DATA: {
    field: 'data',
    fallback: join(homedir(), '.kawei'),
    zh: '数据目录：数据库、中心密钥、已封存的报告、投标文件',
    en: 'data directory: database, keys of the hub, sealed reports, documents of bids',
  },
  KAWEI_DATABASE_URL: {
    field: 'database',
    fallback: '',
    secret: true,
    zh: 'PostgreSQL 数据库地址 postgres://用户:口令@主机/库名；空为数据目录中的 SQLite',
    en: 'PostgreSQL database, postgres://USER:PASSWORD@HOST/NAME; empty for SQLite in the data directory',
    form: {
      pattern: /^(postgres(ql)?:\/\/\S+)?$/,
      zh: 'postgres:// 开头的地址或空',
      en: 'an address that begins with postgres://, or empty',
    },
  },
  KAWEI_TRUST: {
    field: 'trust',
    fallback: '',
    zh: '专家证书颁发机构的 PEM 文件',
    en: "PEM file of the authorities that issue experts' certificates",
  },
  KAWEI_CRL: {
    field: 'crl',
    fallback: '',
    zh: '这些机构的证书吊销列表（CRL，PEM 或 DER）文件或目录，换新后自动重读（见 docs/revocation.md）；空为不核对吊销',
    en: "file or folder with those authorities' revocation lists (CRL, PEM or DER), read again when it changes (docs/revocation.md); empty: revocation is not looked up",
  },
  KAWEI_ORIGIN: {
    field: 'origin',
    fallback: 'kawei.invalid/ledger',
    zh: '账本名称（检查点首行），宜用本中心的域名加路径',
    en: "name of the ledger, the first line of its checkpoints: the centre's own domain and a path",
    form: {
      pattern: /^[^\s+]{1,200}$/u,
      zh: '不含空格和加号',
      en: 'no space and no plus',
    },
  },
  KAWEI_WITNESSES: {
    field: 'witnesses',
    fallback: '',
    zh: '见证方名单文件：每行“公钥 地址 [场所]”（由 kawei witness 给出）',
    en: 'file with the witnesses of the ledger: a line “KEY URL [SITE]” each, as kawei witness prints it',
  },
  KAWEI_COSIGNATURES: {
    field: 'cosignatures',
    fallback: '',
    zh: '见证书所需的联署数；空为项目场所见证方的过半数',
    en: "cosignatures a certificate needs; empty for more than half of the witnesses of the project's sites",
    form: { pattern: /^(\d{1,3})?$/, zh: '0 到 999 或空', en: '0 to 999, or empty' },
  },
  KAWEI_TSA_URL: {
    field: 'tsaUrl',
    fallback: '',
    zh: '为见证书加盖时间戳的第三方机构地址（RFC 3161，http/https）；空为只用中心自己的时间戳',
    en: "address of the authority that time-stamps certificates (RFC 3161, http/https); empty for the hub's own alone",
  },
  KAWEI_TSA_CA: {
    field: 'tsaCa',
    fallback: '',
    zh: '该机构根证书的 PEM 文件，与 KAWEI_TSA_URL 同时设置；更换机构时保留原有的根证书',
    en: "PEM file of that authority's root certificates, set together with KAWEI_TSA_URL; keep the former's when it changes",
  },
  KAWEI_CEREMONY_SECONDS: {
    field: 'ceremonySeconds',
    fallback: '600',
    zh: '抽取各阶段（会签、承诺、揭示）的时限，秒；申请时可另定',
    en: 'time limit of each phase of a draw (countersign, commit, reveal), seconds, unless the request says otherwise',
    range: [1, 86_400],
  },
  KAWEI_DRAND_URL: {
    field: 'drandUrl',
    fallback: '',
    zh: '获取公共信标的 drand 节点地址（http/https）；空为由人录入',
    en: 'address of a drand node from which beacons are fetched (http/https); empty: people enter them',
    form: {
      pattern: /^(https?:\/\/\S+)?$/,
      zh: 'http:// 或 https:// 开头的地址或空',
      en: 'an http(s) address, or empty',
    },
  },
  KAWEI_BOOTH_LINES: {
    field: 'boothLines',
    fallback: 'tls',
    zh: '终端如何连接：tls 双向 TLS 1.3，凭入网时签发的证书；token 凭令牌、不加密，仅限中心本机，供试用',
    en: 'how booths connect: tls, mutual TLS 1.3 with the certificate of their enrolment; token, without TLS and from this machine alone, for trials',
    form: { pattern: /^(tls|token)$/, zh: 'tls 或 token', en: 'tls or token' },
  },
  KAWEI_BOOTH_TLS_HOST: {
    field: 'tlsHost',
    fallback: '127.0.0.1',
    zh: '终端 TLS 端口的监听地址；终端在其他机器上时设为本机的网络地址或 0.0.0.0',
    en: "address to listen on for the booths' TLS lines; for booths on other machines this one's own, or 0.0.0.0",
  },
  KAWEI_BOOTH_TLS_PORT: {
    field: 'tlsPort',
    fallback: '8443',
    zh: '终端 TLS 端口（0 为任选；KAWEI_PORT 为 0 时亦然）',
    en: "port of the booths' TLS lines (0 for any, also where KAWEI_PORT is 0)",
    range: [0, 65535],
  },
  KAWEI_BOOTH_CERTIFICATE_DAYS: {
    field: 'certificateDays',
    fallback: '90',
    zh: '终端证书的有效期，天；过三分之二后自动续期',
    en: "days for which a booth's certificate is valid; it is renewed after two thirds of them",
    range: [1, 3650],
  },
  KAWEI_BEAT_MS: {
    field: 'beatMilliseconds',
    fallback: '2000',
    zh: '卡位终端心跳间隔，毫秒',
    en: "interval of the booths' beat, milliseconds",
    range: [100, 60_000],
  },
  KAWEI_INVITATIONS: {
    field: 'invitations',
    fallback: '',
    zh: '专家通知的交换目录，由中心的短信/语音系统取走',
    en: "spool directory of experts' invitations, for the centre's message gateway",
  },
  KAWEI_MESSAGES_URL: {
    field: 'messagesUrl',
    fallback: '',
    zh: '短信/语音网关的地址，专家通知逐条发往此处（http/https，见 docs/messages.md）；空为不用',
    en: "address of the centre's message gateway, to which invitations are sent (http/https, docs/messages.md); empty for none",
    form: {
      pattern: /^(https?:\/\/\S+)?$/,
      zh: 'http:// 或 https:// 开头的地址或空',
      en: 'an http(s) address, or empty',
    },
  },
  KAWEI_MESSAGES_KEY: {
    field: 'messagesKey',
    fallback: '',
    secret: true,
    zh: '与网关共用的密钥，双方以它签名；至少 32 个字符',
    en: 'secret shared with the gateway, by which both sign; 32 characters or more',
    form: {
      pattern: /^(\S{32,512})?$/,
      zh: '32 到 512 个字符，不含空格',
      en: '32 to 512 characters without blanks',
    },
  },
  KAWEI_ANSWER_MINUTES: {
    field: 'answerMinutes',
    fallback: '0',
    zh: '专家收到通知后答复的时限，分钟；逾期按抽取顺序递补下一人。0 为不限时',
    en: 'time an expert has to answer an invitation, minutes, after which the next in order is called; 0 for no limit',
    range: [0, 1440],
  },
  KAWEI_CHECK_IN: {
    field: 'checkIn',
    fallback: 'badge-and-id',
    zh: '签到核验：badge-and-id 工作证和身份证号码都由机器核对；badge 只扫工作证，由工作人员目视核对身份证',
    en: 'what is compared at check-in: badge-and-id, both by machine; badge, the ID card by the eyes of the staff',
    form: { pattern: /^(badge-and-id|badge)$/, zh: 'badge-and-id 或 badge', en: 'badge-and-id or badge' },
  },
  KAWEI_ID_READER: {
    field: 'idReader',
    fallback: '',
    zh: '各签到台本机身份证读卡服务的地址（ws://127.0.0.1:端口，见 docs/desk.md）；空为不用',
    en: "address of the ID card reader's service on each desk's own machine (ws://127.0.0.1:PORT, docs/desk.md); empty for none",
    form: {
      pattern: /^(ws:\/\/(127\.0\.0\.1|localhost|\[::1\]):\d{1,5}(\/[\w./-]*)?)?$/,
      zh: '本机的 ws:// 地址或空',
      en: 'a ws:// address on the same machine, or empty',
    },
  },
  KAWEI_CLARIFICATION_MINUTES: {
    field: 'clarificationMinutes',
    fallback: '30',
    zh: '投标人答复澄清的时限，分钟',
    en: 'time a bidder has to answer a clarification, minutes',
    range: [1, 1440],
  },
  KAWEI_BID_DOCUMENT_MB: {
    field: 'documentMegabytes',
    fallback: '200',
    zh: '一份投标文件（PDF）的大小上限，MB',
    en: 'most megabytes of one document of a bid (PDF)',
    range: [1, 2000],
  },
};

/** Where the database is: its address, or the file in the data directory. */
export function databasePlace({ database, data }: Pick<Settings, 'database' | 'data'>): string {
  return database || join(data, 'kawei.db');
}

/** Reads the settings; a wrong one is refused by name. */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  return readSettingList<Settings>(settingList, environment);
}
