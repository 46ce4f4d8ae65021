/** The empty list to be filled in: Chinese heads, one example that is to be written over. */
import { columns } from './columns.ts';

/** CSV in UTF-8 with the mark by which Excel knows it. */
export function templateCsv(): string {
  const line = (cells: readonly string[]) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',');
  const head = columns.map(({ zh, required }) => (required ? `${zh}*` : zh));
  return `\ufeff${line(head)}\r\n${line(columns.map(({ example }) => example))}\r\n`;
}
