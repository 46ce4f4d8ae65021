/** Marks as people keep them: CSV with a header, UTF-8, columns in any order, in points. */
import { parse as parseCsv } from 'csv-parse/sync';
import { type Fault, Refusal } from '#shared/catalogue/refusal.ts';
import type { RefusalCode } from '#shared/catalogue/refusals/index.ts';
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

/** Reads the whole of a marks file. Refuses MARKS_INVALID with every fault and its line. */
export function readMarks(text: string): MarkRow[] {
  const records = recordsOf(text);
  if (records.length === 0) throw new Refusal('MARKS_EMPTY');
  const header = Object.keys(records[0] ?? {});
  const missing = required.filter((column) => !header.includes(column));
  refuseIfAny(missing.map((column) => fault('MARKS_COLUMN', 'line 1', { column })));
  const seen = new Set<string>();
  const faults: Fault[] = [];
  const rows = records.map((record, index): MarkRow => {
    const place = `line ${index + 2}`;
    faults.push(...rowFaults(record, place, seen));
    return rowOf(record);
  });
  refuseIfAny(faults);
  return rows;
}

function recordsOf(text: string): Record<string, string>[] {
  try {
    return parseCsv(text, { bom: true, columns: true, skip_empty_lines: true, trim: true });
  } catch (error) {
    throw new Refusal('MARKS_NOT_CSV', { detail: (error as Error).message });
  }
}

function rowFaults(record: Record<string, string>, place: string, seen: Set<string>): Fault[] {
  const faults = required
    .filter((column) => (record[column] ?? '') === '')
    .map((column) => fault('MARKS_BLANK', `${place}, ${column}`, { column }));
  const [max, score] = [thousandthsOf(record.max ?? ''), thousandthsOf(record.score ?? '')];
  if (record.max && max === null) faults.push(fault('MARKS_NUMBER', `${place}, max`, { value: record.max }));
  if (record.score && score === null)
    faults.push(fault('MARKS_NUMBER', `${place}, score`, { value: record.score }));
  if (record.kind && record.kind !== 'subjective' && record.kind !== 'objective') {
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

function refuseIfAny(faults: readonly Fault[]): void {
  if (faults.length > 0)
    throw new Refusal('MARKS_INVALID', { count: faults.length }, faults.slice(0, FAULTS_LISTED));
}

function fault(code: RefusalCode, place: string, values: Record<string, string> = {}): Fault {
  return { code, place, values };
}
