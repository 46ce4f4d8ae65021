/** The booth's score sheet: what is wrong with it, by the one rule all share, and what is signed. */
import { type Fault, refusalText } from '#shared/catalogue/refusal.ts';
import type { SheetFault } from '#shared/protocol/bridge.ts';
import type { ExpertView, Marks } from '#shared/protocol/evaluation.ts';
import { markFault, type Sheet } from '#shared/scoring/sheet.ts';

/** Bidders whose bids the review has found valid: the only ones that are marked. */
export function validBidders({ bidders }: Pick<ExpertView, 'bidders'>): ExpertView['bidders'] {
  return bidders.filter(({ valid }) => valid === true);
}

interface CellFault {
  readonly bidder: ExpertView['bidders'][number];
  readonly item: ExpertView['project']['items'][number];
  readonly fault: Fault;
}

/** Everything that keeps these marks from being signed, bidder by bidder, in the order of the items. */
export function cellFaults(session: ExpertView, marks: Marks): CellFault[] {
  return validBidders(session).flatMap((bidder) =>
    session.project.items.flatMap((item): CellFault[] => {
      const fault = markFault(bidder.id, item, marks[bidder.id]?.[item.id]);
      return fault ? [{ bidder, item, fault }] : [];
    }),
  );
}

/** The same of the marks given, as the page shows it: with the bidders' names. */
export function sheetFaults(session: ExpertView): SheetFault[] {
  return cellFaults(session, session.marks).map(({ bidder, item, fault }) => ({
    bidder: bidder.id,
    item: item.id,
    message: refusalText(fault.code, { ...fault.values, bidder: bidder.name }),
  }));
}

/** The marks of valid bidders, with those changed for an amendment laid over them. */
export function marksToSign(session: ExpertView, amendment: Marks = {}): Marks {
  return Object.fromEntries(
    validBidders(session)
      .filter(({ id }) => session.marks[id] ?? amendment[id])
      .map(({ id }) => [id, { ...session.marks[id], ...amendment[id] }]),
  );
}

/** The sheet as it is signed: the next version, at this seat and booth. */
export function sheetOf(session: ExpertView, marks: Marks, signedAt: string): Sheet {
  return {
    format: 'kawei/sheet@1',
    project: session.project.id,
    expert: session.expert,
    ticket: session.ticket,
    seat: session.seat,
    booth: session.boothDigest,
    version: session.sheetVersion,
    marks,
    review: session.myVerdicts ?? {},
    signedAt,
  };
}
