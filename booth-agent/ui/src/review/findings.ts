import { type BidderView, type ReviewHead, reviewHeads, type Verdicts } from '#shared/protocol/evaluation.ts';

/** A finding as it is being given: not judged yet is absent. */
export type Draft = Readonly<Record<string, { readonly pass: boolean; readonly reason: string }>>;

/** Where a finding stands in the draft. */
export function placeOf(bidder: string, head: ReviewHead): string {
  return `${bidder}/${head}`;
}

/** One thing still to be done before the findings can be handed in. */
export interface Gap {
  readonly bidder: BidderView;
  readonly head: ReviewHead;
  readonly lacks: 'finding' | 'reason';
}

/** What is still open, in the order of the page. */
export function gapsOf(bidders: readonly BidderView[], draft: Draft): Gap[] {
  return bidders.flatMap((bidder) =>
    reviewHeads.flatMap((head): Gap[] => {
      const given = draft[placeOf(bidder.id, head)];
      if (!given) return [{ bidder, head, lacks: 'finding' }];
      return given.pass || given.reason.trim() !== '' ? [] : [{ bidder, head, lacks: 'reason' }];
    }),
  );
}

/** The findings as they are handed in; call only when nothing is open. */
export function verdictsOf(bidders: readonly BidderView[], draft: Draft): Verdicts {
  const finding = (bidder: string, head: ReviewHead) => {
    const given = draft[placeOf(bidder, head)];
    if (!given) throw new Error(`no finding on ${head} of ${bidder}`);
    return given.pass ? { pass: true } : { pass: false, reason: given.reason.trim() };
  };
  return Object.fromEntries(
    bidders.map(({ id }) => [
      id,
      {
        form: finding(id, 'form'),
        qualification: finding(id, 'qualification'),
        responsiveness: finding(id, 'responsiveness'),
      },
    ]),
  );
}
