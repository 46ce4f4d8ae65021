import { pointsText } from '#shared/scoring/exact.ts';
import type { ReportDocument } from '../document-input.ts';
import type { Chapter } from './chapter.ts';
import { writeTable } from './table.ts';
import {
  aggregationRule,
  beijingTime,
  kindWords,
  priceRule,
  regimeWords,
  sectionWords,
  yuan,
} from './words.ts';

/** What was tendered, by whom, and the rules of the scoring. */
export const projectChapter: Chapter = {
  title: '项目概况',
  write(paper, { content: { project }, digest, drawnUpAt }) {
    const facts: [string, string][] = [
      ['项目编号', project.id],
      ['项目名称', project.title],
      ['采购方式', regimeWords[project.regime]],
      ...(project.tenderer ? ([['招标人', project.tenderer]] as [string, string][]) : []),
      ...(project.agency ? ([['代理机构', project.agency]] as [string, string][]) : []),
      ['价格分计算', priceRule(project)],
      ['评分汇总', aggregationRule(project)],
      ['报告形成时间', `${beijingTime(drawnUpAt)}（北京时间，下同）`],
      ['报告内容摘要', `SHA-256 ${digest}`],
    ];
    writeTable(
      paper,
      [
        { title: '事项', share: 20, align: 'center' },
        { title: '内容', share: 80 },
      ],
      facts.map((cells) => ({ cells })),
    );
  },
};

export const biddersChapter: Chapter = {
  title: '投标人与投标报价',
  write(paper, { content: { project } }) {
    writeTable(
      paper,
      [
        { title: '序号', share: 9, align: 'center' },
        { title: '投标人', share: 45 },
        { title: '统一社会信用代码', share: 26, align: 'center' },
        { title: '投标报价（元）', share: 22, align: 'right' },
      ],
      project.bidders.map(({ name, party, price }, place) => ({
        cells: [String(place + 1), name, party, yuan(price)],
      })),
    );
  },
};

export const itemsChapter: Chapter = {
  title: '评分标准',
  write(paper, { content: { project } }) {
    const rows = project.items.map(({ section, title, kind, max, step }, place) => ({
      cells: [
        String(place + 1),
        sectionWords[section],
        title,
        kindWords[kind],
        pointsText(max),
        pointsText(step),
      ],
    }));
    const priceRow = ['', '价格', '投标报价', '按公式计算', pointsText(project.price.max), '—'];
    const full = project.items.reduce((sum, item) => sum + item.max, project.price.max);
    writeTable(
      paper,
      [
        { title: '序号', share: 9, align: 'center' },
        { title: '部分', share: 11, align: 'center' },
        { title: '评分项', share: 44 },
        { title: '类别', share: 16, align: 'center' },
        { title: '满分', share: 12, align: 'right' },
        { title: '级差', share: 10, align: 'right' },
      ],
      [
        ...rows,
        { cells: [String(rows.length + 1), ...priceRow.slice(1)] },
        { cells: ['', '合计', '', '', pointsText(full), ''], strong: true },
      ],
    );
  },
};

export const panelChapter: Chapter = {
  title: '评标委员会',
  write(paper, { content: { panel, project } }) {
    const categoryTitle = (id: string) =>
      project.panel.categories.find((category) => category.id === id)?.title ?? id;
    writeTable(
      paper,
      [
        { title: '代称', share: 13, align: 'center' },
        { title: '姓名', share: 17, align: 'center' },
        { title: '专业类别', share: 20, align: 'center' },
        { title: '评标地点', share: 27, align: 'center' },
        { title: '职务', share: 10, align: 'center' },
        { title: '抽取序号（前 16 位）', share: 26, align: 'center' },
      ],
      panel.map(({ alias, name, category, siteName, isChair, ticket }) => ({
        cells: [
          alias,
          name,
          categoryTitle(category),
          siteName,
          isChair ? '组长' : '成员',
          ticket.slice(0, 16),
        ],
        strong: isChair,
      })),
    );
  },
};

/** How a document is told apart in the head of each page. */
export function runningHead({ content: { project } }: ReportDocument): [string, string] {
  return ['评标报告', `项目编号 ${project.id}`];
}
