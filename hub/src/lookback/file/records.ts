/**
 * Splits the bytes of a CSV file into records (RFC 4180; CR, LF or both), a piece at a time, without making a string of
 * any cell. Commas, quotes and line ends are single bytes in UTF-8 and in GB 18030 alike, where no second byte of a
 * character is one of them. Written by hand because a cell of csv-parse costs more than all the rest that is done
 * with it: docs/lookback.md has the figures.
 */
import { Refusal } from '#shared/catalogue/refusal.ts';

const [LF, CR, QUOTE, COMMA, SPACE, TAB] = [10, 13, 34, 44, 32, 9];
/** No honest record is longer: a quote was not closed. */
const RECORD_BYTES = 1 << 20;
const CELLS = 1000;

/** One record: where its cells lie in `bytes`, spaces around them left out. Valid until the next record. */
export class CsvRecord {
  bytes: Uint8Array = new Uint8Array(0);
  /** Line of the file the record begins on, from 1. */
  line = 0;
  cells = 0;
  readonly from = new Int32Array(CELLS);
  readonly to = new Int32Array(CELLS);
}

export class CsvRecords {
  readonly #record = new CsvRecord();
  readonly #each: (record: CsvRecord) => void;
  #rest = new Uint8Array(0);
  #line = 1;
  #begun = false;

  constructor(each: (record: CsvRecord) => void) {
    this.#each = each;
  }

  /** Takes the next piece of the file; `last` when nothing follows. Refuses MARKS_NOT_CSV. */
  take(piece: Uint8Array, last: boolean): void {
    let bytes = piece;
    if (this.#rest.length > 0) {
      bytes = new Uint8Array(this.#rest.length + piece.length);
      bytes.set(this.#rest);
      bytes.set(piece, this.#rest.length);
    }
    let at = 0;
    if (!this.#begun && (bytes.length >= 3 || last)) {
      this.#begun = true;
      if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) at = 3;
    }
    this.#record.bytes = bytes;
    while (at < bytes.length) {
      const next = this.#split(bytes, at, last);
      if (next < 0) break;
      at = next;
    }
    this.#rest = bytes.slice(at);
    if (this.#rest.length > RECORD_BYTES) throw this.#bad('1 MiB, "');
  }

  /** One record from `start`; where the next begins, or −1 when its end is not there yet. */
  #split(bytes: Uint8Array, start: number, last: boolean): number {
    const { from, to } = this.#record;
    const end = bytes.length;
    let at = start;
    let cells = 0;
    let lines = 0;
    for (;;) {
      if (cells === CELLS) throw this.#bad(`> ${CELLS}`);
      while (at < end && (bytes[at] === SPACE || bytes[at] === TAB)) at++;
      let left = at;
      let right = at;
      if (at < end && bytes[at] === QUOTE) {
        left = ++at;
        let doubled = false;
        for (;;) {
          while (at < end && bytes[at] !== QUOTE) if (bytes[at++] === LF) lines++;
          if (at + 1 >= end && !last) return -1;
          if (at >= end) throw this.#bad('"');
          if (bytes[at + 1] !== QUOTE) break;
          doubled = true;
          at += 2;
        }
        right = at++;
        while (at < end && (bytes[at] === SPACE || bytes[at] === TAB)) at++;
        if (doubled) {
          // Only a whole record may be changed: one that is cut short is read again.
          if (!wholeFrom(bytes, at, last)) return -1;
          right = undoubled(bytes, left, right);
        }
      } else {
        while (at < end && bytes[at] !== COMMA && bytes[at] !== LF && bytes[at] !== CR) at++;
        right = at;
      }
      if (at >= end && !last) return -1;
      while (right > left && (bytes[right - 1] === SPACE || bytes[right - 1] === TAB)) right--;
      from[cells] = left;
      to[cells] = right;
      cells++;
      if (at < end && bytes[at] === COMMA) {
        at++;
        continue;
      }
      if (at < end && bytes[at] === CR) {
        if (at + 1 >= end && !last) return -1;
        at += bytes[at + 1] === LF ? 2 : 1;
      } else if (at < end && bytes[at] === LF) at++;
      else if (at < end) throw this.#bad('"');
      break;
    }
    this.#record.cells = cells;
    this.#record.line = this.#line;
    this.#line += lines + 1;
    if (cells > 1 || (to[0] ?? 0) > (from[0] ?? 0)) this.#each(this.#record);
    return at;
  }

  #bad(detail: string): Refusal {
    return new Refusal('MARKS_NOT_CSV', { detail: `line ${this.#line}: ${detail}` });
  }
}

/** Whether the record that goes on at `at` ends within `bytes`. */
function wholeFrom(bytes: Uint8Array, at: number, last: boolean): boolean {
  if (last) return true;
  let quoted = false;
  for (let i = at; i < bytes.length; i++) {
    if (bytes[i] === QUOTE) quoted = !quoted;
    else if (!quoted && bytes[i] === LF) return true;
  }
  return false;
}

/** Makes one of each two quotes, in place; where the cell ends then. */
function undoubled(bytes: Uint8Array, left: number, right: number): number {
  let to = left;
  for (let at = left; at < right; at++) {
    bytes[to++] = bytes[at] ?? 0;
    if (bytes[at] === QUOTE) at++;
  }
  return to;
}
