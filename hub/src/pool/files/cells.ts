/** The cells of a list in a file: CSV in UTF-8 or GB18030, as Excel in China writes it, or XLSX. */
import { parse as parseCsv } from 'csv-parse/sync';
import { unzipSync, zipSync } from 'fflate';
import { readSheet, type SheetData } from 'read-excel-file/node';
import { Refusal } from '#shared/catalogue/refusal.ts';

/** One row of a file; `row` is its number as a spreadsheet or an editor counts it, from 1. */
export interface FileRow {
  readonly row: number;
  readonly cells: readonly Cell[];
}

/** A cell's text; where a spreadsheet holds a number, how it was written there is lost. */
export interface Cell {
  readonly text: string;
  readonly number: boolean;
}

/** Most experts of one file. */
export const ROWS_AT_MOST = 100_000;
/** Most bytes of an XLSX once unpacked: some 80,000 rows of fifteen cells are 120 MB. */
const UNPACKED_AT_MOST = 400 * 1_048_576;

/** The rows that hold anything. Refuses POOL_FILE, POOL_FILE_TOO_LARGE. */
export async function rowsOf(bytes: Uint8Array): Promise<FileRow[]> {
  const rows = isZip(bytes) ? await xlsxRows(bytes) : csvRows(textOf(bytes));
  if (rows.length > ROWS_AT_MOST + 1) throw tooLarge(`${rows.length - 1}`);
  return rows;
}

function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b;
}

function textOf(bytes: Uint8Array): string {
  for (const encoding of ['utf-8', 'gb18030']) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch {}
  }
  throw new Refusal('POOL_FILE', { detail: '编码不明 / unknown encoding' });
}

function csvRows(text: string): FileRow[] {
  const [head = ''] = text.split('\n', 1);
  const delimiter = head.includes('\t') && !head.includes(',') ? '\t' : ',';
  try {
    const records = parseCsv(text, {
      ...{ bom: true, info: true, relax_column_count: true, skip_empty_lines: true, trim: true, delimiter },
    }) as unknown as { info: { lines: number }; record: string[] }[];
    return records
      .map(({ info, record }) => ({
        row: info.lines,
        cells: record.map((cell) => ({ text: cell, number: false })),
      }))
      .filter(isFilled);
  } catch (error) {
    throw new Refusal('POOL_FILE', { detail: (error as Error).message });
  }
}

async function xlsxRows(bytes: Uint8Array): Promise<FileRow[]> {
  const plain = unpacked(bytes);
  let sheet: SheetData;
  try {
    sheet = await readSheet(Buffer.from(plain), { trim: true });
  } catch (error) {
    throw new Refusal('POOL_FILE', { detail: (error as Error).message });
  }
  return sheet.map((cells, index) => ({ row: index + 1, cells: cells.map(cellOf) })).filter(isFilled);
}

/**
 * The parts of a workbook that are read, unpacked within the limit and put together again without compression: what
 * reads them next cannot be made to unpack more. Each part is given only the room that its head declares.
 */
function unpacked(bytes: Uint8Array): Uint8Array {
  let sum = 0;
  try {
    const parts = unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        if (!/\.(xml|rels)$/i.test(name)) return false;
        sum += originalSize;
        if (sum > UNPACKED_AT_MOST) throw tooLarge(`> ${UNPACKED_AT_MOST} B`);
        return true;
      },
    });
    return zipSync(parts, { level: 0 });
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal('POOL_FILE', { detail: (error as Error).message });
  }
}

/** Dates come as midnight UTC of their day. */
function cellOf(value: unknown): Cell {
  if (value instanceof Date) return { text: value.toISOString().slice(0, 10), number: false };
  if (typeof value === 'number') return { text: String(value), number: true };
  return { text: value === null || value === undefined ? '' : String(value), number: false };
}

function isFilled({ cells }: FileRow): boolean {
  return cells.some(({ text }) => text !== '');
}

function tooLarge(detail: string): Refusal {
  return new Refusal('POOL_FILE_TOO_LARGE', { detail, rows: ROWS_AT_MOST });
}
