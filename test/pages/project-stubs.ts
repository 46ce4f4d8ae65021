/** One project at several moments of its evaluation, as the hub would show it to agencies and supervisors. */
import { checkForEvaluation, type Project } from '#shared/projects/project.ts';
import type { BidderResult } from '#shared/protocol/evaluation.ts';
import type {
  DrawView,
  MemberProgress,
  ProjectRow,
  ProjectView,
  SessionView,
} from '#shared/protocol/views.ts';
import mainProject from '../demo/data/main-project.json' with { type: 'json' };

export const agencySession: SessionView = {
  user: 'chengxin',
  name: '何静雯',
  role: 'agency',
  site: null,
  charge: null,
};
export const supervisorSession: SessionView = {
  user: 'fgw-zhou',
  name: '周启明',
  role: 'supervisor',
  site: null,
  charge: null,
};

export const project: Project = checkForEvaluation(mainProject);

export const at = (time: string) => `2026-11-23T${time}.000Z`;

export function row(given: Partial<ProjectRow> = {}): ProjectRow {
  return {
    id: project.id,
    title: project.title,
    stage: 'marking',
    stageAt: at('02:05:00'),
    bidders: 5,
    panelSize: 7,
    openAlerts: 0,
    ...given,
  };
}

export const rows: ProjectRow[] = [
  row(),
  row({
    id: 'SL2026-041',
    title: '清溪水库除险加固工程施工监理',
    stage: 'drawing',
    stageAt: at('00:10:00'),
    bidders: 4,
    panelSize: 5,
  }),
  row({
    id: 'YY2026-077',
    title: '江州市第三人民医院数字化手术室设备采购（二次）',
    stage: 'lookback',
    stageAt: at('01:40:00'),
    bidders: 6,
    openAlerts: 2,
  }),
  row({
    id: 'XX2026-009',
    title: '滨河新区九年一贯制学校智慧校园平台',
    stage: 'sealed',
    stageAt: at('00:58:20'),
    bidders: 3,
    panelSize: 5,
  }),
  row({
    id: 'SZ2026-130',
    title: '东环路雨污分流改造工程（含道路恢复）设计施工总承包一标段',
    stage: 'draft',
    stageAt: '2026-11-22T08:31:00.000Z',
  }),
];

export function draw(given: Partial<DrawView> = {}): DrawView {
  return {
    drawId: `${project.id}#1`,
    kind: 'panel',
    title: project.title,
    inputDigest: '7d1a4be09c35f2268e7f0c5ad2b941337aa8105be6f3d94c210fe88b7c6a5d34',
    phase: 'completed',
    parties: ['HC', 'JZ'].map((party) => ({
      party,
      countersigned: true,
      committed: true,
      revealed: true,
      withheld: null,
    })),
    commitmentRoot: '3c60d8f1a2974be5087fd13ce4a69b52d0e8f7136c5ba4920d7e1f38b6c94a05',
    deadline: at('00:40:00'),
    beacon: null,
    named: null,
    readings: [],
    readingsVoidedAt: null,
    seed: 'e91b07d45c3fa8620be47d198fc2a5306d7e4b91f80c35a2d69e17b4c0538fa2',
    openedAt: at('00:30:00'),
    completedAt: at('00:33:12'),
    ...given,
  };
}

export const runningDraw = draw({
  phase: 'committing',
  parties: [
    { party: 'HC', countersigned: true, committed: true, revealed: false, withheld: null },
    { party: 'JZ', countersigned: true, committed: false, revealed: false, withheld: null },
  ],
  commitmentRoot: null,
  seed: null,
  completedAt: null,
});

export const failedDraw = draw({
  phase: 'failed',
  parties: [
    { party: 'HC', countersigned: true, committed: true, revealed: true, withheld: null },
    {
      party: 'JZ',
      countersigned: true,
      committed: true,
      revealed: false,
      withheld: '逾期未揭示 / no reveal in time',
    },
  ],
  seed: null,
});

const stems = '甲乙丙丁戊己庚';
const names = ['沈国平', '顾晓芸', '马文涛', '林雅琪', '程立新', '袁凤英', '曹子安'];

export const pseudonym = (index: number) => `e${index}f0${'4c7d'.repeat(5)}`;

/** A member of the panel in the midst of marking. */
export function member(index: number, given: Partial<MemberProgress> = {}): MemberProgress {
  const minute = String(35 + index).padStart(2, '0');
  return {
    ticket: `${index + 1}a`.repeat(32),
    pseudonym: pseudonym(index),
    alias: `专家${stems[index]}`,
    category: index < 4 ? 'ITS' : 'ECON',
    name: names[index] ?? '',
    site: index % 2 === 0 ? 'JZ' : 'HC',
    isChair: index === 2,
    state: 'admitted',
    replacedBecause: null,
    pledgedAt: at(`01:${minute}:10`),
    declaredAt: at(`01:${minute}:48`),
    reviewedAt: at(`01:${57 - index}:20`),
    marksGiven: 35 - index * 4,
    marksTotal: 35,
    readyAt: index === 0 ? at('02:31:05') : null,
    signedAt: null,
    sheetVersion: 0,
    openFlags: 0,
    consent: null,
    booth: { presence: 'present', lastHeardAt: at('02:32:40') },
    ...given,
  };
}

export const members: MemberProgress[] = [
  ...[0, 1, 2, 3, 4, 5].map((index) => member(index)),
  member(6, { booth: { presence: 'missing', lastHeardAt: at('02:28:11') } }),
];

/** Called and not all there: no name and no site of anybody is known. */
export const gatheringMembers: MemberProgress[] = [0, 1, 2, 3, 4, 5, 6].map((index) =>
  member(index, {
    alias: '',
    name: null,
    site: null,
    isChair: false,
    state: index < 5 ? 'checked-in' : 'called',
    pledgedAt: null,
    declaredAt: null,
    reviewedAt: null,
    marksGiven: 0,
    readyAt: null,
    booth: null,
  }),
);

export const timeline: ProjectView['timeline'] = [
  { seq: 412, at: at('02:31:05'), text: { zh: '专家甲 已完成评分，等待其他专家', en: '专家甲 is ready' } },
  { seq: 377, at: at('02:05:00'), text: { zh: '进入独立评分', en: 'Marking begins' } },
  {
    seq: 376,
    at: at('02:04:58'),
    text: { zh: '初步评审结论：有效投标 5 家', en: 'Review decided: 5 valid bids' },
  },
  { seq: 240, at: at('01:44:21'), text: { zh: '专家丙 当选组长', en: '专家丙 is elected chair' } },
  { seq: 118, at: at('00:33:12'), text: { zh: '评标委员会抽取完成', en: 'The panel is drawn' } },
  { seq: 90, at: at('00:20:02'), text: { zh: '项目冻结', en: 'The project is frozen' } },
];

export function view(given: Partial<ProjectView> = {}): ProjectView {
  return {
    project,
    stage: 'marking',
    stageAt: at('02:05:00'),
    warnings: [],
    draws: [draw()],
    siteDraws: [],
    drawnSites: null,
    members,
    review: project.bidders.map(({ id }) => ({
      bidder: id,
      valid: true,
      votes: id === 'B4' ? { valid: 5, invalid: 2 } : null,
      reasons: id === 'B4' ? ['质保承诺函未按格式填写，多数意见认为不构成实质性偏差'] : [],
    })),
    clarifications: [
      {
        id: 'Q1',
        bidder: 'B2',
        state: 'relayed',
        question: '技术方案第 47 页的信号机接口协议版本与第 112 页的设备清单不一致，请说明以何者为准。',
        dueAt: at('03:00:00'),
      },
    ],
    result: null,
    flags: null,
    report: null,
    talk: {
      state: 'marking',
      said: 2,
      statements: [
        { alias: '专家乙', at: at('01:05:10'), text: '第 86 页的安全生产许可证已经过期。' },
        { alias: '专家戊', at: at('01:07:42'), text: '第 91 页附有主管部门的延期受理通知书，请大家看一下。' },
      ],
    },
    timeline,
    flagSteps: null,
    uncounted: null,
    ...given,
  };
}

/** A project whose document was entered and may still change. */
export const draft: ProjectView = view({
  stage: 'draft',
  draws: [],
  members: [],
  review: [],
  clarifications: [],
  talk: { state: 'not-yet', said: 0, statements: [] },
  timeline: [],
});

export const named = (result: readonly Omit<BidderResult, 'name'>[]): BidderResult[] =>
  result.map((entry) => ({
    ...entry,
    name: project.bidders.find(({ id }) => id === entry.id)?.name ?? '',
  }));
