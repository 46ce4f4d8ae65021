import { becauseWords, halvesOf } from '../words.ts';
import { defineAlerts } from './entry.ts';

/** Every kind of alert, by its stable code. */
export const alerts = defineAlerts({
  ADMISSION_REFUSED: {
    severity: 'severe',
    zh: '席位 {seat} 拒绝工作证 {badge} 入座：{zh}',
    en: 'Seat {seat} refused badge {badge}: {en}',
  },
  DRAW_WITHHELD: {
    severity: 'severe',
    zh: '{party} 未按规则参加抽取 {drawId}：{reason}',
    en: '{party} withheld its part of draw {drawId}: {reason}',
    words: { reason: halvesOf },
  },
  DRAW_FAILED: {
    severity: 'severe',
    zh: '抽取 {drawId} 未能完成，事由已记录，可重新申请，编号加一：{reason}',
    en: 'Draw {drawId} could not be made. This is on record; it may be asked for again, under the next number: {reason}',
    words: { reason: halvesOf },
  },
  RECUSAL_DECLARED: {
    severity: 'warning',
    zh: '{alias} 申请回避，正在按抽取顺序递补',
    en: '{alias} withdraws for a conflict of interest; the next in order is called',
  },
  MEMBER_ABSENT: {
    severity: 'warning',
    zh: '代理机构（用户 {who}）以缺席为由更换一名评标委员会成员，理由：{reason}。请核实是否确实缺席',
    en: 'The agency (user {who}) has had a member of the panel replaced as absent: {reason}. Please verify that they were',
  },
  EXPERT_DEPARTED: {
    severity: 'warning',
    zh: '场地人员登记席位 {seat} 的专家中途离场：{reason}。请核实',
    en: 'The hall has recorded that the expert at seat {seat} has gone before the end: {reason}. Please verify',
  },
  PANEL_SHORT: {
    severity: 'severe',
    zh: '一名评标专家退出（{because}），抽取顺序中已无人可以递补，评标委员会缺员',
    en: 'A member falls out ({because}) and nobody is left in the drawn order: the panel is short',
    words: { because: becauseWords },
  },
  PANEL_REQUESTS_REFUSED: {
    severity: 'warning',
    zh: '项目 {project} 今日申请抽取评标专家或主副场，已有 {count} 次未获受理。如每次改换要求回避的专家，可能是在试探谁已被抽中。请行政监督向代理机构核实每次申请的事由',
    en: 'Requests for panel or sites of project {project} were refused {count} times today. With other experts excluded each time, somebody may be trying out who was drawn. Supervisors: ask the agency for the reason of each',
  },
  WRONG_CODES_AT_DESK: {
    severity: 'warning',
    zh: '场所 {site} 的服务台今日录入的电话答复中，已有 {count} 个不同工作证的答复码不符，可能有人在试探谁被抽中。请行政监督向该场所核实来电情况',
    en: 'The desk of {site} has given wrong codes for {count} different badges today; somebody may be trying out who was drawn. Supervisors: ask the site about these calls',
  },
  OBJECTIVE_DIFFERING: {
    severity: 'warning',
    zh: '客观分 {count} 处经复核仍不一致，不能开始签名，请监督人员介入',
    en: 'Objective marks still differ in {count} place(s) after another look; nobody can sign. Please step in',
  },
  ABNORMAL_MARKS: {
    severity: 'warning',
    zh: '揭示后发现畸高畸低评分 {count} 处，已分别请专家说明或修正',
    en: '{count} abnormal mark(s) after the reveal; each expert is asked to explain or amend',
  },
  LEANING_FOUND: {
    severity: 'info',
    zh: '多个项目的评分累计出现一项需要核查的关系（编号 {leaning}）。这只是线索，请到“回头看”的“关系”中查看',
    en: 'Marks of several projects add up to something to be looked into ({leaning}). It is a lead, not a finding: see Relations at the look-back desk',
  },
  FLAG_OVERDUE: {
    severity: 'warning',
    zh: '{alias} 的异常提示 {flag} 到期：{zh}',
    en: 'Flag {flag} of {alias} is overdue: {en}',
  },
  FLAG_REFERRED: {
    severity: 'severe',
    zh: '监督人员已将 {alias} 的异常评分（提示 {flag}）移送处理，理由见回头看记录',
    en: 'A supervisor has referred the mark of {alias} (flag {flag}); the reason stands in the look-back',
  },
  BOOTH_KEY_REMOVED: {
    severity: 'warning',
    zh: '席位 {seat} 的签名 Key 被拔出',
    en: 'The key at seat {seat} was pulled out',
  },
  BOOTH_HELP: { severity: 'warning', zh: '席位 {seat} 呼叫工作人员', en: 'Seat {seat} calls for the staff' },
  BOOTH_SLIP_REFUSED: {
    severity: 'severe',
    zh: '席位 {seat} 的终端没有接受一张座位单（不是本中心签发、被改动、已作废，或者持单人、Key 与座位单不符），请到席位核对',
    en: 'The terminal at seat {seat} refused a seat slip: not issued here, changed, void, or with another badge or key. Please look',
  },
  BOOTH_SECOND_SCREEN: {
    severity: 'severe',
    zh: '席位 {seat} 的终端接入了第二块显示器，已自动锁定；请到席位查看，拔下后在席位图上解除',
    en: 'A second screen was put into the terminal at seat {seat}, which has locked itself. Look, take it out, and unlock it on the seat map',
  },
  BOOTH_MISSING: {
    severity: 'warning',
    zh: '卡位终端 {booth} 失去联系，内容保存在终端内；请查看',
    en: 'Booth {booth} is missing; its work is kept in the booth. Please look',
  },
  FINGERPRINT_CHANGED: {
    severity: 'severe',
    zh: '卡位终端 {booth} 的硬件特征有变化：{changed}',
    en: 'The fingerprint of booth {booth} has changed: {changed}',
  },
  BOOTH_LINE_REFUSED: {
    severity: 'severe',
    zh: '有机器以卡位终端 {booth} 的身份连接，已拒绝：{zh}',
    en: 'A machine came as booth {booth} and was refused: {en}',
  },
  ENROLMENT_REFUSED: {
    severity: 'warning',
    zh: '来自 {address} 的入网申请被拒绝：{zh}',
    en: 'An enrolment from {address} was refused: {en}',
  },
  WITNESS_MISSING: {
    severity: 'warning',
    zh: '见证方 {witness} 没有应答，账本暂缺它的联署；请联系其运行单位',
    en: 'Witness {witness} does not answer and cosigns nothing; call who runs it',
  },
  WITNESS_FORK: {
    severity: 'severe',
    zh: '见证方 {witness} 拒绝联署：它见过本账本的另一段历史（现有 {size} 条）。数据库可能被替换或从旧备份恢复，请停止使用并调查',
    en: 'Witness {witness} refuses to cosign: it has seen another history of this ledger (now {size} entries). The database may have been replaced or restored; stop and investigate',
  },
  WITNESS_AHEAD: {
    severity: 'severe',
    zh: '见证方 {witness} 联署过 {size} 条的账本，比中心现有的多：中心丢失了记录，可能是从旧备份恢复。请停止使用并调查',
    en: 'Witness {witness} has cosigned a ledger of {size} entries, more than the hub has: entries were lost, perhaps by restoring an old back-up. Stop and investigate',
  },
  HUB_BEHIND: {
    severity: 'severe',
    zh: '中心由较旧的备份恢复，缺少已见证的记录（账本至少应有 {size} 条，{booths} 个终端的操作未找回），已暂停办理业务',
    en: 'The hub was restored from an older back-up and lacks what others hold (at least {size} entries; acts of {booths} booth(s)); it takes nothing',
  },
  TSA_FAILING: {
    severity: 'warning',
    zh: '时间戳机构 {url} 长时间没有给出有效的时间戳，见证书在等待：{zh}',
    en: 'The time-stamping authority {url} has given no valid time-stamp for long, and certificates wait: {en}',
  },
  TSA_EXPIRING: {
    severity: 'warning',
    zh: '时间戳机构 {url} 的签名证书即将到期，请联系该机构并准备新的根证书：{zh}',
    en: 'The certificate of the time-stamping authority {url} is about to end; call it, and have its new root ready: {en}',
  },
  SIGNING_KEY_REVOKED: {
    severity: 'severe',
    zh: '席位 {seat} 的签名被拒绝，Key 已吊销：{zh} 专家领到新 Key 后，请系统管理员在专家库中更新其 Key',
    en: 'A signature at seat {seat} was refused, its key being revoked: {en} Once the expert has a new key, have the system administrator enter it in the pool',
  },
  SIGNED_WHILE_REVOKED: {
    severity: 'severe',
    zh: '{aliases} 签名时证书已被吊销，而发证机构事后才公布，中心当时无从得知。请行政监督会同代理机构查明原因，在报告封存前决定如何处理',
    en: '{aliases} signed with a key that was already revoked, which its authority published only later. Supervisors and agency: find out why, and decide before the report is sealed',
  },
  CRL_STALE: {
    severity: 'warning',
    zh: '“{authority}”的吊销列表已过期（{zh}），签名暂按最后一份列表核对。请系统管理员向该机构取得新列表，放到 KAWEI_CRL 处，不必重启',
    en: 'The revocation list of "{authority}" is stale ({en}); signatures are judged by the last one meanwhile. Have the system administrator get the new list and put it where KAWEI_CRL says; no restart is needed',
  },
  CRL_MISSING: {
    severity: 'warning',
    zh: '“{authority}”的证书没有对应的吊销列表（{zh}），是否已吊销无从核对，签名照常接受。请系统管理员取得该机构的列表，放到 KAWEI_CRL 处',
    en: 'For certificates of "{authority}" there is no revocation list ({en}): nobody can tell whether they are revoked, and signatures are taken. Have the system administrator get the list and put it where KAWEI_CRL says',
  },
  CRL_OLDER_TAKEN: {
    severity: 'severe',
    zh: '中心现用的“{authority}”吊销列表比此前采用过的旧（{zh}），其后被吊销的 Key 会被当作有效。请系统管理员立即取得最新列表，放到 KAWEI_CRL 处，不必重启，并查明旧文件从何而来',
    en: 'The hub has of "{authority}" only an older revocation list than it had before ({en}): keys revoked after that pass for good. Have the system administrator get the newest list at once and put it where KAWEI_CRL says, no restart is needed, and find out where the old one came from',
  },
  CRL_REFUSED: {
    severity: 'severe',
    zh: 'KAWEI_CRL 处有文件未被采用，仍用原有的吊销列表：{zh}。请系统管理员更换该文件',
    en: 'A file where KAWEI_CRL says was not taken, and the former revocation lists hold: {en}. Have the system administrator replace it',
  },
  PASSWORD_RESET: {
    severity: 'warning',
    zh: '{who} 在中心主机上重置了用户 {user} 的密码：{reason}',
    en: '{who} has reset the password of {user} at the hub’s machine: {reason}',
  },
  SIGN_IN_REFUSED: {
    severity: 'info',
    zh: '用户名 {user} 登录被拒，来自 {address}。该地址一小时内的后续失败不再逐次预警，次数较多时另行预警',
    en: 'Sign-in as {user} refused, from {address}. Others from there within the hour raise no alert of their own until they are many',
  },
  SIGN_IN_GUESSING: {
    severity: 'warning',
    zh: '来自 {address} 的登录一小时内已被拒 {count} 次，最近一次用户名 {user}，可能有人在猜测密码。请核实该地址由谁使用，并请安全管理员视情停用或重置有关用户',
    en: '{count} sign-ins from {address} were refused within the hour, the latest as {user}: somebody may be guessing passwords. Find out who uses that address, and have the security administrator disable or reset the users concerned',
  },
});

export type AlertCode = keyof typeof alerts;
