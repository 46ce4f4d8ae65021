/**
 * An evaluation without a hub: the pure decisions of scoring and look-back, folded in memory. Signatures are
 * taken as verified; everything that is decided is decided by the real code.
 */

import type { Actor, Decision, Facts, NewEvent } from '#hub/ledger/command.ts';
import { amendSheet } from '#hub/lookback/decide/amending.ts';
import { explainFlag, refuseExplanation } from '#hub/lookback/decide/answering.ts';
import { openLookback } from '#hub/lookback/decide/opening.ts';
import { decideFlag, passDeadline } from '#hub/lookback/decide/supervising.ts';
import { voteOnFlag } from '#hub/lookback/decide/voting.ts';
import { evolveFlags, type HeldFlag } from '#hub/lookback/flag.ts';
import { ownFlags, votesFor } from '#hub/lookback/views.ts';
import { aliasAt } from '#hub/scoring/aliases.ts';
import { draftClarification, relayClarification, say } from '#hub/scoring/decide/discussion.ts';
import { declare, pledge } from '#hub/scoring/decide/gathering.ts';
import { draftMark, finishMarking, reopenMarking } from '#hub/scoring/decide/marking.ts';
import { openEvaluation, replaceMember } from '#hub/scoring/decide/panel.ts';
import { giveVerdicts, voteForChair, voteOnCompetition, voteOnReview } from '#hub/scoring/decide/review.ts';
import { signSheet } from '#hub/scoring/decide/signing.ts';
import { evolve, type Fact, opened } from '#hub/scoring/evolve.ts';
import { forBidders, resultOf } from '#hub/scoring/marks.ts';
import { actingMember } from '#hub/scoring/scene.ts';
import { type Evaluation, isRevealed, memberOf, validBidders } from '#hub/scoring/state.ts';
import { composeView } from '#hub/scoring/view.ts';
import { canonicalText, sha256Hex } from '#shared/canonical/index.ts';
import { Refusal } from '#shared/catalogue/refusal.ts';
import type { RefusalCode } from '#shared/catalogue/refusals/index.ts';
import { rulingsOf } from '#shared/lookback/closing.ts';
import type { Project } from '#shared/projects/project.ts';
import type { Act } from '#shared/protocol/booth-frames.ts';
import type { ExpertView, Marks, Verdict, Verdicts } from '#shared/protocol/evaluation.ts';
import { pledgeText } from '#shared/protocol/statements.ts';
import type { StatementView } from '#shared/protocol/talk.ts';
import type { Sheet } from '#shared/scoring/sheet.ts';

const AT = '2026-11-23T01:00:00.000Z';
const BOOTH = sha256Hex('booth');

/** What an expert does here: an act of the booth; those that are signed by what they say instead. */
export type Move =
  | Exclude<
      Act,
      {
        kind:
          | 'pledge'
          | 'sign'
          | 'consent'
          | 'admit'
          | 'leave'
          | 'trouble'
          | 'obeyed'
          | 'refuse-consent'
          | 'pause'
          | 'resume';
      }
    >
  | { kind: 'pledge' }
  | { kind: 'sign'; change?: Partial<Sheet> }
  | { kind: 'amend'; change: Marks };

/** A project with two subjective items and an objective one, and as many bidders as asked for. */
export function smallProject(bidders = 3, size = 5): Project {
  return {
    format: 'kawei/project@1',
    id: 'P-1',
    title: '测试项目',
    regime: 'bidding',
    items: [
      { id: 'T1', section: 'technical', title: '方案', max: 40_000, step: 500, kind: 'subjective' },
      { id: 'C1', section: 'commercial', title: '业绩', max: 20_000, step: 1000, kind: 'subjective' },
      { id: 'O1', section: 'commercial', title: '证书', max: 10_000, step: 5000, kind: 'objective' },
    ],
    price: { max: 30_000, decimals: 2, formula: { kind: 'lowest-first' } },
    aggregation: { kind: 'mean', decimals: 3 },
    bidders: Array.from({ length: bidders }, (_, n) => ({
      id: `B${n + 1}`,
      name: `投标人${n + 1}`,
      party: `P${n + 1}`,
      price: 100_000_00 + n * 1_000_00,
    })),
    panel: {
      categories: [{ id: 'A', count: size }],
      sites: [{ id: 'S1', min: size, max: size }],
      maxPerEmployer: size,
      reserves: 3,
    },
    lookback: { percent: 30, basis: 'others', falseAlarm: 0.01 },
  };
}

export const pass: Verdict = {
  form: { pass: true },
  qualification: { pass: true },
  responsiveness: { pass: true },
};
export const fail: Verdict = { ...pass, qualification: { pass: false, reason: '资质证书已过期' } };

export class Rehearsal {
  readonly project: Project;
  evaluation: Evaluation;
  readonly history: NewEvent[] = [];
  readonly marks = new Map<string, Marks>();
  readonly sheets = new Map<string, Sheet[]>();
  flags: HeldFlag[] = [];
  readonly statements: (StatementView & { readonly expert: string })[] = [];
  /** The hub's time. */
  at = AT;

  constructor(project: Project, size = 5) {
    this.project = project;
    const members = Array.from({ length: size }, (_, n) => ({
      expert: `E${n + 1}`,
      realId: `R${n + 1}`,
      ticket: String(n + 1).padStart(64, '0'),
      category: 'A',
      site: 'S1',
    }));
    const drawn = { project: project.id, drawId: `${project.id}#1`, members };
    const { events } = openEvaluation.decide(null, drawn, this.#facts('hub'));
    const [first] = events;
    if (first?.type !== 'evaluation.opened') throw new Error('the evaluation did not open');
    this.evaluation = opened({ ...first, at: AT });
  }

  /** Pseudonyms of the current members. */
  get experts(): string[] {
    return this.evaluation.members.map((member) => member.expert);
  }

  /** One expert's act. Throws its Refusal and changes nothing. */
  act(expert: string, move: Move): void {
    this.#apply(this.#decide(expert, move));
  }

  #decide(expert: string, move: Move): Decision<unknown> {
    const facts = this.#facts(expert);
    const me = actingMember(this.evaluation, expert);
    const scene = {
      project: this.project,
      evaluation: this.evaluation,
      me,
      seat: `H-${expert}`,
      booth: BOOTH,
    };
    const sheets = this.evaluation.members.map((member) =>
      forBidders(validBidders(this.evaluation), {
        ...member,
        marks: this.marks.get(member.expert) ?? {},
      }),
    );
    const marked = { ...scene, sheets };
    const flagged = { ...scene, sheets: this.counted(), flags: this.flags };
    switch (move.kind) {
      case 'pledge': {
        const who = { project: this.project.id, expert, seat: scene.seat, booth: BOOTH };
        const statement = { format: 'kawei/pledge@1', ...who, text: pledgeText.zh, signedAt: AT } as const;
        const input = { expert, statement, content: canonicalText(statement), cms: 'AAAA' };
        return pledge.decide(scene, input, facts);
      }
      case 'sign':
        return signSheet.decide(marked, this.#signed(expert, move.change ?? {}), facts);
      case 'amend': {
        const before = this.counted().find((sheet) => sheet.expert === expert)?.marks ?? {};
        const marks = structuredClone(before);
        for (const [bidder, cells] of Object.entries(move.change)) {
          marks[bidder] = { ...marks[bidder], ...cells };
        }
        return amendSheet.decide(flagged, this.#signed(expert, { marks }), facts);
      }
      case 'declare':
        return declare.decide(scene, move, facts);
      case 'chair-vote':
        return voteForChair.decide(scene, move, facts);
      case 'review':
        return giveVerdicts.decide(scene, move, facts);
      case 'review-vote':
        return voteOnReview.decide(scene, move, facts);
      case 'competition-vote':
        return voteOnCompetition.decide(scene, move, facts);
      case 'say':
        return say.decide({ ...scene, own: this.#saidBy(expert) }, move, facts);
      case 'clarification-draft':
        return draftClarification.decide(scene, move, facts);
      case 'clarification-relay':
        return relayClarification.decide(scene, { id: move.id, minutes: 30 }, facts);
      case 'mark':
        return draftMark.decide(scene, move, facts);
      case 'ready':
        return finishMarking.decide(marked, null, facts);
      case 'unready':
        return reopenMarking.decide(scene, null, facts);
      case 'explain':
        return explainFlag.decide(flagged, move, facts);
      case 'refuse-explanation':
        return refuseExplanation.decide(flagged, move, facts);
      case 'flag-vote':
        return voteOnFlag.decide(flagged, move, facts);
    }
  }

  /** A supervisor's decision on a flag. */
  supervise(flag: string, act: 'accept' | 'note' | 'send-back' | 'refer', reason = '请复核'): void {
    const input = { project: this.project.id, flag, act, reason };
    this.#apply(decideFlag.decide(this.#round(), input, this.#facts('supervisor')));
  }

  /** The hub finds that the step of a flag is over, `minutes` from now. */
  passDeadline(flag: string, minutes: number): void {
    this.at = new Date(Date.parse(this.at) + minutes * 60_000).toISOString();
    this.#apply(passDeadline.decide(this.#round(), { project: this.project.id, flag }, this.#facts('hub')));
  }

  #round() {
    const { project, evaluation, flags } = this;
    return { project, evaluation, flags, sheets: this.counted() };
  }

  /** The code an act is refused with, or null when it is done. */
  tryAct(expert: string, move: Move): RefusalCode | null {
    return this.tried(() => this.act(expert, move));
  }

  /** The code that something is refused with, or null. */
  tried(act: () => void): RefusalCode | null {
    try {
      act();
      return null;
    } catch (error) {
      if (error instanceof Refusal) return error.code;
      throw error;
    }
  }

  /** The panel replaces a member. */
  replace(expert: string, newcomer: string | null): void {
    const replacement = newcomer && {
      expert: newcomer,
      realId: `R-${newcomer}`,
      ticket: sha256Hex(newcomer).replace(/^./, 'f'),
      category: 'A',
      site: 'S1',
    };
    const payload = {
      project: this.project.id,
      expert,
      because: 'recusal' as const,
      reason: '亲属',
      passedOver: [],
      replacement: replacement || null,
    };
    this.#apply(replaceMember.decide(this.evaluation, payload, this.#facts('hub')));
  }

  /** Every expert does this, in order. */
  everyone(move: (expert: string, place: number) => Move): void {
    for (const [place, expert] of this.experts.entries()) this.act(expert, move(expert, place));
  }

  /** Pledges and declarations of all. */
  gather(): void {
    for (const expert of this.experts) {
      const me = memberOf(this.evaluation, expert);
      if (!me?.pledgedAt) this.act(expert, { kind: 'pledge' });
      if (!me?.declaredAt) this.act(expert, { kind: 'declare', bidders: [] });
    }
  }

  electFirst(): void {
    this.everyone(() => ({ kind: 'chair-vote', alias: aliasAt(0) }));
  }

  /** The same verdicts from all. */
  reviewAll(verdicts: (bidder: string, place: number) => Verdict = () => pass): void {
    this.everyone((_expert, place) => ({
      kind: 'review',
      verdicts: this.verdicts((bidder) => verdicts(bidder, place)),
    }));
  }

  verdicts(verdict: (bidder: string) => Verdict = () => pass): Verdicts {
    return Object.fromEntries(this.project.bidders.map(({ id }) => [id, verdict(id)]));
  }

  /** Every mark of one expert on the valid bids. */
  markAll(expert: string, mark: (bidder: string, item: string) => number = () => 10_000): void {
    for (const bidder of validBidders(this.evaluation)) {
      for (const { id: item } of this.project.items) {
        this.act(expert, { kind: 'mark', bidder, item, mark: mark(bidder, item) });
      }
    }
  }

  /** Straight to open signing, everybody with the same marks unless told otherwise. */
  toSigning(mark?: (expert: string, bidder: string, item: string) => number): void {
    this.gather();
    this.electFirst();
    this.reviewAll();
    for (const expert of this.experts)
      this.markAll(expert, mark && ((bidder, item) => mark(expert, bidder, item)));
    this.everyone(() => ({ kind: 'ready' }));
  }

  /** Sheets in force, in order of the members. */
  counted(): Sheet[] {
    return this.experts.flatMap((expert) => this.sheets.get(expert)?.at(-1) ?? []);
  }

  result() {
    return resultOf(this.project, validBidders(this.evaluation), this.counted(), rulingsOf(this.flags));
  }

  view(expert: string): ExpertView {
    const me = memberOf(this.evaluation, expert);
    if (!me) throw new Error(`${expert} is not on the panel`);
    const revealed = isRevealed(this.evaluation);
    return composeView({
      project: this.project,
      evaluation: this.evaluation,
      me,
      name: `姓名-${expert}`,
      seat: `H-${expert}`,
      boothDigest: BOOTH,
      marks: revealed ? (this.sheets.get(expert)?.at(-1)?.marks ?? {}) : (this.marks.get(expert) ?? {}),
      flags: ownFlags(this.project, this.flags, expert),
      flagVotes: votesFor(this.flags, expert),
      result: revealed ? this.result() : null,
      talk: { said: this.statements.length, statements: this.statements.map(({ expert: _, ...one }) => one) },
      report: null,
    });
  }

  #saidBy(expert: string): string[] {
    return this.statements.filter((one) => one.expert === expert).map(({ at }) => at);
  }

  #signed(expert: string, change: Partial<Sheet>) {
    const me = actingMember(this.evaluation, expert);
    const sheet: Sheet = {
      format: 'kawei/sheet@1',
      project: this.project.id,
      expert,
      ticket: me.ticket,
      seat: `H-${expert}`,
      booth: BOOTH,
      version: me.version + 1,
      marks: forBidders(validBidders(this.evaluation), {
        expert,
        ticket: '',
        marks: this.marks.get(expert) ?? {},
      }).marks,
      review: me.verdicts ?? {},
      signedAt: AT,
      ...change,
    };
    return { expert, sheet, content: canonicalText(sheet), cms: 'AAAA', tsr: 'AAAA' };
  }

  #apply({ events }: Decision<unknown>): void {
    for (const event of events) {
      this.history.push(event);
      this.evaluation = evolve(this.evaluation, { ...event, at: AT } as Fact);
      this.flags = evolveFlags(this.flags, [event]);
      this.#project(event);
    }
  }

  /** What the tables keep beside the folded state, and what the other rooms do. */
  #project(event: NewEvent): void {
    switch (event.type) {
      case 'mark.drafted': {
        const { expert, bidder, item, mark } = event.payload;
        const own = this.marks.get(expert) ?? {};
        const cells = { ...own[bidder] };
        if (mark === null) delete cells[item];
        else cells[item] = mark;
        this.marks.set(expert, { ...own, [bidder]: cells });
        return;
      }
      case 'statement.said': {
        const { expert, alias, text } = event.payload;
        this.statements.push({ expert, alias, at: this.at, text });
        return;
      }
      case 'evaluation.member-replaced':
        this.marks.delete(event.payload.expert);
        this.sheets.clear();
        return;
      case 'sheet.signed': {
        const { expert, content } = event.payload;
        this.sheets.set(expert, [...(this.sheets.get(expert) ?? []), JSON.parse(content) as Sheet]);
        return;
      }
      case 'marks.revealed': {
        const revealed = { project: this.project, evaluation: this.evaluation, sheets: this.counted() };
        this.#apply(openLookback.decide(revealed, { project: this.project.id }, this.#facts('hub')));
        return;
      }
      default:
    }
  }

  #facts(id: string): Facts {
    const actor: Actor = { kind: 'booth', id };
    return { at: this.at, actor, random: (bytes) => new Uint8Array(bytes) };
  }
}

/** A line of the record in short, for tests that read the order of events. */
export function typesOf(history: readonly NewEvent[]): string[] {
  return history.map((event) => event.type);
}
