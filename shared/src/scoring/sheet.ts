/** Score sheets (评分表), and what can be wrong with one. */
import { type Static, Type } from 'typebox';
import { type Fault, Refusal } from '../catalogue/refusal.ts';
import type { Item, Project } from '../projects/project.ts';
import { Marks, Verdicts } from '../protocol/evaluation.ts';
import { parse } from '../protocol/parse.ts';
import { closed, Hex32, Id, Instant, keyed } from '../protocol/primitives.ts';
import { pointsText } from './exact.ts';

/** `kawei/sheet@1`: what an expert signs, in canonical JSON. */
export const Sheet = Type.Object(
  {
    format: Type.Literal('kawei/sheet@1'),
    project: Id,
    /** Pseudonym of the draw, and the ticket drawn for it. */
    expert: Type.String({ minLength: 1, maxLength: 200 }),
    ticket: Hex32,
    seat: Id,
    /** Digest of the terminal's fingerprint. */
    booth: Hex32,
    version: Type.Integer({ minimum: 1 }),
    marks: Marks,
    /** The expert's own verdicts of the preliminary review. */
    review: Verdicts,
    signedAt: Instant,
  },
  closed,
);
export type Sheet = Static<typeof Sheet>;

/** What scoring needs of a sheet. */
export const MarkSheet = Type.Object(
  {
    expert: Type.String({ minLength: 1, maxLength: 200 }),
    ticket: Type.String({ minLength: 1, maxLength: 200 }),
    marks: keyed(keyed(Type.Unknown())),
  },
  {},
);
const MarkSheets = Type.Array(MarkSheet, { maxItems: 1000 });

export interface MarkSheet {
  readonly expert: string;
  readonly ticket: string;
  readonly marks: Marks;
}

/** Every fault of one expert's marks for these bidders (all of the project's by default). */
export function checkSheet(
  project: Pick<Project, 'items'>,
  marks: unknown,
  bidders: readonly string[],
): Fault[] {
  const given = (marks ?? {}) as Record<string, Record<string, unknown>>;
  const items = new Map(project.items.map((item) => [item.id, item]));
  const surplus = Object.entries(given).flatMap(([bidder, byItem]) =>
    Object.keys(byItem).flatMap((item): Fault[] =>
      bidders.includes(bidder) && items.has(item) ? [] : [{ code: 'MARK_SURPLUS', ...at(bidder, item) }],
    ),
  );
  const wrong = bidders.flatMap((bidder) =>
    project.items.flatMap((item) => markFault(bidder, item, given[bidder]?.[item.id]) ?? []),
  );
  return [...surplus, ...wrong];
}

/** What is wrong with one mark, or null. */
export function markFault(bidder: string, item: Item, mark: unknown): Fault | null {
  const { place, values } = at(bidder, item.id, item.title);
  if (mark === undefined || mark === null) return { code: 'MARK_MISSING', place, values };
  if (typeof mark !== 'number' || mark < 0 || mark > item.max) {
    return { code: 'MARK_RANGE', place, values: { ...values, max: pointsText(item.max) } };
  }
  if (!Number.isSafeInteger(mark) || mark % item.step !== 0) {
    return { code: 'MARK_STEP', place, values: { ...values, step: pointsText(item.step) } };
  }
  return null;
}

function at(bidder: string, item: string, title = item) {
  return { place: `marks.${bidder}.${item}`, values: { bidder, item: title } };
}

/** An objective item on which the experts differ. */
export interface Difference {
  readonly bidder: string;
  readonly item: string;
}

/** Objective items must agree across experts (客观分一致); a mark that is missing is another fault. */
export function objectiveDifferences(
  project: Pick<Project, 'items'>,
  sheets: readonly Pick<MarkSheet, 'marks'>[],
  bidders: readonly string[],
): Difference[] {
  const objective = project.items.filter((item) => item.kind === 'objective');
  return bidders.flatMap((bidder) =>
    objective
      .filter(({ id }) => new Set(sheets.flatMap(({ marks }) => marks[bidder]?.[id] ?? [])).size > 1)
      .map((item) => ({ bidder, item: item.id })),
  );
}

/** The sheets typed if nothing is wrong with them, else a Refusal with every fault and its place. */
export function checkSheets(
  project: Project,
  value: unknown,
  bidders = project.bidders.map(({ id }) => id),
): MarkSheet[] {
  const sheets = parse(MarkSheets, value);
  if (sheets.length === 0) throw new Refusal('SHEETS_EMPTY');
  const seen = new Set<string>();
  const faults = sheets.flatMap(({ expert, marks }, index): Fault[] => {
    const repeated: Fault[] = seen.has(expert)
      ? [{ code: 'SHEET_REPEATED', place: `[${index}].expert`, values: { expert } }]
      : [];
    seen.add(expert);
    const own = checkSheet(project, marks, bidders).map((fault) => ({
      ...fault,
      place: `[${index}].${fault.place}`,
    }));
    return [...repeated, ...own];
  });
  for (const { bidder, item } of objectiveDifferences(project, sheets as MarkSheet[], bidders)) {
    faults.push({ code: 'MARK_DIFFERS', place: `[*].marks.${bidder}.${item}`, values: { bidder, item } });
  }
  if (faults.length > 0) throw new Refusal('SHEETS_INVALID', { count: faults.length }, faults);
  return sheets as MarkSheet[];
}
