/**
 * The evaluation report (评标报告) as a PDF: A4, in Chinese, with everything a reader needs to follow how the
 * panel came to its ranking. It shows the document it is given and computes nothing anew.
 */

import { type Chapter, writeHeading } from './document/chapter.ts';
import { positionsChapter, signaturesChapter } from './document/closing-chapters.ts';
import { lookbackChapter } from './document/lookback-chapter.ts';
import { Paper } from './document/paper.ts';
import {
  biddersChapter,
  itemsChapter,
  panelChapter,
  projectChapter,
  runningHead,
} from './document/project-chapters.ts';
import { candidatesChapter, marksChapter, rankingChapter } from './document/result-chapters.ts';
import { clarificationsChapter, replacedChapter, reviewChapter } from './document/review-chapters.ts';
import { chineseNumber } from './document/words.ts';
import type { RenderReport } from './document-input.ts';

const chapters: readonly Chapter[] = [
  projectChapter,
  biddersChapter,
  itemsChapter,
  panelChapter,
  replacedChapter,
  reviewChapter,
  clarificationsChapter,
  rankingChapter,
  candidatesChapter,
  marksChapter,
  lookbackChapter,
  positionsChapter,
  signaturesChapter,
];

/** Draws a report as a PDF. The same document always gives the same bytes. */
export const renderReport: RenderReport = (document) => {
  const { project } = document.content;
  const paper = new Paper({
    title: `评标报告：${project.title}`,
    subject: project.id,
    createdAt: new Date(document.drawnUpAt),
    head: runningHead(document),
  });
  paper.y += 18;
  paper.paragraph('评标报告', { size: 28, weight: 'bold', align: 'center' }, 4);
  paper.paragraph(project.title, { size: 15, weight: 'bold', align: 'center' }, 8);
  paper.rule(paper.left, paper.y, paper.left + paper.width, paper.y, 1.6);
  paper.rule(paper.left, paper.y + 3, paper.left + paper.width, paper.y + 3, 0.5);
  paper.y += 14;
  for (const [place, { title, ownPage, write }] of chapters.entries()) {
    if (ownPage) paper.newPage();
    writeHeading(paper, `${chineseNumber(place + 1)}、${title}`);
    write(paper, document);
  }
  return paper.finish();
};
