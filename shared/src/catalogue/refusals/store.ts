import { halvesOf } from '../words.ts';
import { defineRefusals } from './entry.ts';

/** Refusals of the hub's start: the database and the settings. */
export const storeRefusals = defineRefusals({
  STORE_IN_USE: {
    status: 409,
    zh: '数据库 {file} 正被另一个中心进程使用，请先停止它，或改用其他数据目录。',
    en: 'Database {file} is in use by another hub. Stop that one first, or use another data directory.',
  },
  STORE_UNKNOWN_VERSION: {
    status: 409,
    zh: '数据库 {file} 的版本比本程序新（{version}），请使用相应的新版本程序。',
    en: 'Database {file} was written by a newer version ({version}). Use that version of the program.',
  },
  STORE_OLDER_VERSION: {
    status: 409,
    zh: '数据库 {file} 的版本比本程序旧（{version}）；只读操作不会升级它。请先启动本版本的中心完成升级，或使用相应的旧版本程序。',
    en: 'Database {file} is of an earlier version ({version}), and what only reads it does not migrate it. Start a hub of this version first, or use the program of that version.',
  },
  STORE_UNREADABLE: {
    status: 409,
    zh: '无法打开数据库 {file}：{detail}。请检查路径、权限和磁盘空间。',
    en: 'Database {file} cannot be opened: {detail}. Check the path, its permissions and the disk.',
  },
  STORE_UNREACHABLE: {
    status: 503,
    zh: '连接不上数据库服务器（{database}）：{detail}。本次操作未确认保存；请管理员检查 PostgreSQL 和 KAWEI_DATABASE_URL，恢复后中心自动继续，再次操作前先刷新。',
    en: 'The database server ({database}) cannot be reached: {detail}. It is not certain that this was stored. Look after PostgreSQL and KAWEI_DATABASE_URL: the hub goes on by itself; reload before doing this again.',
  },
  STORE_SHRUNK: {
    status: 503,
    zh: '数据库中的账本缺少本进程已知的记录（已知 {size} 条）：可能连到了旧的副本或另一个数据库。本中心已停止写入并退出，请管理员核对 PostgreSQL，确认后重新启动中心。',
    en: 'The ledger in the database lacks entries that this hub knows ({size}): it may be an older replica or another database. This hub writes nothing more and ends; look after PostgreSQL, then start it again.',
  },
  STORE_NOT_DURABLE: {
    status: 409,
    zh: '数据库 {database} 关闭了 fsync，断电会丢失已确认的记录。请在 PostgreSQL 中设置 fsync = on 后重新启动。',
    en: 'Database {database} has fsync off: a power cut would lose what was acknowledged. Set fsync = on in PostgreSQL and start again.',
  },
  STORE_FULL: {
    status: 503,
    zh: '磁盘已满，本次操作没有保存。请管理员清理空间；空间恢复后中心自动继续，请再次操作。',
    en: 'The disk is full and this was not stored. Make room: the hub goes on by itself, and this can be done again.',
  },
  STORE_WRITE_FAILED: {
    status: 503,
    zh: '磁盘读写失败（{detail}），本次操作未确认保存。请管理员检查磁盘；再次操作前先刷新，看是否已经生效。',
    en: 'The disk failed ({detail}); it is not certain that this was stored. Have the disk looked at, and reload before doing it again.',
  },
  LEDGER_KEY_MISSING: {
    status: 409,
    zh: '账本已有签名的检查点，而签名密钥 {file} 不见了。请从保管处恢复该密钥后再启动；中心不会换用新密钥，否则账本将无法延续。',
    en: 'The ledger has signed checkpoints, and its key {file} is gone. Bring the key back from where it is kept, then start again: no new one is made, since no other can continue this ledger.',
  },
  LEDGER_KEY_OTHER: {
    status: 409,
    zh: '密钥 {file}（账本名称 {origin}）不是签发最新检查点的那一把。请恢复原来的密钥，并核对 KAWEI_ORIGIN 未被改动。',
    en: 'Key {file} (name of the ledger {origin}) is not the one that signed the latest checkpoint. Bring the former key back, and see that KAWEI_ORIGIN is as it was.',
  },
  IDENTITY_MISSING: {
    status: 409,
    zh: '中心已有记录，而其密钥或证书 {file} 不见了。请从保管处恢复整个 identity 目录后再启动；中心不会另造，否则以前的时间戳和签章将无法核验。',
    en: 'This hub has recorded something, and {file} of its keys is gone. Bring the whole directory identity back from where it is kept, then start again: no other is made, since former time-stamps and seals would not chain to it.',
  },
  IDENTITY_UNFIT: {
    status: 409,
    zh: '中心密钥与证书不配套或已损坏（{file}）。请从保管处恢复整个 identity 目录后再启动。',
    en: 'Keys and certificates of the hub do not belong together or are damaged ({file}). Bring the whole directory identity back from where it is kept, then start again.',
  },
  IDENTITY_OTHER: {
    status: 409,
    zh: '{file} 是另一个中心的密钥：本中心以前的时间戳不是由它签发。请恢复本中心自己的 identity 目录后再启动。',
    en: '{file} holds the keys of another hub: the time-stamps here were not made by it. Bring back this hub’s own directory identity, then start again.',
  },
  HUB_NOT_RUNNING: {
    status: 409,
    zh: '数据目录 {file} 上没有正在运行的中心。请先启动中心，再以数据目录所有者的身份执行。',
    en: 'No hub runs on data directory {file}. Start it first, then do this as the user who owns the directory.',
  },
  HUB_BEHIND: {
    status: 503,
    zh: '中心由较旧的备份恢复，缺少其他各方已见证的记录（账本至少应有 {size} 条，{booths} 个终端有未找回的操作），暂停办理一切业务。请系统管理员按 docs/recovery.md 处理：等待终端补传，再用 kawei admin accept-loss 记录决定。',
    en: 'The hub was restored from an older back-up and lacks what others hold (the ledger had at least {size} entries; acts of {booths} booth(s) are not back). It takes nothing until an administrator follows docs/recovery.md: let the booths send again, then record a decision with `kawei admin accept-loss`.',
  },
  HUB_NOT_BEHIND: {
    status: 409,
    zh: '中心没有缺失记录，或没有在此数据目录上运行，无需决定。',
    en: 'The hub lacks nothing, or does not run on this data directory. There is nothing to decide.',
  },
  HUB_GONE: {
    status: 503,
    zh: '中心在操作中途停止了，什么也没有写下。请重新启动中心后再试。',
    en: 'The hub went away in the middle and nothing was written. Start it again, then try again.',
  },
  BACKUP_EXISTS: {
    status: 409,
    zh: '{file} 已存在，不会覆盖。请换一个目录。',
    en: '{file} is there already and is not overwritten. Name another directory.',
  },
  BACKUP_FAULTY: {
    status: 422,
    zh: '核验不通过，什么也没有写下：{zh}',
    en: 'It does not verify, and nothing was written: {en}',
  },
  RESTORE_EXISTS: {
    status: 409,
    zh: '数据目录 {file} 不是空的，不会覆盖。请移开它，或换一个目录。',
    en: 'Data directory {file} is not empty and is not overwritten. Move it away, or name another.',
  },
  RESTORE_KEYS: {
    status: 409,
    zh: '缺少签发此账本的中心密钥。请用 --identity 指明保管的 identity 目录，并核对 KAWEI_ORIGIN。',
    en: 'The keys that signed this ledger are missing. Name the kept directory `identity` with --identity, and see that KAWEI_ORIGIN is the same.',
  },
  SETTING_INVALID: {
    status: 400,
    zh: '设置 {name} 的值“{value}”不正确：{detail}',
    en: 'Setting {name} has a wrong value "{value}": {detail}',
    words: { detail: halvesOf },
  },
  ADDRESS_UNUSABLE: {
    status: 409,
    zh: '无法在 {address} 监听（{detail}）。请检查端口是否被占用，或改用其他端口。',
    en: 'Cannot listen on {address} ({detail}). See whether the port is taken, or use another.',
  },
});
