import type { ReportDocument } from '../document-input.ts';
import type { Paper, Style } from './paper.ts';

/** One numbered part of the report. */
export interface Chapter {
  readonly title: string;
  /** It begins on a page of its own. */
  readonly ownPage?: boolean;
  write(paper: Paper, document: ReportDocument): void;
}

export const body: Style = { size: 10.5 };

const heading: Style = { size: 14, weight: 'bold' };
const subheading: Style = { size: 11, weight: 'bold' };
/** Room that must be left under a heading, so that it never stands alone at the foot of a page. */
const COMPANY = 70;

export function writeHeading(paper: Paper, text: string): void {
  paper.need(paper.lineHeight(heading) + COMPANY);
  paper.y += 6;
  paper.paragraph(text, heading, 6);
}

/** `company`: the height of what follows, which stays with the heading where one page can hold both. */
export function writeSubheading(paper: Paper, text: string, company = COMPANY): void {
  const together = 2 * paper.lineHeight(subheading) + company;
  paper.need(together < paper.fullRoom ? together : COMPANY);
  paper.paragraph(text, subheading, 4);
}
