import { becauseWords } from '#shared/catalogue/words.ts';
import { body, type Chapter } from './chapter.ts';
import { writeTable } from './table.ts';
import { bidderName, failedWords } from './words.ts';

/** Members who left, and why; what they had concluded is void (招标投标法实施条例 art. 48). */
export const replacedChapter: Chapter = {
  title: '成员更换',
  write(paper, { content: { replaced } }) {
    if (replaced.length === 0) {
      paper.paragraph('评标期间没有更换评标委员会成员。', body);
      return;
    }
    paper.paragraph('下列成员已被更换，其作出的评审结论无效，由更换后的成员重新评审。', body);
    writeTable(
      paper,
      [
        { title: '代称', share: 25, align: 'center' },
        { title: '更换原因', share: 75 },
      ],
      replaced.map(({ alias, because }) => ({ cells: [alias, becauseWords(because).zh] })),
    );
  },
};

export const reviewChapter: Chapter = {
  title: '初步评审',
  write(paper, { content }) {
    const { review, competitionRemains, failedBecause } = content;
    if (!review) {
      paper.paragraph('评标在初步评审结论作出之前终止。', body);
      return;
    }
    writeTable(
      paper,
      [
        { title: '投标人', share: 34 },
        { title: '结论', share: 12, align: 'center' },
        { title: '表决', share: 20, align: 'center' },
        { title: '提出的不通过理由', share: 44 },
      ],
      review.map(({ bidder, valid, votes, reasons }) => ({
        cells: [
          bidderName(content, bidder),
          valid ? '有效' : '否决',
          votes ? `有效 ${votes.valid} 票\n否决 ${votes.invalid} 票` : '意见一致',
          reasons.length > 1
            ? reasons.map((reason, place) => `${place + 1}. ${reason}`).join('\n')
            : (reasons[0] ?? '—'),
        ],
      })),
    );
    if (competitionRemains !== null) {
      const finding = competitionRemains
        ? '经表决认定仍具有竞争性，继续评标'
        : '经表决认定不具有竞争性，评标终止';
      paper.paragraph(`有效投标不足三家，评标委员会${finding}。`, body);
    }
    if (failedBecause) paper.paragraph(`本次评标未产生排名：${failedWords[failedBecause]}。`, body);
  },
};

export const clarificationsChapter: Chapter = {
  title: '澄清、说明与补正',
  write(paper, { content }) {
    if (content.clarifications.length === 0) {
      paper.paragraph('评标期间没有要求投标人澄清、说明或者补正。', body);
      return;
    }
    writeTable(
      paper,
      [
        { title: '编号', share: 10, align: 'center' },
        { title: '投标人', share: 24 },
        { title: '评标委员会的问题', share: 35 },
        { title: '投标人的答复', share: 35 },
      ],
      content.clarifications.map(({ id, bidder, question, answer, state }) => ({
        cells: [
          id,
          bidderName(content, bidder),
          question,
          answer ?? (state === 'relayed' ? '（未在规定时间内答复）' : '—'),
        ],
      })),
    );
  },
};
