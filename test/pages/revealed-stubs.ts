/** The same project after the reveal: marks, their flags, and the result that follows from them exactly. */
import { percentFlags } from '#shared/lookback/percent.ts';
import type {
  AlertView,
  LookbackFlag,
  MarksView,
  Presence,
  ProjectView,
  VenueView,
} from '#shared/protocol/views.ts';
import { score } from '#shared/scoring/score.ts';
import type { MarkSheet } from '#shared/scoring/sheet.ts';
import { at, member, members, named, project, pseudonym, view } from './project-stubs.ts';

const bidders = project.bidders.map(({ id }) => id);

/** What expert `index` gives: about four fifths, on the step, and three planted far off. */
function sheetOf(index: number, amended: boolean): MarkSheet {
  const marks = bidders.map((bidder, place) => {
    const items = project.items.map(({ id, max, step, kind }, number) => {
      if (index === 4 && bidder === 'B3' && id === 'T1') return [id, amended ? 9500 : 3000] as const;
      if (index === 6 && bidder === 'B2' && id === 'C3') return [id, 2000] as const;
      if (index === 1 && bidder === 'B5' && id === 'T4') return [id, 3000] as const;
      const share =
        kind === 'objective' ? 5 + (place % 2) * 5 : 7 + ((place * 2 + number + index * (number % 3)) % 3);
      return [id, Math.floor((max * share) / 10 / step) * step] as const;
    });
    return [bidder, Object.fromEntries(items)] as const;
  });
  return {
    expert: pseudonym(index),
    ticket: members[index]?.ticket ?? '',
    marks: Object.fromEntries(marks),
  };
}

const experts = [0, 1, 2, 3, 4, 5, 6];
const first = experts.map((index) => sheetOf(index, false));
const last = experts.map((index) => sheetOf(index, true));

export const result = named(score(project, last, bidders).bidders);

const raised = percentFlags(project, first, bidders);

/** Every flag the rules raise: one amended, one explained, the rest still open. */
export const flags: LookbackFlag[] = raised.map((flag, number) => {
  const alias = members.find(({ pseudonym: own }) => own === flag.expert)?.alias ?? '';
  const planted = flag.expert === pseudonym(4) && flag.bidder === 'B3' && flag.item === 'T1';
  const explained = !planted && flag.bidder === 'B5';
  return {
    id: `F${number + 1}`,
    expert: flag.expert,
    alias,
    bidder: flag.bidder,
    item: flag.item,
    direction: flag.direction,
    rule: flag.rule,
    text: flag.text,
    rankingWouldChange: planted || flag.rankingWouldChange,
    state: planted ? 'amended' : explained ? 'explained' : 'open',
    explanation: explained
      ? '该投标人的备件库清单与交货期承诺优于其他投标人，见投标文件第 88–93 页，维持原评分。'
      : null,
    before: flag.value,
    after: planted ? 9500 : null,
    closed: planted ? 'amended' : explained ? 'explained' : null,
    ...{ dueAt: null, votes: null, sentBack: null },
  };
});

export const marks: MarksView = {
  experts: experts.map((index) => ({
    pseudonym: pseudonym(index),
    alias: members[index]?.alias ?? '',
    versions: [
      { version: 1, signedAt: at(`02:4${index}:00`), marks: first[index]?.marks ?? {} },
      ...(index === 4 ? [{ version: 2, signedAt: at('02:58:30'), marks: last[4]?.marks ?? {} }] : []),
    ],
  })),
  verdicts: experts.map((index) => ({
    alias: members[index]?.alias ?? '',
    verdicts: Object.fromEntries(
      bidders.map((bidder) => [
        bidder,
        {
          form: { pass: true },
          qualification: { pass: true },
          responsiveness:
            bidder === 'B4' && index > 4
              ? { pass: false, reason: '质保承诺函未按招标文件格式填写' }
              : { pass: true },
        },
      ]),
    ),
  })),
};

export const revealed: ProjectView = view({
  stage: 'lookback',
  stageAt: at('02:47:10'),
  members: experts.map((index) =>
    member(index, {
      marksGiven: 35,
      readyAt: at(`02:3${index}:05`),
      signedAt: at(index === 4 ? '02:58:30' : `02:4${index}:00`),
      sheetVersion: index === 4 ? 2 : 1,
      openFlags: flags.filter(({ expert, state }) => expert === pseudonym(index) && state === 'open').length,
    }),
  ),
  result,
  flags,
});

export const sealed: ProjectView = {
  ...revealed,
  stage: 'sealed',
  stageAt: at('03:20:44'),
  members: revealed.members.map((entry, index) => ({
    ...entry,
    openFlags: 0,
    consent: index === 5 ? 'dissent' : 'agree',
  })),
  report: {
    digest: 'b02f9d6c41e78a5390d4c7f18e3b6a2550f9e17c84d3b6a9f02e5c718d4ba963',
    sealedAt: at('03:20:44'),
  },
};

export const alerts: AlertView[] = [
  {
    id: 'A7',
    code: 'BOOTH_MISSING',
    severity: 'warning',
    at: at('02:28:41'),
    text: {
      zh: '卡位终端 JZ1-B07 失去联系，内容保存在终端内；请查看',
      en: 'Booth JZ1-B07 is missing; its work is kept in the booth. Please look',
    },
    project: null,
    site: 'JZ',
    booth: 'JZ1-B07',
    state: 'open',
    decision: null,
  },
  {
    id: 'A5',
    code: 'ADMISSION_REFUSED',
    severity: 'severe',
    at: at('01:31:20'),
    text: {
      zh: '席位 JZ1-0203 拒绝工作证 ZJ-01029 入座：您的席位不在这里，请按座位单前往您的席位。',
      en: 'Seat JZ1-0203 refused badge ZJ-01029: This is not your seat. Go to the seat on your slip.',
    },
    project: null,
    site: 'JZ',
    booth: 'JZ1-B09',
    state: 'open',
    decision: null,
  },
  {
    id: 'A4',
    code: 'RECUSAL_DECLARED',
    severity: 'warning',
    at: at('01:29:02'),
    text: {
      zh: '专家辛 申请回避，正在按抽取顺序递补',
      en: '专家辛 withdraws for a conflict of interest; the next in order is called',
    },
    project: project.id,
    site: null,
    booth: null,
    state: 'open',
    decision: null,
  },
  {
    id: 'A1',
    code: 'SIGN_IN_REFUSED',
    severity: 'info',
    at: at('00:12:09'),
    text: {
      zh: '用户名 chengxin 登录被拒，来自 10.24.8.77',
      en: 'Sign-in as chengxin refused, from 10.24.8.77',
    },
    project: null,
    site: null,
    booth: null,
    state: 'decided',
    decision: {
      decision: 'noted',
      note: '经电话核实，系本人输错密码。',
      by: '周启明',
      at: at('00:20:31'),
    },
  },
];

function hall(id: string, name: string, presenceAt: (place: number) => Presence): VenueView['halls'][number] {
  const places = Array.from({ length: 24 }, (_, place) => place).filter(
    (place) => place !== 22 && place !== 23,
  );
  return {
    id,
    name,
    rows: 3,
    columns: 8,
    closed: [[3, 8]],
    aisles: [],
    walls: [],
    joined: [],
    booths: places.map((place) => {
      const presence = presenceAt(place);
      const seat = `${String(Math.floor(place / 8) + 1).padStart(2, '0')}${String((place % 8) + 1).padStart(2, '0')}`;
      return {
        id: `${id}-B${String(place + 1).padStart(2, '0')}`,
        seat: `${id}-${seat}`,
        presence,
        lastHeardAt: presence === 'never' ? null : at('02:32:40'),
        fingerprintDigest: null,
        fingerprintParts: [],
      };
    }),
  };
}

export const venues: VenueView[] = [
  {
    id: 'HC',
    name: '远程异地评标中心',
    city: '海川市',
    halls: [hall('HC1', '远程评标一厅', (place) => (place > 19 ? 'closed' : 'present'))],
  },
  {
    id: 'JZ',
    name: '江州市公共资源交易中心',
    city: '江州市',
    halls: [
      hall('JZ1', '评标大厅（二楼）', (place) =>
        place === 6 ? 'missing' : place === 13 ? 'suspect' : 'present',
      ),
      hall('JZ2', '评标大厅（三楼）', (place) => (place < 16 ? 'present' : 'never')),
    ],
  },
];
