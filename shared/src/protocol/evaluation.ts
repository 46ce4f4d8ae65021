import { type Static, Type } from 'typebox';
import {
  Base64,
  closed,
  Hex32,
  Id,
  Instant,
  keyed,
  Line,
  Prose,
  Thousandths,
  written,
} from './primitives.ts';
import { StatementView, TalkState } from './talk.ts';

/** Where a project stands, from its entry to the sealed report (DOMAIN: one evaluation). */
export const Stage = Type.Union([
  Type.Literal('draft'), // entered, may still change
  Type.Literal('frozen'), // may not change any more
  Type.Literal('drawing'), // the panel draw's ceremony is under way
  Type.Literal('gathering'), // check-in, seats, admission, pledges, declarations
  Type.Literal('chair'), // secret vote
  Type.Literal('review'), // preliminary review, expert by expert
  Type.Literal('review-vote'), // a vote on bidders they disagree on
  Type.Literal('competition'), // fewer than 3 valid bids: does competition remain?
  Type.Literal('marking'), // marks are given, private
  Type.Literal('signing'), // objective items agree; sheets are signed
  Type.Literal('lookback'), // revealed; flags are explained or amended
  Type.Literal('report'), // consents and dissents
  Type.Literal('sealed'), // report sealed
  Type.Literal('failed'), // ended without a ranking (no competition, no valid bids)
]);
export type Stage = Static<typeof Stage>;

/** Whether the panel may put a question to a bidder (澄清) in this stage. */
export function mayAskBidders(stage: Stage): boolean {
  return stage === 'review' || stage === 'review-vote' || stage === 'marking';
}

/** What one expert is to do now. `wait` says for whom in `waitingFor`. */
export const Step = Type.Union([
  Type.Literal('pledge'),
  Type.Literal('declare'),
  Type.Literal('chair'),
  Type.Literal('review'),
  Type.Literal('review-vote'),
  Type.Literal('competition'),
  Type.Literal('marking'),
  Type.Literal('sign'),
  Type.Literal('flags'),
  Type.Literal('flag-vote'),
  Type.Literal('consent'),
  Type.Literal('wait'),
  Type.Literal('done'),
]);
export type Step = Static<typeof Step>;

export const WaitingFor = Type.Union([
  Type.Literal('pledges'), // others have yet to arrive, pledge or declare
  Type.Literal('chair'),
  Type.Literal('reviews'),
  Type.Literal('votes'),
  Type.Literal('marks'), // others have yet to finish marking
  Type.Literal('signatures'),
  Type.Literal('explanations'),
  Type.Literal('flag-votes'), // the panel votes on abnormal marks
  Type.Literal('flag-review'), // a supervisor looks at the explanations
  Type.Literal('consents'),
  Type.Literal('seal'),
]);
export type WaitingFor = Static<typeof WaitingFor>;

/** The three heads of the preliminary review (形式、资格、响应性). */
export const ReviewHead = Type.Union([
  Type.Literal('form'),
  Type.Literal('qualification'),
  Type.Literal('responsiveness'),
]);
export type ReviewHead = Static<typeof ReviewHead>;

/** The heads in the order in which they are looked at. */
export const reviewHeads: readonly ReviewHead[] = ReviewHead.anyOf.map(({ const: head }) => head);

/** One expert's finding on one head for one bidder; a fail carries its reason. */
export const Finding = Type.Object({ pass: Type.Boolean(), reason: Type.Optional(Prose) }, closed);
export type Finding = Static<typeof Finding>;

export const Verdict = Type.Object(
  { form: Finding, qualification: Finding, responsiveness: Finding },
  closed,
);
export type Verdict = Static<typeof Verdict>;

/** bidder → verdict */
export const Verdicts = keyed(Verdict);
export type Verdicts = Static<typeof Verdicts>;

/** bidder → item → mark in thousandths; a mark not yet given is absent. */
export const Marks = keyed(keyed(Thousandths));
export type Marks = Static<typeof Marks>;

export const ItemView = Type.Object(
  {
    id: Id,
    section: Type.Union([Type.Literal('technical'), Type.Literal('commercial')]),
    title: Line,
    max: Thousandths,
    step: Thousandths,
    kind: Type.Union([Type.Literal('subjective'), Type.Literal('objective')]),
    guide: Type.Optional(Type.String()),
  },
  closed,
);
export type ItemView = Static<typeof ItemView>;

/** A bidder as the panel may see it; before the pledge the list is empty. */
export const BidderView = Type.Object(
  { id: Id, name: Line, valid: Type.Union([Type.Boolean(), Type.Null()]) },
  closed,
);
export type BidderView = Static<typeof BidderView>;

/** A dispute of the preliminary review, put to the vote: reasons by alias, never by name. */
export const DisputeView = Type.Object(
  {
    bidder: Id,
    findings: Type.Array(
      Type.Object(
        { alias: Line, head: ReviewHead, pass: Type.Boolean(), reason: Type.Optional(Prose) },
        closed,
      ),
    ),
    myVote: Type.Union([Type.Boolean(), Type.Null()]),
  },
  closed,
);
export type DisputeView = Static<typeof DisputeView>;

export const ClarificationView = Type.Object(
  {
    id: Id,
    bidder: Id,
    state: Type.Union([Type.Literal('drafted'), Type.Literal('relayed'), Type.Literal('answered')]),
    question: Prose,
    answer: Type.Optional(Prose),
    /** When the bidder's answer is due; set as it is relayed. */
    dueAt: Type.Optional(Instant),
  },
  closed,
);
export type ClarificationView = Static<typeof ClarificationView>;

/** A flag of the look-back, as its own expert sees it. */
export const FlagView = Type.Object(
  {
    id: Id,
    bidder: Id,
    item: Type.Union([Id, Type.Null()]),
    direction: Type.Union([Type.Literal('high'), Type.Literal('low')]),
    rule: Line,
    text: Type.Object({ zh: Prose, en: Prose }, closed),
    /** `voting`: the others vote on it; `closed`: ended without an answer. */
    state: Type.Union([
      Type.Literal('open'),
      Type.Literal('voting'),
      Type.Literal('explained'),
      Type.Literal('amended'),
      Type.Literal('closed'),
    ]),
    explanation: Type.Optional(Prose),
    /** Until when it is to be answered. */
    dueAt: Type.Optional(Instant),
    /** More than half of the panel have called it abnormal: a written reason is owed. */
    votes: Type.Optional(Type.Object({ yes: Type.Integer(), no: Type.Integer() }, closed)),
    /** What follows where no reason is given: the others' mean counts, or the report says so. */
    refusal: Type.Optional(Type.Union([Type.Literal('others-mean'), Type.Literal('noted')])),
    /** What follows where the mark is kept, by the tender's rule: it is struck, with whatever explanation. */
    kept: Type.Optional(Type.Literal('struck')),
  },
  closed,
);
export type FlagView = Static<typeof FlagView>;

/** Another expert's mark on which this one votes: abnormal or not. Nobody is named but by alias. */
export const FlagVoteView = Type.Object(
  {
    id: Id,
    alias: Line,
    bidder: Id,
    item: Type.Union([Id, Type.Null()]),
    direction: Type.Union([Type.Literal('high'), Type.Literal('low')]),
    mark: Thousandths,
    text: Type.Object({ zh: Prose, en: Prose }, closed),
    /** What the expert has written, and why a supervisor asks the panel. */
    explanation: Type.Optional(Prose),
    sentBack: Type.Optional(Prose),
    dueAt: Type.Optional(Instant),
    myVote: Type.Union([Type.Boolean(), Type.Null()]),
  },
  closed,
);
export type FlagVoteView = Static<typeof FlagVoteView>;

export const BidderResult = Type.Object(
  {
    id: Id,
    name: Line,
    items: keyed(Type.Integer()),
    price: Type.Integer(),
    total: Type.Integer(),
    rank: Type.Integer(),
  },
  closed,
);
export type BidderResult = Static<typeof BidderResult>;

/**
 * Everything one expert's booth may know of the evaluation, and nothing else. The hub composes it; the booth
 * shows it and works on it through an outage.
 */
export const ExpertView = Type.Object(
  {
    expert: Line, // pseudonym of the draw
    name: Line, // the expert's own name
    alias: Line, // 专家甲…
    ticket: Hex32,
    isChair: Type.Boolean(),
    seat: Id,
    /** SHA-256 digest of the terminal's fingerprint; goes into each signed sheet. */
    boothDigest: Hex32,
    project: Type.Object({ id: Id, title: Line, stage: Stage, items: Type.Array(ItemView) }, closed),
    step: Step,
    waitingFor: Type.Optional(WaitingFor),
    /** How many of how many members have done what `waitingFor` names. */
    progress: Type.Optional(Type.Object({ done: Type.Integer(), of: Type.Integer() }, closed)),
    bidders: Type.Array(BidderView),
    /** Aliases one may vote for as chair, with one's own. */
    candidates: Type.Array(Line),
    chair: Type.Union([Line, Type.Null()]),
    myVerdicts: Type.Union([Verdicts, Type.Null()]),
    disputes: Type.Array(DisputeView),
    competitionVote: Type.Union([Type.Boolean(), Type.Null()]),
    /** Whether the panel may talk now, and how many statements were made in all. */
    talk: Type.Object({ state: TalkState, said: Type.Integer({ minimum: 0 }) }, closed),
    /** The latest of them; none before the own pledge. */
    statements: Type.Array(StatementView),
    clarifications: Type.Array(ClarificationView),
    /** Marks the hub holds for this expert. */
    marks: Marks,
    /** Objective items on which the experts differ and this expert must look again, as `BIDDER/ITEM`. */
    differing: Type.Array(Type.Object({ bidder: Id, item: Id }, closed)),
    /** Version of the sheet to sign next: 1, then 2… with each amendment. */
    sheetVersion: Type.Integer({ minimum: 1 }),
    flags: Type.Array(FlagView),
    /** Flags of others that are put to the vote. */
    flagVotes: Type.Array(FlagVoteView),
    /** After the reveal: the totals; before it, null. */
    result: Type.Union([Type.Array(BidderResult), Type.Null()]),
    /** Digest of the report's contents, which the consent signs; null until the report stands. */
    reportDigest: Type.Union([Hex32, Type.Null()]),
  },
  closed,
);
export type ExpertView = Static<typeof ExpertView>;

/** A CMS signature over the UTF-8 bytes of `content`, canonical JSON. */
export const Signed = Type.Object({ content: written(0, 200_000), cms: Base64 }, closed);
export type Signed = Static<typeof Signed>;

/** What each signature says it is for; bound inside the CMS beside the content. */
export const SignedPurpose = Type.Union([
  Type.Literal('admission'),
  Type.Literal('pledge'),
  Type.Literal('sheet'),
  Type.Literal('consent'),
]);
export type SignedPurpose = Static<typeof SignedPurpose>;
