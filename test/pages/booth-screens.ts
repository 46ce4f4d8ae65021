import { refusalText } from '#shared/catalogue/refusal.ts';
import type { BoothScreen } from '#shared/protocol/bridge.ts';
import type { ExpertView, ItemView, Marks, Verdict } from '#shared/protocol/evaluation.ts';
import { checkSheet } from '#shared/scoring/sheet.ts';

/** Realistic screens of one booth: a road project with five bidders and eight items. */

export const items: ItemView[] = [
  {
    id: 'T1',
    section: 'technical',
    title: '施工组织设计总体方案',
    max: 12_000,
    step: 500,
    kind: 'subjective',
    guide: '总体布置合理、针对性强得 10–12 分；基本合理得 7–9.5 分；缺少针对性得 0–6.5 分。',
  },
  {
    id: 'T2',
    section: 'technical',
    title: '工程质量保证措施',
    max: 10_000,
    step: 500,
    kind: 'subjective',
    guide: '体系完整、检测手段先进得 8–10 分；一般得 5–7.5 分；较差得 0–4.5 分。',
  },
  {
    id: 'T3',
    section: 'technical',
    title: '安全生产与文明施工',
    max: 10_000,
    step: 500,
    kind: 'subjective',
    guide: '交通导改、深基坑防护措施具体可行的得高分。',
  },
  {
    id: 'T4',
    section: 'technical',
    title: '工期安排与资源配置',
    max: 8_000,
    step: 500,
    kind: 'subjective',
    guide: '关键线路清楚，劳动力、机械、材料计划与工期相符。',
  },
  {
    id: 'T5',
    section: 'technical',
    title: '项目管理机构配备',
    max: 6_000,
    step: 500,
    kind: 'subjective',
    guide: '项目经理、技术负责人经历与本项目相符。',
  },
  {
    id: 'C1',
    section: 'commercial',
    title: '类似项目业绩',
    max: 9_000,
    step: 3_000,
    kind: 'objective',
    guide: '近五年每有一项合同额 5000 万元以上的市政道路业绩得 3 分，最多 9 分。',
  },
  {
    id: 'C2',
    section: 'commercial',
    title: '企业信用等级',
    max: 5_000,
    step: 1_000,
    kind: 'objective',
    guide: 'AAA 级 5 分，AA 级 3 分，A 级 1 分，其他不得分。',
  },
  {
    id: 'C3',
    section: 'commercial',
    title: '缺陷责任期服务承诺',
    max: 5_000,
    step: 500,
    kind: 'subjective',
    guide: '响应时间、巡查频次、备件储备承诺明确的得高分。',
  },
];

const names = [
  '江苏苏中市政建设集团有限公司',
  '中交华岳路桥工程有限公司',
  '杭州临港交通建设股份有限公司',
  '安徽皖江路面机械化施工有限公司',
  '山东鲁中第二市政工程有限责任公司',
];

export const bidders = names.map((name, index) => ({ id: `B${index + 1}`, name, valid: null }));
export const validBidders = bidders.map((bidder) => ({ ...bidder, valid: true }));

const aliases = ['专家甲', '专家乙', '专家丙', '专家丁', '专家戊', '专家己', '专家庚'];

/** A full sheet without faults. */
export const fullMarks: Marks = Object.fromEntries(
  bidders.map(({ id }, bidder) => [
    id,
    Object.fromEntries(
      items.map((item, index) => {
        const steps = item.max / item.step;
        return [item.id, (steps - ((bidder * 2 + index) % Math.min(5, steps))) * item.step];
      }),
    ),
  ]),
);

/** The full sheet with the marks the flags are about. */
export const flaggedMarks: Marks = { ...fullMarks, B3: { ...fullMarks.B3, T2: 2_000 } };

export const digest = 'ab12'.repeat(16);
const at = '2026-11-23T01:12:33.000Z';

export const pass: Verdict = {
  form: { pass: true },
  qualification: { pass: true },
  responsiveness: { pass: true },
};

/** A session at a step, before the review unless told otherwise. */
export function session(change: Partial<ExpertView> & Pick<ExpertView, 'step'>): ExpertView {
  return {
    expert: 'E-2026-0417',
    name: '李明华',
    alias: '专家丙',
    ticket: digest,
    isChair: false,
    seat: 'A-07',
    boothDigest: digest,
    project: { id: 'NJ-2026-118', title: '滨江大道（南段）改造工程施工', stage: 'marking', items },
    bidders: validBidders,
    candidates: aliases,
    chair: '专家甲',
    myVerdicts: null,
    disputes: [],
    competitionVote: null,
    talk: { state: 'marking', said: 0 },
    statements: [],
    clarifications: [],
    marks: {},
    differing: [],
    sheetVersion: 1,
    flags: [],
    flagVotes: [],
    result: null,
    reportDigest: null,
    ...change,
  };
}

/** A session at a step and stage. */
export function sessionAt(
  stage: ExpertView['project']['stage'],
  change: Partial<ExpertView> & Pick<ExpertView, 'step'>,
): ExpertView {
  const made = session(change);
  return { ...made, project: { ...made.project, stage } };
}

/** A screen of the booth, online with the expert's key in. */
export function screen(change: Partial<BoothScreen> = {}): BoothScreen {
  return {
    booth: 'nj-a-07',
    seat: 'A-07',
    hall: '南京主场第一评标厅',
    now: at,
    hubAhead: 240,
    line: 'online',
    call: null,
    pausedAt: null,
    notes: [],
    documents: { trouble: null, all: [] },
    pending: 0,
    lastSavedAt: change.session ? '2026-11-23T01:12:30.000Z' : null,
    key: change.session
      ? { state: 'present', holder: '李明华', triesLeft: null, touch: false }
      : { state: 'absent', holder: null, triesLeft: null, touch: false },
    screen: change.session ? 'session' : 'badge',
    refusal: null,
    lock: null,
    message: null,
    bySlip: false,
    talk: { unread: 0, unsent: 0 },
    session: null,
    sheetFaults: [],
    amendment: {},
    busy: [],
    ...change,
  };
}

/** A session on the screen. */
export function sessionScreen(view: ExpertView, change: Partial<BoothScreen> = {}): BoothScreen {
  return screen({ ...change, session: view });
}

const reason = '资格审查资料中安全生产许可证已于 2026 年 9 月到期，未见延期证明。';

export const disputes: ExpertView['disputes'] = [
  {
    bidder: 'B4',
    findings: aliases.flatMap((alias, index) => [
      { alias, head: 'form' as const, pass: true },
      {
        alias,
        head: 'qualification' as const,
        pass: index % 3 !== 1,
        ...(index % 3 === 1 ? { reason } : {}),
      },
      { alias, head: 'responsiveness' as const, pass: true },
    ]),
    myVote: null,
  },
];

export const statements: ExpertView['statements'] = [
  {
    alias: '专家乙',
    at: '2026-11-23T01:05:10.000Z',
    text: '招标文件要求许可证在投标截止日有效，我在第 86 页看到的证书已经过期。',
  },
  {
    alias: '专家戊',
    at: '2026-11-23T01:07:42.000Z',
    text: '第 91 页附有主管部门的延期受理通知书，请大家看一下。',
  },
];

export const clarifications: ExpertView['clarifications'] = [
  {
    id: 'C1',
    bidder: 'B2',
    state: 'answered',
    question: '投标函工期写 420 天，进度计划写 450 天，请说明以哪一个为准。',
    answer: '以投标函 420 天为准，进度计划系笔误。',
    dueAt: '2026-11-23T01:30:00.000Z',
  },
  {
    id: 'C2',
    bidder: 'B4',
    state: 'drafted',
    question: '请说明沥青摊铺设备的来源。',
  },
];

export const flags: ExpertView['flags'] = [
  {
    id: 'F1',
    bidder: 'B3',
    item: 'T2',
    direction: 'low',
    rule: 'percent-30-others',
    text: {
      zh: '您对“杭州临港交通建设股份有限公司”的“工程质量保证措施”评 2 分，比其他专家的平均分 7.25 分低 72.4%，超过 30%。',
      en: 'Your mark 2 for item “工程质量保证措施” is 72.4 % below the mean of the other experts, 7.25; the limit is 30 %.',
    },
    state: 'open',
  },
  {
    id: 'F2',
    bidder: 'B1',
    item: null,
    direction: 'high',
    rule: 'percent-30-others',
    text: {
      zh: '您对“江苏苏中市政建设集团有限公司”的主观分合计 48.5 分，比其他专家的平均分 36.2 分高 33.9%，超过 30%。',
      en: 'Your sum is 33.9 % above the mean of the other experts; the limit is 30 %.',
    },
    state: 'open',
  },
];

/** The first of them, after the panel has called it abnormal. */
export const votedFlags: ExpertView['flags'] = flags.slice(0, 1).map((flag) => ({
  ...flag,
  ...{ votes: { yes: 5, no: 1 }, refusal: 'others-mean' as const, dueAt: at },
}));

/** The first of them, where the tender's rule strikes a mark that is kept. */
export const struckFlags: ExpertView['flags'] = flags
  .slice(0, 1)
  .map((flag) => ({ ...flag, kept: 'struck' as const, dueAt: at }));

/** A mark of another that a supervisor has sent back to the panel, and one that is voted on by the tender's rule. */
export const flagVotes: ExpertView['flagVotes'] = [
  {
    ...{ id: 'F3', alias: '专家戊', bidder: 'B2', item: 'T1', direction: 'high', mark: 9_500, dueAt: at },
    text: {
      zh: '专家戊给江苏苏中市政建设集团有限公司的“施工组织设计”为 9.5 分，其他专家的平均分为 6 分，高 58.3%，超过 30%。在同样规模的正常评审中，大约每 400 个评分有 1 个会显得这样异常。不计这份评分表，投标人的名次会变。',
      en: '专家戊 gave bidder 2 9.5 points; the mean of the other experts is 6. That is 58.3 % above, more than 30 %. About 1 mark in 400 looks as unusual as this.',
    },
    explanation: '该投标人的施工组织设计对交通导改的分期安排最为具体，见投标文件第 41–56 页。',
    sentBack: '请对照投标文件复核。',
    myVote: null,
  },
  {
    ...{ id: 'F4', alias: '专家己', bidder: 'B1', item: null, direction: 'low', mark: 21_000 },
    text: { zh: '专家己给某公司的主观分合计偏低。', en: '专家己 is low.' },
    myVote: null,
  },
];

export const result: ExpertView['result'] = [
  { id: 'B2', name: names[1] ?? '', items: {}, price: 34_120, total: 91_483, rank: 1 },
  { id: 'B1', name: names[0] ?? '', items: {}, price: 33_500, total: 89_207, rank: 2 },
  { id: 'B5', name: names[4] ?? '', items: {}, price: 35_000, total: 86_950, rank: 3 },
  { id: 'B3', name: names[2] ?? '', items: {}, price: 31_870, total: 80_114, rank: 4 },
  { id: 'B4', name: names[3] ?? '', items: {}, price: 30_020, total: 77_608, rank: 5 },
];

/** The fault list an agent makes of these marks. */
export function faultsOf(marks: Marks, of: readonly { id: string }[] = bidders): BoothScreen['sheetFaults'] {
  return checkSheet(
    { items },
    marks,
    of.map(({ id }) => id),
  ).map((fault) => {
    const [, bidder = null, item = null] = fault.place.split('.');
    return { bidder, item, message: refusalText(fault.code, fault.values) };
  });
}
