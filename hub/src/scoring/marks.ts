import type { Fault } from '#shared/catalogue/refusal.ts';
import type { Project } from '#shared/projects/project.ts';
import type { BidderResult } from '#shared/protocol/evaluation.ts';
import { score } from '#shared/scoring/score.ts';
import { checkSheet, type Difference, type MarkSheet, objectiveDifferences } from '#shared/scoring/sheet.ts';
import type { Ruling } from '#shared/scoring/uncounted.ts';

/** An expert's marks: what they have typed so far, or have signed. */
export type ExpertSheet = MarkSheet;

/** The sheet without marks of bids that are not valid (a review may be decided anew). */
export function forBidders(valid: readonly string[], sheet: ExpertSheet): ExpertSheet {
  const marks = Object.fromEntries(Object.entries(sheet.marks).filter(([bidder]) => valid.includes(bidder)));
  return { ...sheet, marks };
}

/** Everything that keeps one sheet from being signed, each with its place. */
export function sheetFaults(project: Project, valid: readonly string[], sheet: ExpertSheet): Fault[] {
  return checkSheet(project, forBidders(valid, sheet).marks, valid);
}

/** Objective cells on which the experts differ. */
export function differingCells(
  project: Project,
  valid: readonly string[],
  sheets: readonly ExpertSheet[],
): Difference[] {
  return objectiveDifferences(project, sheets, valid);
}

/** Totals and ranking with the bidders' names, best first; `rulings` are those of the look-back. */
export function resultOf(
  project: Project,
  valid: readonly string[],
  sheets: readonly ExpertSheet[],
  rulings: readonly Ruling[] = [],
): BidderResult[] {
  const counted = sheets.map((sheet) => forBidders(valid, sheet));
  return score(project, counted, valid, rulings).bidders.map(({ id, items, price, total, rank }) => {
    const name = project.bidders.find((bidder) => bidder.id === id)?.name ?? id;
    return { id, name, items: { ...items }, price, total, rank };
  });
}
