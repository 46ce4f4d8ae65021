import type { Project } from '#shared/projects/project.ts';
import {
  type BidderResult,
  type BidderView,
  type ClarificationView,
  type DisputeView,
  type ExpertView,
  type FlagView,
  type FlagVoteView,
  type Marks,
  reviewHeads,
  type Step,
  type WaitingFor,
} from '#shared/protocol/evaluation.ts';
import type { Clarification, Evaluation, MemberState } from './state.ts';
import type { Statements } from './statement-reads.ts';
import { talkNow } from './talk.ts';

/** What one expert's view is made of: nothing in it is another expert's but what all may know. */
export interface ViewParts {
  readonly project: Project;
  readonly evaluation: Evaluation;
  readonly me: MemberState;
  /** The expert's own name. */
  readonly name: string;
  readonly seat: string;
  readonly boothDigest: string;
  /** The expert's own marks: typed, or after the reveal those in force. */
  readonly marks: Marks;
  /** The expert's own flags. */
  readonly flags: readonly FlagView[];
  readonly talk: Statements;
  /** Flags of others on which this expert votes. */
  readonly flagVotes: readonly FlagVoteView[];
  /** Null before the reveal. */
  readonly result: readonly BidderResult[] | null;
  readonly report: {
    readonly digest: string;
    readonly sealed: boolean;
    /** Pseudonyms of those who have taken a position. */
    readonly answered: readonly string[];
  } | null;
}

/** Everything this expert may know now. */
export function composeView(parts: ViewParts): ExpertView {
  const { project, evaluation, me, report } = parts;
  const { waitingFor, progress, step } = stepOf(parts);
  return {
    expert: me.expert,
    name: parts.name,
    alias: me.alias,
    ticket: me.ticket,
    isChair: evaluation.chair === me.expert,
    seat: parts.seat,
    boothDigest: parts.boothDigest,
    project: { id: project.id, title: project.title, stage: evaluation.stage, items: project.items },
    step,
    ...(waitingFor ? { waitingFor } : {}),
    ...(progress ? { progress } : {}),
    bidders: biddersFor(parts),
    candidates: evaluation.members.map((member) => member.alias),
    chair: evaluation.members.find((member) => member.expert === evaluation.chair)?.alias ?? null,
    myVerdicts: me.verdicts,
    disputes: disputesFor(evaluation, me),
    competitionVote: me.competitionVote,
    talk: { state: talkNow(evaluation), said: me.pledgedAt ? parts.talk.said : 0 },
    statements: me.pledgedAt ? [...parts.talk.statements] : [],
    clarifications: evaluation.clarifications
      .filter((one) => one.state !== 'drafted' || one.drafter === me.expert || evaluation.chair === me.expert)
      .map(clarificationView),
    marks: parts.marks,
    differing: [...evaluation.differing],
    sheetVersion: me.version + 1,
    flags: [...parts.flags],
    flagVotes: [...parts.flagVotes],
    result: parts.result && [...parts.result],
    reportDigest: report?.digest ?? null,
  };
}

/** A clarification as the panel and the agency see it: who asked stays unsaid. */
export function clarificationView(one: Clarification): ClarificationView {
  return {
    id: one.id,
    bidder: one.bidder,
    state: one.state,
    question: one.question,
    ...(one.answer === null ? {} : { answer: one.answer }),
    ...(one.dueAt === null ? {} : { dueAt: one.dueAt }),
  };
}

/** Names only after the own pledge; validity only once the review is decided. */
function biddersFor({ project, evaluation, me }: ViewParts): BidderView[] {
  if (!me.pledgedAt) return [];
  return project.bidders.map(({ id, name }) => ({
    id,
    name,
    valid: evaluation.outcomes?.find((outcome) => outcome.bidder === id)?.valid ?? null,
  }));
}

function disputesFor({ disputed, members }: Evaluation, me: MemberState): DisputeView[] {
  if (!me.pledgedAt) return [];
  return disputed.map((bidder) => ({
    bidder,
    findings: members.flatMap(({ alias, verdicts }) => {
      const verdict = verdicts?.[bidder];
      return verdict ? reviewHeads.map((head) => ({ alias, head, ...verdict[head] })) : [];
    }),
    myVote: me.reviewVotes[bidder] ?? null,
  }));
}

interface StepNow {
  readonly step: Step;
  readonly waitingFor?: WaitingFor;
  readonly progress?: { readonly done: number; readonly of: number };
}

function stepOf({ project, evaluation, me, flags, flagVotes, report }: ViewParts): StepNow {
  const { members, size } = evaluation;
  /** `step` while this expert has something to do, then waiting for the others. */
  const eachDoes = (step: Step, waitingFor: WaitingFor, done: (member: MemberState) => boolean): StepNow =>
    done(me)
      ? { step: 'wait', waitingFor, progress: { done: members.filter(done).length, of: size } }
      : { step };
  switch (evaluation.stage) {
    case 'gathering':
      if (!me.pledgedAt) return { step: 'pledge' };
      return eachDoes('declare', 'pledges', (member) => member.declaredAt !== null || member.recused);
    case 'chair':
      return eachDoes('chair', 'chair', (member) => member.chairVote !== null);
    case 'review':
      return eachDoes('review', 'reviews', (member) => member.verdicts !== null);
    case 'review-vote':
      return eachDoes('review-vote', 'votes', (member) =>
        evaluation.disputed.every((bidder) => Object.hasOwn(member.reviewVotes, bidder)),
      );
    case 'competition':
      return eachDoes('competition', 'votes', (member) => member.competitionVote !== null);
    case 'marking':
      return eachDoes('marking', 'marks', (member) => member.readyAt !== null);
    case 'signing':
      return eachDoes('sign', 'signatures', (member) => member.signedAt !== null);
    case 'lookback':
      // No progress here: how many flags the others have is theirs alone.
      return lookbackStep(flags, flagVotes, project.lookback.review === 'supervisor');
    case 'report':
    case 'failed': {
      if (report?.sealed) return { step: 'done' };
      if (!report) return { step: 'wait', waitingFor: 'seal' };
      if (members.every((member) => report.answered.includes(member.expert))) {
        return { step: 'wait', waitingFor: 'seal' };
      }
      return eachDoes('consent', 'consents', (member) => report.answered.includes(member.expert));
    }
    default:
      return { step: 'done' };
  }
}

function lookbackStep(
  flags: readonly FlagView[],
  votes: readonly FlagVoteView[],
  reviewed: boolean,
): StepNow {
  const some = (state: FlagView['state']) => flags.some((flag) => flag.state === state);
  // A vote first: others wait for it.
  if (votes.some(({ myVote }) => myVote === null)) return { step: 'flag-vote' };
  if (some('open')) return { step: 'flags' };
  if (votes.length > 0 || some('voting')) return { step: 'wait', waitingFor: 'flag-votes' };
  const looked = reviewed && some('explained');
  return { step: 'wait', waitingFor: looked ? 'flag-review' : 'explanations' };
}
