/** A file of marks of many projects in any order of rows, held as numbers: docs/lookback.md has the format. */
import { closeSync, openSync, readSync } from 'node:fs';
import { type Fault, Refusal } from '#shared/catalogue/refusal.ts';
import type { RefusalCode } from '#shared/catalogue/refusals/index.ts';
import type { TextValues } from '#shared/catalogue/text.ts';
import { ABSENT, type ProjectMarks } from '#shared/lookback/marks.ts';
import { Column, NOT_A_NUMBER, thousandthsIn } from './columns.ts';
import { Names, type Writing } from './names.ts';
import { PanelBuilder } from './panels.ts';
import { type CsvRecord, CsvRecords } from './records.ts';

/** More rows than this are refused: they would want more than 1 GiB. */
export const ROWS_AT_MOST = 3_000_000;
/** More faults than this are counted and not listed. */
const FAULTS_LISTED = 200;
const PIECE = 1 << 20;

const required = ['project', 'expert', 'bidder', 'item', 'max', 'kind', 'score'] as const;
const optional = ['affiliation', 'party', 'step'] as const;
type ColumnName = (typeof required)[number] | (typeof optional)[number];

/** The rows, one number a cell. */
export class Rows {
  readonly project = new Column();
  readonly expert = new Column();
  readonly affiliation = new Column();
  readonly bidder = new Column();
  readonly party = new Column();
  readonly item = new Column();
  /** Twice the maximum, and one more where the item is objective. */
  readonly worth = new Column();
  readonly score = new Column();
  readonly line = new Column();
  /** Only where the file has the column. */
  readonly step = new Column();
}

/** Faults gathered while a file is read. */
export class Faults {
  readonly listed: Fault[] = [];
  count = 0;

  add(code: RefusalCode, line: number, values: TextValues = {}): void {
    this.count++;
    if (this.listed.length < FAULTS_LISTED) this.listed.push({ code, place: `line ${line}`, values });
  }

  refuse(): void {
    if (this.count > 0) throw new Refusal('MARKS_INVALID', { count: this.count }, this.listed);
  }
}

export interface MarksFile {
  readonly rows: number;
  readonly writing: Writing;
  /** Each project, its rows wherever they stand in the file; the marks and lines of one hold until the next. */
  readonly projects: () => Generator<ProjectOfFile>;
}

export interface ProjectOfFile extends ProjectMarks {
  /** Line of each mark at its place; 0 where there is none. */
  readonly lines: Int32Array;
}

/**
 * Reads a file. Refuses FILE_UNREADABLE, MARKS_NOT_CSV, MARKS_ENCODING, MARKS_EMPTY, MARKS_TOO_MANY, and MARKS_INVALID
 * with each faulty line. A blank, negative or too large score is no fault here: it is one of the expert's, and stays.
 * `told` hears how many bytes have been read.
 */
export function readMarksFile(path: string, told: (bytes: number) => void = () => {}): MarksFile {
  const reader = new Reader();
  readPieces(path, (piece, last, bytes) => {
    reader.records.take(piece, last);
    told(bytes);
  });
  return reader.whole();
}

function readPieces(path: string, take: (piece: Uint8Array, last: boolean, bytes: number) => void): void {
  let file = -1;
  try {
    file = openSync(path, 'r');
    const buffer = new Uint8Array(PIECE);
    let bytes = 0;
    for (;;) {
      const count = readSync(file, buffer, 0, PIECE, null);
      bytes += count;
      take(buffer.subarray(0, count), count === 0, bytes);
      if (count === 0) return;
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (error instanceof Refusal || code === undefined || code.startsWith('ERR_')) throw error;
    throw new Refusal('FILE_UNREADABLE', { file: path, detail: code });
  } finally {
    if (file >= 0) closeSync(file);
  }
}

class Reader {
  readonly records = new CsvRecords((record) => this.#take(record));
  readonly #rows = new Rows();
  readonly #faults = new Faults();
  readonly #names = {
    project: new Names(),
    expert: new Names(),
    bidder: new Names(),
    item: new Names(),
    /** Affiliations and parties: both are owners. */
    owner: new Names(),
  };
  #places: Record<ColumnName, number> | null = null;
  #width = 0;

  whole(): MarksFile {
    this.#faults.refuse();
    const [rows, names] = [this.#rows, this.#names];
    if (rows.project.length === 0) throw new Refusal('MARKS_EMPTY');
    const writing = this.#writing();
    for (const some of Object.values(names)) some.decode(writing);
    const builder = new PanelBuilder(rows, names, this.#faults);
    for (const _ of builder.projects());
    this.#faults.refuse();
    return { rows: rows.project.length, writing, projects: () => builder.projects() };
  }

  #writing(): Writing {
    const { expert, bidder, project, item, owner } = this.#names;
    const all = [expert, bidder, project, item, owner];
    if (all.every((names) => names.firstNot('utf-8') < 0)) return 'utf-8';
    if (all.every((names) => names.firstNot('gb18030') < 0)) return 'gb18030';
    const columns = ['expert', 'bidder', 'project', 'item', 'affiliation'] as const;
    for (const [index, names] of all.entries()) {
      const number = names.firstNot('gb18030');
      if (number < 0) continue;
      const row = this.#rows[columns[index] ?? 'expert'].indexOf(number);
      throw new Refusal('MARKS_ENCODING', { line: row < 0 ? 1 : this.#rows.line.at(row) });
    }
    throw new Refusal('MARKS_ENCODING', { line: 1 });
  }

  #take(record: CsvRecord): void {
    if (!this.#places) this.#head(record);
    else this.#row(record, this.#places);
  }

  #head(record: CsvRecord): void {
    const { bytes, from, to, cells, line } = record;
    if (bytes[0] === 0xff || bytes[0] === 0xfe) throw new Refusal('MARKS_ENCODING', { line });
    const text = new TextDecoder();
    const names = Array.from({ length: cells }, (_, cell) =>
      text.decode(bytes.subarray(from[cell], to[cell])).toLowerCase(),
    );
    for (const column of required)
      if (!names.includes(column)) this.#faults.add('MARKS_COLUMN', line, { column });
    for (const column of new Set(names.filter((name, index) => name !== '' && names.indexOf(name) !== index)))
      this.#faults.add('MARKS_COLUMN_TWICE', line, { column });
    this.#faults.refuse();
    const place = (column: ColumnName) => names.indexOf(column);
    this.#places = Object.fromEntries(
      [...required, ...optional].map((column) => [column, place(column)]),
    ) as Record<ColumnName, number>;
    this.#width = cells;
  }

  #row(record: CsvRecord, places: Record<ColumnName, number>): void {
    const { line, cells } = record;
    if (cells !== this.#width) {
      this.#faults.add('MARKS_WIDTH', line, { found: cells, wanted: this.#width });
      return;
    }
    const rows = this.#rows;
    const names = this.#names;
    if (rows.project.length >= ROWS_AT_MOST) throw new Refusal('MARKS_TOO_MANY', { most: ROWS_AT_MOST });
    rows.project.push(this.#name(record, places.project, names.project, 'project'));
    rows.expert.push(this.#name(record, places.expert, names.expert, 'expert'));
    rows.bidder.push(this.#name(record, places.bidder, names.bidder, 'bidder'));
    rows.item.push(this.#name(record, places.item, names.item, 'item'));
    rows.affiliation.push(this.#owner(record, places.affiliation));
    rows.party.push(this.#owner(record, places.party));
    const max = this.#number(record, places.max, 'max');
    if (max === ABSENT) this.#faults.add('MARKS_BLANK', line, { column: 'max' });
    else if (max <= 0 || max >= 2 ** 30) this.#faults.add('MARKS_MAX', line);
    rows.worth.push(2 * Math.max(0, max) + this.#kind(record, places.kind));
    rows.score.push(this.#number(record, places.score, 'score'));
    rows.line.push(line);
    if (places.step >= 0) {
      const step = this.#number(record, places.step, 'step');
      if (step !== ABSENT && step <= 0) this.#faults.add('MARKS_STEP_SIZE', line);
      rows.step.push(step);
    }
  }

  #name({ bytes, from, to, line }: CsvRecord, cell: number, names: Names, column: ColumnName): number {
    if (from[cell] === to[cell]) this.#faults.add('MARKS_BLANK', line, { column });
    return names.numberOf(bytes, from[cell] as number, to[cell] as number);
  }

  #owner({ bytes, from, to }: CsvRecord, cell: number): number {
    if (cell < 0 || from[cell] === to[cell]) return -1;
    return this.#names.owner.numberOf(bytes, from[cell] as number, to[cell] as number);
  }

  #number(record: CsvRecord, cell: number, column: ColumnName): number {
    const { bytes, from, to, line } = record;
    if (from[cell] === to[cell]) return ABSENT;
    const value = thousandthsIn(bytes, from[cell] as number, to[cell] as number);
    if (value !== NOT_A_NUMBER) return value;
    this.#faults.add('MARKS_NUMBER', line, { column, value: textOf(record, cell) });
    return 0;
  }

  #kind(record: CsvRecord, cell: number): number {
    const length = (record.to[cell] as number) - (record.from[cell] as number);
    const first = record.bytes[record.from[cell] as number];
    if (length === 10 && first === 115 && textOf(record, cell) === 'subjective') return 0;
    if (length === 9 && first === 111 && textOf(record, cell) === 'objective') return 1;
    if (length === 0) this.#faults.add('MARKS_BLANK', record.line, { column: 'kind' });
    else this.#faults.add('MARKS_KIND', record.line, { value: textOf(record, cell) });
    return 0;
  }
}

function textOf({ bytes, from, to }: CsvRecord, cell: number): string {
  let text = '';
  for (let i = from[cell] as number; i < (to[cell] as number) && text.length < 40; i++)
    text += String.fromCharCode(bytes[i] as number);
  return text;
}
