/** CSV that a spreadsheet opens as it is: UTF-8 with a byte order mark, CR LF, and no cell that is taken for a formula. */

export type Cell = string | number | boolean | null;

/** A header and its rows as a file. */
export function csvFile(header: readonly string[], rows: Iterable<readonly Cell[]>): string {
  const lines = [header.map(cellText).join(',')];
  for (const row of rows) lines.push(row.map(cellText).join(','));
  return `\uFEFF${lines.join('\r\n')}\r\n`;
}

function cellText(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell !== 'string') return String(cell);
  // A name that begins like a formula would be worked out by a spreadsheet (OWASP, CSV injection).
  const harmless = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
