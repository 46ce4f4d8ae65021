import type { Align, Paper, Style } from './paper.ts';

export interface Column {
  readonly title: string;
  /** Share of the table's width. */
  readonly share: number;
  readonly align?: Align;
}

/** One row's texts, a cell for each column; `strong` rows are sums and winners. */
export interface Row {
  readonly cells: readonly string[];
  readonly strong?: boolean;
}

const BODY: Style = { size: 9 };
const PADDING = { x: 4.5, y: 3 };
const BORDER = { thickness: 0.5, color: '#8a8a8a' };
const HEAD_FILL = '#e9edf2';
const STRONG_FILL = '#f6f7f9';
/** A row higher than this share of a page may be split; a lower one moves to the next page as a whole. */
const SPLIT_ABOVE = 0.25;
const LEAST_LINES = 3;

interface LaidCell {
  readonly x: number;
  readonly width: number;
  readonly style: Style;
  readonly lines: readonly string[];
}

/**
 * Writes a table over the whole width of the paper. Every cell wraps; on each further page the heads stand
 * again, and above them `whose` table it is; a row too high for a page goes on on the next one, losing nothing.
 */
export function writeTable(
  paper: Paper,
  columns: readonly Column[],
  rows: readonly Row[],
  whose: string | null = null,
): void {
  const heads = layRow(paper, columns, { cells: columns.map((column) => column.title) }, true);
  const headHeight = heightOf(paper, linesOf(heads));
  const first = rows[0] ? heightOf(paper, linesOf(layRow(paper, columns, rows[0], false))) : 0;
  paper.need(headHeight + Math.min(first, paper.fullRoom * SPLIT_ABOVE));
  drawRow(paper, heads, HEAD_FILL);
  const nextPage = () => {
    paper.newPage();
    if (whose !== null) paper.paragraph(`${whose}（续）`, BODY);
    drawRow(paper, heads, HEAD_FILL);
  };
  for (const row of rows) {
    const fill = row.strong ? STRONG_FILL : null;
    let cells = layRow(paper, columns, row, false);
    if (heightOf(paper, linesOf(cells)) > paper.room && !mayBeSplit(paper, cells)) nextPage();
    for (let fit = linesThatFit(paper); linesOf(cells) > fit; fit = linesThatFit(paper)) {
      if (fit >= LEAST_LINES) {
        drawRow(
          paper,
          cells.map((cell) => ({ ...cell, lines: cell.lines.slice(0, fit) })),
          fill,
        );
        cells = cells.map((cell) => ({ ...cell, lines: cell.lines.slice(fit) }));
      }
      nextPage();
    }
    drawRow(paper, cells, fill);
  }
  paper.y += 10;
}

/** How high the table would be in one piece, in points. */
export function tableHeight(paper: Paper, columns: readonly Column[], rows: readonly Row[]): number {
  const heads = { cells: columns.map((column) => column.title) };
  return [heads, ...rows].reduce(
    (sum, row) => sum + heightOf(paper, linesOf(layRow(paper, columns, row, row === heads))),
    0,
  );
}

function layRow(
  paper: Paper,
  columns: readonly Column[],
  { cells, strong }: Row,
  isHead: boolean,
): LaidCell[] {
  const shares = columns.reduce((sum, column) => sum + column.share, 0);
  let x = paper.left;
  return columns.map(({ share, align = 'left' }, place) => {
    const width = (paper.width * share) / shares;
    const style: Style = {
      ...BODY,
      weight: isHead || strong ? 'bold' : 'regular',
      align: isHead ? 'center' : align,
    };
    const lines = paper.lines(cells[place] ?? '', width - 2 * PADDING.x, style);
    const cell = { x, width, style, lines };
    x += width;
    return cell;
  });
}

function drawRow(paper: Paper, cells: readonly LaidCell[], fill: string | null): void {
  const count = linesOf(cells);
  const height = heightOf(paper, count);
  const [top, end] = [paper.y, paper.left + paper.width];
  if (fill) paper.fill(paper.left, top, paper.width, height, fill);
  const step = paper.lineHeight(BODY);
  for (const { x, width, style, lines } of cells) {
    const centred = ((count - lines.length) * step) / 2;
    for (const [n, line] of lines.entries()) {
      paper.put(line, x + PADDING.x, top + PADDING.y + centred + n * step, width - 2 * PADDING.x, style);
    }
    paper.rule(x, top, x, top + height, BORDER.thickness, BORDER.color);
  }
  paper.rule(end, top, end, top + height, BORDER.thickness, BORDER.color);
  paper.rule(paper.left, top, end, top, BORDER.thickness, BORDER.color);
  paper.rule(paper.left, top + height, end, top + height, BORDER.thickness, BORDER.color);
  paper.y += height;
}

function linesOf(cells: readonly LaidCell[]): number {
  return cells.reduce((most, cell) => Math.max(most, cell.lines.length), 1);
}

function heightOf(paper: Paper, lines: number): number {
  return lines * paper.lineHeight(BODY) + 2 * PADDING.y;
}

/** The half point absorbs what sums of fractions leave over. */
function linesThatFit(paper: Paper): number {
  return Math.floor((paper.room - 2 * PADDING.y + 0.5) / paper.lineHeight(BODY));
}

function mayBeSplit(paper: Paper, cells: readonly LaidCell[]): boolean {
  return heightOf(paper, linesOf(cells)) > paper.fullRoom * SPLIT_ABOVE;
}
