/** A list of experts read from a file, with every fault of every row. */
import { type Fault, Refusal } from '#shared/catalogue/refusal.ts';
import { PoolExpert } from '#shared/pool/expert.ts';
import { formFaults } from '#shared/protocol/parse.ts';
import { type Cell, type FileRow, rowsOf } from './cells.ts';
import { type Column, columns } from './columns.ts';

/** Numbers of these have more digits than a spreadsheet keeps of a number, or zeros in front that it drops. */
const TEXT_ONLY: ReadonlySet<string> = new Set(['id', 'idNumber', 'badge', 'employerCode']);

export interface ListInFile {
  /** Those whose row is well written. */
  readonly experts: readonly PoolExpert[];
  /** Row of each in the file. */
  readonly rows: readonly number[];
  /** What is wrong with the other rows, at `rows[12].badge`. */
  readonly faults: readonly Fault[];
}

/** Reads a file. Refuses what is no list at all: POOL_FILE, POOL_FILE_TOO_LARGE, POOL_EMPTY, POOL_INVALID for its head. */
export async function listInFile(bytes: Uint8Array): Promise<ListInFile> {
  const [head, ...rows] = await rowsOf(bytes);
  if (!head || rows.length === 0) throw new Refusal('POOL_EMPTY');
  const places = headOf(head);
  const experts: PoolExpert[] = [];
  const numbers: number[] = [];
  const faults: Fault[] = [];
  for (const { row, cells } of rows) {
    const { expert, faults: found } = expertOf(cells, places, (field) => rowPlace(row, field));
    if (expert) {
      experts.push(expert);
      numbers.push(row);
    } else faults.push(...found);
  }
  return { experts, rows: numbers, faults };
}

export function rowPlace(row: number, field: string): string {
  return `rows[${row}].${field}`;
}

/** Which column stands where. */
function headOf({ row, cells }: FileRow): ReadonlyMap<number, Column> {
  const places = new Map<number, Column>();
  const faults: Fault[] = [];
  for (const [index, { text }] of cells.entries()) {
    if (text === '') continue;
    const plain = text.replace(/[*＊\s]/g, '');
    const column = columns.find(({ zh, field }) => zh === plain || field === plain);
    const values = { column: text.slice(0, 100) };
    if (!column) faults.push({ code: 'POOL_COLUMN_UNKNOWN', place: rowPlace(row, `[${index + 1}]`), values });
    else if ([...places.values()].includes(column))
      faults.push({ code: 'POOL_COLUMN_REPEATED', place: rowPlace(row, column.field), values });
    else places.set(index, column);
  }
  const given = new Set(places.values());
  for (const column of columns)
    if (column.required && !given.has(column))
      faults.push({
        code: 'POOL_COLUMN_MISSING',
        place: rowPlace(row, column.field),
        values: { column: column.zh },
      });
  if (faults.length > 0) throw new Refusal('POOL_INVALID', { count: faults.length }, faults);
  return places;
}

interface ReadRow {
  readonly expert: PoolExpert | null;
  readonly faults: readonly Fault[];
}

function expertOf(
  cells: readonly Cell[],
  places: ReadonlyMap<number, Column>,
  at: (field: string) => string,
): ReadRow {
  const record: Record<string, unknown> = {};
  const faults: Fault[] = [];
  for (const [index, { field, form, read }] of places) {
    const { text, number } = cells[index] ?? { text: '', number: false };
    if (text === '') continue; // what is left out stays as the pool has it
    const value = read(text);
    if (number && TEXT_ONLY.has(field) && text.length > 15)
      faults.push({ code: 'POOL_CELL_NUMBER', place: at(field) });
    else if (value === undefined)
      faults.push({
        code: 'POOL_CELL',
        place: at(field),
        values: { zh: form?.zh ?? '', en: form?.en ?? '' },
      });
    else record[field] = value;
  }
  const spoilt = new Set(faults.map(({ place }) => place));
  const { listed } = formFaults(PoolExpert, record);
  for (const fault of listed) {
    const place = at(fault.place);
    if (!spoilt.has(place)) faults.push(inWords({ ...fault, place }, fault.place));
  }
  return { expert: faults.length === 0 ? (record as PoolExpert) : null, faults };
}

/** A pattern says nothing to whoever fills in a table; how the column is written does. */
function inWords(fault: Fault, field: string): Fault {
  const form = columns.find((column) => field.split(/[.[]/)[0] === column.field)?.form;
  if (fault.code !== 'FIELD_PATTERN' || !form) return fault;
  return { code: 'POOL_CELL', place: fault.place, values: { ...form } };
}
