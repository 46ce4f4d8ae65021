/** The rows of each project of a file put together as one panel's marks. */
import { ABSENT, type LookbackItem } from '#shared/lookback/marks.ts';
import type { Faults, ProjectOfFile, Rows } from './marks-file.ts';
import type { Names } from './names.ts';

/** A project may have so many times more places for marks than it has rows; beyond it is no panel. */
const SPARSE = 100;
const SMALL = 10_000;

interface FileNames {
  readonly project: Names;
  readonly expert: Names;
  readonly bidder: Names;
  readonly item: Names;
  readonly owner: Names;
}

/** Numbers of the whole file ↔ places within a project. */
class Places {
  readonly #place: Int32Array;
  readonly met: number[] = [];

  constructor(count: number) {
    this.#place = new Int32Array(count);
  }

  meet(number: number): void {
    if (this.#place[number] !== 0) return;
    this.met.push(number);
    this.#place[number] = this.met.length;
  }

  of(number: number): number {
    return (this.#place[number] as number) - 1;
  }

  forget(): void {
    for (const number of this.met) this.#place[number] = 0;
    this.met.length = 0;
  }
}

export class PanelBuilder {
  readonly #rows: Rows;
  readonly #names: FileNames;
  readonly #faults: Faults;
  /** Where each project's rows begin in `#order`. */
  readonly #starts: Uint32Array;
  readonly #order: Uint32Array;

  constructor(rows: Rows, names: FileNames, faults: Faults) {
    this.#rows = rows;
    this.#names = names;
    this.#faults = faults;
    const count = rows.project.length;
    this.#starts = new Uint32Array(names.project.count + 1);
    for (let row = 0; row < count; row++) {
      const next = rows.project.at(row) + 1;
      this.#starts[next] = (this.#starts[next] as number) + 1;
    }
    for (let project = 1; project < this.#starts.length; project++)
      this.#starts[project] = (this.#starts[project] as number) + (this.#starts[project - 1] as number);
    const next = this.#starts.slice();
    this.#order = new Uint32Array(count);
    for (let row = 0; row < count; row++) {
      const project = rows.project.at(row);
      const place = next[project] as number;
      this.#order[place] = row;
      next[project] = place + 1;
    }
  }

  /** Every project; what is wrong with its rows as a whole goes to the faults. */
  *projects(): Generator<ProjectOfFile> {
    const names = this.#names;
    const places = {
      experts: new Places(names.expert.count),
      bidders: new Places(names.bidder.count),
      items: new Places(names.item.count),
    };
    for (let project = 0; project < names.project.count; project++) {
      const [from, to] = [this.#starts[project] as number, this.#starts[project + 1] as number];
      const panel = this.#panel(project, this.#order.subarray(from, to), places);
      for (const some of Object.values(places)) some.forget();
      if (panel) yield panel;
    }
  }

  #panel(
    project: number,
    order: Uint32Array,
    { experts, bidders, items }: { experts: Places; bidders: Places; items: Places },
  ): ProjectOfFile | null {
    const [rows, names] = [this.#rows, this.#names];
    for (const row of order) {
      experts.meet(rows.expert.at(row));
      bidders.meet(rows.bidder.at(row));
      items.meet(rows.item.at(row));
    }
    const [nr, nb, ni] = [experts.met.length, bidders.met.length, items.met.length];
    const size = nr * nb * ni;
    if (size > SMALL && size > SPARSE * order.length) {
      this.#faults.add('MARKS_SPARSE', rows.line.at(order[0] as number), {
        project: names.project.name(project),
      });
      return null;
    }
    const marks = new Int32Array(size).fill(ABSENT);
    const lines = new Int32Array(size);
    const worths = new Int32Array(ni).fill(-1);
    const steps = new Int32Array(ni).fill(-1);
    const affiliations = new Int32Array(nr).fill(-1);
    const parties = new Int32Array(nb).fill(-1);
    for (const row of order) {
      const [b, r, i] = [
        bidders.of(rows.bidder.at(row)),
        experts.of(rows.expert.at(row)),
        items.of(rows.item.at(row)),
      ];
      const line = rows.line.at(row);
      const place = (b * nr + r) * ni + i;
      if (lines[place] !== 0) this.#faults.add('MARKS_REPEATED_AT', line, { before: lines[place] as number });
      lines[place] = line;
      marks[place] = rows.score.at(row);
      if (!agrees(worths, i, rows.worth.at(row)))
        this.#faults.add('MARKS_ITEM_DIFFERS', line, { item: names.item.name(items.met[i] as number) });
      if (rows.step.length > 0 && !agrees(steps, i, Math.max(-1, rows.step.at(row))))
        this.#faults.add('MARKS_ITEM_DIFFERS', line, { item: names.item.name(items.met[i] as number) });
      if (!agrees(affiliations, r, rows.affiliation.at(row)))
        this.#faults.add('MARKS_OWNER_DIFFERS', line, { column: 'affiliation' });
      if (!agrees(parties, b, rows.party.at(row)))
        this.#faults.add('MARKS_OWNER_DIFFERS', line, { column: 'party' });
    }
    const owner = (number: number) => (number < 0 ? null : names.owner.name(number));
    return {
      project: names.project.name(project),
      experts: experts.met.map((number) => names.expert.name(number)),
      affiliations: Array.from(affiliations, owner),
      bidders: bidders.met.map((number) => names.bidder.name(number)),
      parties: Array.from(parties, owner),
      items: items.met.map(
        (number, i): LookbackItem => ({
          id: names.item.name(number),
          max: (worths[i] as number) >> 1,
          kind: ((worths[i] as number) & 1) === 1 ? 'objective' : 'subjective',
          step: (steps[i] as number) > 0 ? (steps[i] as number) : null,
        }),
      ),
      marks,
      lines,
    };
  }
}

/** Keeps the first value that is known at a place; whether this one is the same, or not known. */
function agrees(values: Int32Array, place: number, value: number): boolean {
  if (value < 0) return true;
  const before = values[place] as number;
  if (before < 0) values[place] = value;
  return before < 0 || before === value;
}
