/** Marks as people keep them: CSV with a header, UTF-8, columns in any order, in points. */
import { parse as parseCsv } from 'csv-parse/sync';
import { type Fault, Refusal } from '#shared/catalogue/refusal.ts';
import type { RefusalCode } from '#shared/catalogue/refusals/index.ts';
import type { TextValues } from '#shared/catalogue/text.ts';
import { thousandthsOf } from '#shared/scoring/exact.ts';

/** One row: one expert's mark for one item of one bidder; marks in thousandths. */
export interface MarkRow {
  readonly project: string;
  readonly expert: string;
  readonly affiliation: string | null;
  readonly bidder: string;
  readonly party: string | null;
  readonly item: string;
  readonly max: number;
  readonly kind: 'subjective' | 'objective';
  readonly score: number;
}

const required = ['project', 'expert', 'bidder', 'item', 'max', 'kind', 'score'] as const;
/** More faults than this are counted and not listed. */
const FAULTS_LISTED = 200;

/**
 * Reads the whole of a marks file. Refuses MARKS_INVALID with every fault and its line, counted as an editor
 * counts them.
 */
export function readMarks(text: string): MarkRow[] {
  const [head, ...lines] = linesOf(text);
  if (!head || lines.length === 0) throw new Refusal('MARKS_EMPTY');
  refuseIfAny(headFaults(head));
  const faults: Fault[] = [];
  const seen = new Set<string>();
  const items = new Map<string, string>();
  const rows = lines.map(({ line, cells }): MarkRow => {
    const place = `line ${line}`;
    const [found, wanted] = [cells.length, head.cells.length];
    const record = Object.fromEntries(head.cells.map((column, index) => [column, cells[index] ?? '']));
    if (found === wanted) faults.push(...rowFaults(record, place, seen), ...itemFaults(record, place, items));
    else faults.push(fault('MARKS_WIDTH', place, { found, wanted }));
    return rowOf(record);
  });
  refuseIfAny(faults);
  return rows;
}

interface Line {
  /** Number of the line in the file, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

function linesOf(text: string): Line[] {
  try {
    const records = parseCsv(text, {
      ...{ bom: true, info: true, relax_column_count: true, skip_empty_lines: true, trim: true },
    }) as unknown as { info: { lines: number }; record: string[] }[];
    return records.map(({ info, record }) => ({ line: info.lines, cells: record }));
  } catch (error) {
    throw new Refusal('MARKS_NOT_CSV', { detail: (error as Error).message });
  }
}

function headFaults({ line, cells }: Line): Fault[] {
  const place = `line ${line}`;
  return [
    ...required
      .filter((column) => !cells.includes(column))
      .map((column) => fault('MARKS_COLUMN', place, { column })),
    ...cells
      .filter((column, index) => cells.indexOf(column) !== index)
      .map((column) => fault('MARKS_COLUMN_TWICE', place, { column })),
  ];
}

/** What an item is worth and of what kind it is must be the same on every line of its project. */
function itemFaults(record: Record<string, string>, place: string, items: Map<string, string>): Fault[] {
  const max = thousandthsOf(record.max ?? '');
  if (max === null || !isKind(record.kind)) return [];
  const key = JSON.stringify([record.project, record.item]);
  const says = `${max} ${record.kind}`;
  const before = items.get(key);
  items.set(key, before ?? says);
  return before === undefined || before === says
    ? []
    : [fault('MARKS_ITEM_DIFFERS', place, { item: record.item ?? '' })];
}

function rowFaults(record: Record<string, string>, place: string, seen: Set<string>): Fault[] {
  const faults = required
    .filter((column) => (record[column] ?? '') === '')
    .map((column) => fault('MARKS_BLANK', `${place}, ${column}`, { column }));
  const [max, score] = [thousandthsOf(record.max ?? ''), thousandthsOf(record.score ?? '')];
  if (record.max && max === null) faults.push(fault('MARKS_NUMBER', `${place}, max`, { value: record.max }));
  if (record.score && score === null)
    faults.push(fault('MARKS_NUMBER', `${place}, score`, { value: record.score }));
  if (record.kind && !isKind(record.kind)) {
    faults.push(fault('MARKS_KIND', `${place}, kind`, { value: record.kind }));
  }
  if (max !== null && score !== null && score > max) {
    faults.push(fault('MARKS_OVER', `${place}, score`, { value: record.score ?? '', max: record.max ?? '' }));
  }
  const key = JSON.stringify([record.project, record.expert, record.bidder, record.item]);
  if (seen.has(key)) faults.push(fault('MARKS_REPEATED', place));
  seen.add(key);
  return faults;
}

function rowOf(record: Record<string, string>): MarkRow {
  const { project = '', expert = '', bidder = '', item = '', affiliation, party } = record;
  return {
    ...{ project, expert, bidder, item },
    affiliation: affiliation || null,
    party: party || null,
    max: thousandthsOf(record.max ?? '') ?? 0,
    kind: record.kind === 'objective' ? 'objective' : 'subjective',
    score: thousandthsOf(record.score ?? '') ?? 0,
  };
}

function isKind(kind: string | undefined): kind is MarkRow['kind'] {
  return kind === 'subjective' || kind === 'objective';
}

function refuseIfAny(faults: readonly Fault[]): void {
  if (faults.length > 0)
    throw new Refusal('MARKS_INVALID', { count: faults.length }, faults.slice(0, FAULTS_LISTED));
}

function fault(code: RefusalCode, place: string, values: TextValues = {}): Fault {
  return { code, place, values };
}
