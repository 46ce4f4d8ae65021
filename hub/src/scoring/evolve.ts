import type { EventPayload, EventType } from '#shared/catalogue/events/index.ts';
import type { Evaluation, MemberState } from './state.ts';

/** An event as far as the fold needs it. */
export type Fact = {
  [T in EventType]: { readonly type: T; readonly at: string; readonly payload: EventPayload<T> };
}[EventType];
type FactOf<T extends EventType> = Extract<Fact, { type: T }>;

type Fold = { readonly [T in EventType]?: (state: Evaluation, fact: FactOf<T>) => Evaluation };

/** The evaluation as its first event makes it. */
export function opened({ at, payload }: FactOf<'evaluation.opened'>): Evaluation {
  return {
    project: payload.project,
    stage: 'gathering',
    stageAt: at,
    size: payload.members.length,
    members: payload.members.map(newMember),
    gone: [],
    chair: null,
    disputed: [],
    outcomes: null,
    competitionRemains: null,
    clarifications: [],
    differing: [],
    marked: false,
    failedBecause: null,
  };
}

/** What an event makes of an evaluation; one that does not concern it leaves it as it is. */
export function evolve(state: Evaluation, fact: Fact): Evaluation {
  const change = fold[fact.type] as ((state: Evaluation, fact: Fact) => Evaluation) | undefined;
  return change ? change(state, fact) : state;
}

/** The events that change an evaluation, besides its opening. */
export function foldedTypes(): EventType[] {
  return Object.keys(fold) as EventType[];
}

const fold: Fold = {
  'evaluation.member-replaced': replaceMember,
  'panel.assembled': (state) => withMembers(state, (member) => ({ ...member, disclosed: true })),
  'pledge.signed': (state, { at, payload }) => withMember(state, payload.expert, { pledgedAt: at }),
  'no-conflict.declared': (state, { at, payload }) => withMember(state, payload.expert, { declaredAt: at }),
  'recusal.declared': (state, { payload }) => withMember(state, payload.expert, { recused: true }),
  'chair.opened': (state, { at }) => enter(state, 'chair', at),
  'chair.voted': (state, { payload }) => withMember(state, payload.expert, { chairVote: payload.vote }),
  'chair.elected': (state, { payload }) => ({ ...state, chair: payload.expert }),
  'review.opened': (state, { at }) => enter(state, 'review', at),
  'verdicts.given': (state, { at, payload }) =>
    withMember(state, payload.expert, { verdicts: payload.verdicts, reviewedAt: at }),
  'review.disputed': (state, { at, payload }) => ({
    ...enter(state, 'review-vote', at),
    disputed: payload.bidders,
  }),
  'review-vote.given': (state, { payload: { expert, bidder, valid } }) =>
    changeMember(state, expert, (member) => ({
      ...member,
      reviewVotes: { ...member.reviewVotes, [bidder]: valid },
    })),
  'review.decided': (state, { payload }) => ({ ...state, outcomes: payload.outcomes }),
  'competition.opened': (state, { at }) => enter(state, 'competition', at),
  'competition.voted': (state, { payload }) =>
    withMember(state, payload.expert, { competitionVote: payload.remains }),
  'competition.decided': (state, { payload }) => ({ ...state, competitionRemains: payload.remains }),
  'evaluation.failed': (state, { at, payload }) => ({
    ...enter(state, 'failed', at),
    failedBecause: payload.because,
  }),
  'clarification.drafted': (state, { payload: { id, bidder, expert, question } }) => ({
    ...state,
    clarifications: [
      ...state.clarifications,
      { id, bidder, drafter: expert, question, state: 'drafted', dueAt: null, answer: null },
    ],
  }),
  'clarification.relayed': (state, { payload }) =>
    withClarification(state, payload.id, { state: 'relayed', dueAt: payload.dueAt }),
  'clarification.answered': (state, { payload }) =>
    withClarification(state, payload.id, { state: 'answered', answer: payload.answer }),
  'marking.opened': (state, { at }) => ({ ...enter(state, 'marking', at), marked: true }),
  'marks.ready': (state, { at, payload }) => withMember(state, payload.expert, { readyAt: at }),
  'marks.unready': (state, { payload }) => withMember(state, payload.expert, { readyAt: null }),
  'objective.differing': (state, { payload }) => ({
    ...withMembers(state, (member) => ({ ...member, readyAt: null })),
    differing: payload.cells,
  }),
  'signing.opened': (state, { at }) => ({ ...enter(state, 'signing', at), differing: [] }),
  'sheet.signed': (state, { at, payload }) =>
    withMember(state, payload.expert, { signedAt: at, version: payload.version }),
  'marks.revealed': (state, { at }) => enter(state, 'lookback', at),
  'lookback.closed': (state, { at }) => enter(state, 'report', at),
  // A failed evaluation has a sealed report too, and stays failed.
  'report.sealed': (state, { at }) => (state.stage === 'failed' ? state : enter(state, 'sealed', at)),
};

/**
 * A member leaves and another may come: the conclusions of who left are void, and whatever was decided with
 * them is decided anew (实施条例 art. 48). What the others have given by themselves stays theirs.
 */
function replaceMember(state: Evaluation, { at, payload }: FactOf<'evaluation.member-replaced'>): Evaluation {
  const stay = state.members.filter((member) => member.expert !== payload.expert);
  const left = state.members.filter((member) => member.expert === payload.expert);
  const joined = payload.replacement ? [...stay, newMember(payload.replacement)] : stay;
  const chairLeft = state.chair === payload.expert;
  const redo = (member: MemberState): MemberState => ({
    ...member,
    chairVote: chairLeft || state.chair === null ? null : member.chairVote,
    reviewVotes: {},
    competitionVote: null,
    readyAt: null,
    signedAt: null,
  });
  return {
    ...enter(state, 'gathering', at),
    members: joined.map(redo),
    gone: [...state.gone, ...left.map((member) => ({ ...pick(member), because: payload.because }))],
    chair: chairLeft ? null : state.chair,
    disputed: [],
    outcomes: null,
    competitionRemains: null,
    differing: [],
  };
}

function pick({ expert, alias, ticket, disclosed }: MemberState) {
  return { expert, alias, ticket, disclosed };
}

function newMember(member: EventPayload<'evaluation.opened'>['members'][number]): MemberState {
  return {
    ...member,
    pledgedAt: null,
    declaredAt: null,
    disclosed: false,
    recused: false,
    chairVote: null,
    verdicts: null,
    reviewedAt: null,
    reviewVotes: {},
    competitionVote: null,
    readyAt: null,
    signedAt: null,
    version: 0,
  };
}

function enter(state: Evaluation, stage: Evaluation['stage'], at: string): Evaluation {
  return { ...state, stage, stageAt: at };
}

function withMembers(state: Evaluation, change: (member: MemberState) => MemberState): Evaluation {
  return { ...state, members: state.members.map(change) };
}

function changeMember(
  state: Evaluation,
  expert: string,
  change: (member: MemberState) => MemberState,
): Evaluation {
  return withMembers(state, (member) => (member.expert === expert ? change(member) : member));
}

function withMember(state: Evaluation, expert: string, change: Partial<MemberState>): Evaluation {
  return changeMember(state, expert, (member) => ({ ...member, ...change }));
}

function withClarification(
  state: Evaluation,
  id: string,
  change: Partial<Evaluation['clarifications'][number]>,
): Evaluation {
  return {
    ...state,
    clarifications: state.clarifications.map((one) => (one.id === id ? { ...one, ...change } : one)),
  };
}
