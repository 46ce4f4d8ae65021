import type { EventPayload, EventType } from '#shared/catalogue/events/index.ts';
import type { Project } from '#shared/projects/project.ts';
import { reviewHeads } from '#shared/protocol/evaluation.ts';
import type { NewEvent } from '../ledger/command.ts';
import { evolve, type Fact } from './evolve.ts';
import { differingCells, type ExpertSheet, resultOf } from './marks.ts';
import { type Evaluation, isValid, type MemberState, type Outcome, validBidders } from './state.ts';

/** Fewer valid bids than this, and the panel decides whether competition remains (招标投标法 28, 42). */
const ENOUGH_BIDS = 3;

/** What stands beside the evaluation as it advances: the project, the time, and the marks where they are needed. */
export interface Ground {
  readonly project: Project;
  readonly at: string;
  /** Every current member's marks; needed only by what may complete the marking or the signing. */
  readonly sheets?: readonly ExpertSheet[];
}

/** The events of an act together with all that follows from them: the next stage, a decision, the reveal. */
export function settle(state: Evaluation, news: readonly NewEvent[], ground: Ground): NewEvent[] {
  const events: NewEvent[] = [];
  let now = state;
  let pending = news;
  while (pending.length > 0) {
    events.push(...pending);
    now = pending.reduce((folded, event) => evolve(folded, { ...event, at: ground.at } as Fact), now);
    pending = next(now, ground);
  }
  return events;
}

/** One event about a project. */
export function about<T extends EventType>(project: string, type: T, payload: EventPayload<T>): NewEvent {
  return { type, subject: `project/${project}`, payload } as unknown as NewEvent;
}

function next(state: Evaluation, ground: Ground): NewEvent[] {
  const { project, members } = state;
  const all = (done: (member: MemberState) => boolean) =>
    members.length === state.size && members.every(done);
  switch (state.stage) {
    case 'gathering':
      if (!all((member) => member.declaredAt !== null && !member.recused)) return [];
      return [about(project, state.chair ? 'review.opened' : 'chair.opened', { project })];
    case 'chair':
      return all((member) => member.chairVote !== null) ? elect(state) : [];
    case 'review':
      return all((member) => member.verdicts !== null) ? compareVerdicts(state, ground.project) : [];
    case 'review-vote':
      return all((member) => state.disputed.every((bidder) => Object.hasOwn(member.reviewVotes, bidder)))
        ? decideReview(state, ground.project)
        : [];
    case 'competition':
      return all((member) => member.competitionVote !== null) ? decideCompetition(state) : [];
    case 'marking':
      return all((member) => member.readyAt !== null) ? openSigning(state, ground) : [];
    case 'signing':
      return all((member) => member.signedAt !== null) ? reveal(state, ground) : [];
    default:
      return [];
  }
}

/** Most votes; of those with as many, the lowest ticket. */
function elect(state: Evaluation): NewEvent[] {
  const votesFor = (expert: string) => state.members.filter((member) => member.chairVote === expert).length;
  const most = Math.max(...state.members.map((member) => votesFor(member.expert)));
  const tied = state.members
    .filter((member) => votesFor(member.expert) === most)
    .sort((a, b) => (a.ticket < b.ticket ? -1 : 1));
  const chair = tied[0];
  if (!chair) throw new Error('a panel without members elects nobody');
  const { project } = state;
  const { expert, alias } = chair;
  return [
    about(project, 'chair.elected', { project, expert, alias, votes: most, tied: tied.length }),
    about(project, 'review.opened', { project }),
  ];
}

/** Unanimous on every bidder: decided. Else the bidders they disagree on go to the vote. */
function compareVerdicts(state: Evaluation, project: Project): NewEvent[] {
  const disputed = project.bidders
    .map((bidder) => bidder.id)
    .filter((bidder) => new Set(state.members.map((member) => isValid(member.verdicts?.[bidder]))).size > 1);
  if (disputed.length === 0) return decideReview(state, project);
  return [
    about(state.project, 'review.disputed', {
      project: state.project,
      bidders: disputed,
      count: disputed.length,
    }),
  ];
}

function decideReview(state: Evaluation, project: Project): NewEvent[] {
  const outcomes = project.bidders.map((bidder) => outcomeOf(state, bidder.id));
  const valid = outcomes.filter((outcome) => outcome.valid).length;
  const decided = about(state.project, 'review.decided', {
    project: state.project,
    outcomes,
    valid,
    rejected: outcomes.length - valid,
  });
  if (valid === 0) return [decided, failed(state, 'no-valid-bid')];
  if (valid < ENOUGH_BIDS) {
    return [decided, about(state.project, 'competition.opened', { project: state.project, valid })];
  }
  return [decided, openMarking(state)];
}

/** Simple majority of the panel where they disagree; the reasons are those of the failing findings. */
function outcomeOf(state: Evaluation, bidder: string): Outcome {
  const verdicts = state.members.map((member) => member.verdicts?.[bidder]);
  const reasons = verdicts.flatMap((verdict) =>
    reviewHeads.flatMap((head) => (verdict && !verdict[head].pass ? [verdict[head].reason ?? ''] : [])),
  );
  const distinct = [...new Set(reasons.filter((reason) => reason !== ''))];
  if (!state.disputed.includes(bidder)) {
    const valid = isValid(verdicts[0]);
    return { bidder, valid, votes: null, reasons: valid ? [] : distinct };
  }
  const yes = state.members.filter((member) => member.reviewVotes[bidder]).length;
  const votes = { valid: yes, invalid: state.members.length - yes };
  const valid = votes.valid > votes.invalid;
  return { bidder, valid, votes, reasons: distinct };
}

function decideCompetition(state: Evaluation): NewEvent[] {
  const yes = state.members.filter((member) => member.competitionVote).length;
  const no = state.members.length - yes;
  const remains = yes > no;
  return [
    about(state.project, 'competition.decided', { project: state.project, remains, yes, no }),
    remains ? openMarking(state) : failed(state, 'no-competition'),
  ];
}

function openSigning(state: Evaluation, { project, sheets }: Ground): NewEvent[] {
  const cells = differingCells(project, validBidders(state), needed(sheets));
  if (cells.length === 0) return [about(state.project, 'signing.opened', { project: state.project })];
  const again = state.differing.length > 0;
  return [
    about(state.project, 'objective.differing', {
      project: state.project,
      cells,
      count: cells.length,
      again,
    }),
  ];
}

function reveal(state: Evaluation, { project, sheets }: Ground): NewEvent[] {
  const result = resultOf(project, validBidders(state), needed(sheets));
  return [about(state.project, 'marks.revealed', { project: state.project, result })];
}

function openMarking({ project }: Evaluation): NewEvent {
  return about(project, 'marking.opened', { project });
}

function failed({ project }: Evaluation, because: 'no-valid-bid' | 'no-competition'): NewEvent {
  return about(project, 'evaluation.failed', { project, because });
}

function needed(sheets: readonly ExpertSheet[] | undefined): readonly ExpertSheet[] {
  if (!sheets) throw new Error('the marks are needed here and were not loaded');
  return sheets;
}
