import type { Project } from '#shared/projects/project.ts';
import type { FlagView, FlagVoteView } from '#shared/protocol/evaluation.ts';
import type { HeldFlag } from './flag.ts';

/** The flags of one expert, for their booth alone. */
export function ownFlags({ lookback }: Project, flags: readonly HeldFlag[], expert: string): FlagView[] {
  return flags
    .filter((flag) => flag.expert === expert)
    .map(({ id, bidder, item, direction, rule, own, state, explanation, dueAt, votes }) => ({
      ...{ id, bidder, item, direction, rule, text: own, state },
      ...(explanation === null ? {} : { explanation }),
      ...(dueAt === null || state !== 'open' ? {} : { dueAt }),
      ...(votes?.abnormal
        ? {
            votes: { yes: votes.yes, no: votes.no },
            refusal: lookback.consequence === 'vote' ? ('others-mean' as const) : ('noted' as const),
          }
        : {}),
      ...(isStruckIfKept({ lookback, item, rule }) ? { kept: 'struck' as const } : {}),
    }));
}

/** The rule strikes single marks that lie beyond its percentage; a sum, or what the odds alone have found, counts. */
function isStruckIfKept({
  lookback,
  item,
  rule,
}: Pick<Project, 'lookback'> & Pick<HeldFlag, 'item' | 'rule'>) {
  return lookback.consequence === 'strike' && item !== null && rule.startsWith('percent-');
}

/** Flags of others on which this expert votes or has voted, while the vote is open; who has voted how stays unsaid. */
export function votesFor(flags: readonly HeldFlag[], expert: string): FlagVoteView[] {
  return flags
    .filter((flag) => flag.state === 'voting' && flag.closed === null && flag.expert !== expert)
    .map(({ id, alias, bidder, item, direction, before, text, explanation, sentBack, dueAt, ballots }) => ({
      ...{ id, alias, bidder, item, direction, mark: before, text },
      ...(explanation === null ? {} : { explanation }),
      ...(sentBack === null ? {} : { sentBack }),
      ...(dueAt === null ? {} : { dueAt }),
      myVote: ballots[expert] ?? null,
    }));
}
