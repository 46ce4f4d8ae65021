/** The empty list to be filled in: Chinese heads, one example that is to be written over. */
import writeExcelFile from 'write-excel-file/node';
import { columns } from './columns.ts';

/** CSV in UTF-8 with the mark by which Excel knows it. */
export function templateCsv(): string {
  const line = (cells: readonly string[]) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',');
  const head = columns.map(({ zh, required }) => (required ? `${zh}*` : zh));
  return `\ufeff${line(head)}\r\n${line(columns.map(({ example }) => example))}\r\n`;
}

/** Rows below the example that are text already: a spreadsheet keeps 15 digits of a number, an ID number has 18. */
const ROWS_OF_TEXT = 500;

/** The same as a workbook, all of whose cells are text. */
export function templateXlsx(): Promise<Uint8Array> {
  const text = (value: string) => ({ value, type: String, format: '@' });
  const head = columns.map(({ zh, required }) => ({
    ...text(required ? `${zh}*` : zh),
    fontWeight: 'bold' as const,
  }));
  const blank = columns.map(() => text(''));
  const rows = [head, columns.map(({ example }) => text(example)), ...Array(ROWS_OF_TEXT).fill(blank)];
  const widths = columns.map(({ zh, example }) => ({
    width: Math.max(zh.length * 2 + 3, example.length + 2),
  }));
  return writeExcelFile(rows, { sheet: '专家名单', columns: widths, stickyRowsCount: 1 }).toBuffer();
}
