import type { ExpertView } from '#shared/protocol/evaluation.ts';
import type { Entry } from './outbox.ts';

/** The hub's view with one expert's own acts laid over it that it may not show yet, in the order they were done. */
export function layOver(view: ExpertView, entries: readonly Entry[]): ExpertView {
  return entries.reduce(layOne, view);
}

function layOne(view: ExpertView, { act, at, views }: Entry): ExpertView {
  switch (act.kind) {
    case 'mark':
      return { ...view, marks: withMark(view.marks, act.bidder, act.item, act.mark) };
    case 'review':
      return { ...view, myVerdicts: act.verdicts };
    case 'review-vote': {
      const disputes = view.disputes.map((dispute) =>
        dispute.bidder === act.bidder ? { ...dispute, myVote: act.valid } : dispute,
      );
      return { ...view, disputes };
    }
    case 'competition-vote':
      return { ...view, competitionVote: act.remains };
    case 'say':
      // Once taken it comes back as a statement among others; laid over it again it would show twice.
      if (views !== null) return view;
      return { ...view, statements: [...view.statements, { alias: view.alias, at, text: act.text }] };
    case 'explain': {
      const flags = view.flags.map((flag) =>
        flag.id === act.flag && flag.state === 'open'
          ? { ...flag, state: 'explained' as const, explanation: act.text }
          : flag,
      );
      return { ...view, flags };
    }
    case 'refuse-explanation': {
      const flags = view.flags.map((flag) =>
        flag.id === act.flag && flag.state === 'open' ? { ...flag, state: 'closed' as const } : flag,
      );
      return { ...view, flags };
    }
    case 'flag-vote': {
      const flagVotes = view.flagVotes.map((vote) =>
        vote.id === act.flag ? { ...vote, myVote: act.abnormal } : vote,
      );
      return { ...view, flagVotes };
    }
    default:
      return view;
  }
}

/** Marks with one given, or with null taken back. */
export function withMark(
  marks: ExpertView['marks'],
  bidder: string,
  item: string,
  mark: number | null,
): ExpertView['marks'] {
  const others = Object.entries(marks[bidder] ?? {}).filter(([id]) => id !== item);
  return { ...marks, [bidder]: Object.fromEntries(mark === null ? others : [...others, [item, mark]]) };
}
