import { refusalText } from '#shared/catalogue/refusal.ts';
import { type RefusalCode, refusals } from '#shared/catalogue/refusals/index.ts';
import { flagEnds } from '#shared/lookback/closing.ts';
import type { LookbackFlag } from '#shared/protocol/views.ts';
import { pointsText } from '#shared/scoring/exact.ts';
import { ruleWords } from '#shared/scoring/uncounted.ts';
import type { ReportContent } from '../contents.ts';
import type { ReportDocument } from '../document-input.ts';
import { body, type Chapter, writeSubheading } from './chapter.ts';
import type { Paper } from './paper.ts';
import { type Column, writeTable } from './table.ts';
import { beijingTime, bidderName, directionWords, itemTitle, personCell } from './words.ts';

const consequenceWords = {
  explain: '专家书面说明后维持原评分',
  note: '专家书面说明后维持原评分，并记入本报告',
  vote: '由评标委员会表决，过半数认为异常的，专家应书面说明理由；不说明的，以其他专家的平均分计入',
  strike: '偏离全体平均分超限的评分项得分不计入平均分，以其余评分的平均分代替；全部超限的，按全体平均分计算',
} as const;

/** Every flag with its course and its end; what was marked first stays beside what was amended. */
export const lookbackChapter: Chapter = {
  title: '评标“回头看”',
  write(paper, document) {
    const { flags, project } = document.content;
    const { percent, consequence } = project.lookback;
    if (flags.length === 0) {
      paper.paragraph(`复核未发现偏离超过 ${percent}% 的评分。`, body);
    } else {
      paper.paragraph(
        '系统只作提示，不改动任何已签署的评分；每处提示由评分专家本人书面说明（维持）或重新签署评分表（修正），两者均记录在案。',
        body,
      );
      if (consequence) paper.paragraph(`本项目规则：${consequenceWords[consequence]}。`, body);
      writeFlags(paper, document);
      writeUncounted(paper, document);
      writeSteps(paper, document.content);
    }
    writeEntry(paper, document);
  },
};

function writeFlags(paper: Paper, document: ReportDocument): void {
  const { content } = document;
  writeTable(
    paper,
    [
      { title: '编号', share: 9, align: 'center' },
      { title: '专家', share: 19, align: 'center' },
      { title: '投标人与评分项', share: 32 },
      { title: '提示', share: 10, align: 'center' },
      { title: '原评分', share: 12, align: 'right' },
      { title: '处理', share: 40 },
    ],
    content.flags.map((flag) => {
      const item = flag.item === null ? '主观分合计' : itemTitle(content, flag.item);
      return {
        cells: [
          flag.id,
          personCell(document, flag.expert, flag.alias),
          `${bidderName(content, flag.bidder)}\n${item}`,
          directionWords[flag.direction],
          pointsText(flag.before),
          answerTo(flag),
        ],
      };
    }),
  );
}

function answerTo(flag: LookbackFlag): string {
  const { state, explanation, after, votes, sentBack, closed } = flag;
  const lines = [
    sentBack && `监督人员退回复核：${sentBack}`,
    votes && `评标委员会表决：${votes.yes} 人认为异常，${votes.no} 人认为不异常。`,
    explanation !== null && `说明：${explanation}`,
    state === 'amended' && `修正为 ${after === null ? '—' : pointsText(after)} 分，已重新签署`,
    // Reports of before ends were recorded say how it was answered.
    closed
      ? `办结：${flagEnds[closed].zh}`
      : state === 'explained'
        ? '维持。'
        : state !== 'amended' && '未处理',
    flag.rankingWouldChange && '（该专家评分影响排名）',
  ];
  return lines.filter((line) => line).join('\n');
}

/** Marks that count no more by the tender's own rule. */
function writeUncounted(paper: Paper, document: ReportDocument): void {
  const { content } = document;
  const uncounted = content.uncounted ?? [];
  if (uncounted.length === 0) return;
  writeSubheading(paper, '按招标文件规则不计入总分的评分');
  paper.paragraph('下列评分已签署并保留；计算总分时以表中的平均分代替。', body);
  const columns: Column[] = [
    { title: '专家', share: 20, align: 'center' },
    { title: '投标人与评分项', share: 40 },
    { title: '签署的评分', share: 16, align: 'right' },
    { title: '代替的平均分', share: 18, align: 'right' },
    { title: '规则', share: 22, align: 'center' },
  ];
  writeTable(
    paper,
    columns,
    uncounted.map(({ expert, bidder, item, mark, instead, rule }) => ({
      cells: [
        personCell(document, expert, aliasOf(content, expert)),
        `${bidderName(content, bidder)}\n${itemTitle(content, item)}`,
        pointsText(mark),
        pointsText(instead),
        `${ruleWords(rule).zh}\n${rule}`,
      ],
    })),
  );
}

const aliasOf = ({ panel }: ReportContent, expert: string): string =>
  panel.find((member) => member.expert === expert)?.alias ?? expert;

/** What happened to the flags, in order of time. */
function writeSteps(paper: Paper, { flagSteps }: ReportContent): void {
  if (!flagSteps || flagSteps.length === 0) return;
  writeSubheading(paper, '各项提示的经过');
  writeTable(
    paper,
    [
      { title: '编号', share: 10, align: 'center' },
      { title: '时间', share: 30, align: 'center' },
      { title: '经过', share: 82 },
    ],
    flagSteps.map(({ flag, at, text, written }) => ({
      cells: [flag, beijingTime(at), written === null ? text.zh : `${text.zh}：${written}`],
    })),
  );
}

function writeEntry(paper: Paper, document: ReportDocument): void {
  const { content } = document;
  if (content.entry.length === 0) {
    paper.paragraph('复核未发现漏评、超出分值范围、不符合级差或者汇总错误。', body);
    return;
  }
  writeTable(
    paper,
    [
      { title: '专家', share: 25, align: 'center' },
      { title: '投标人与评分项', share: 40 },
      { title: '问题', share: 35 },
    ],
    content.entry.map(({ expert, bidder, item, fault }) => ({
      cells: [
        personCell(document, expert, aliasOf(content, expert)),
        `${bidderName(content, bidder)}\n${itemTitle(content, item)}`,
        fault in refusals ? refusalText(fault as RefusalCode, { bidder, item }).zh : fault,
      ],
    })),
  );
}
