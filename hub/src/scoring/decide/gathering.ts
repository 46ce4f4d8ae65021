import { Refusal } from '#shared/catalogue/refusal.ts';
import { type PledgeStatement, pledgeText } from '#shared/protocol/statements.ts';
import type { Command } from '../../ledger/command.ts';
import { about, settle } from '../advance.ts';
import { loadScene, type Scene, whoIs } from '../scene.ts';
import { isRevealed } from '../state.ts';

/** A pledge whose signature has been verified. */
export interface SignedPledge {
  /** Whose key signed it. */
  readonly expert: string;
  readonly statement: PledgeStatement;
  readonly content: string;
  readonly cms: string;
}

/** Takes a signed pledge: the exact text, for this project, by this expert, at this seat and booth. */
export const pledge: Command<SignedPledge, Scene, null> = {
  name: 'pledge',
  load: (db, _input, actor) => loadScene(db, actor),
  decide(scene, { expert, statement, content, cms }, { at }) {
    const { evaluation, me, project, seat, booth } = scene;
    if (me.pledgedAt) throw new Refusal('PLEDGE_DONE');
    if (evaluation.stage !== 'gathering') throw new Refusal('PLEDGE_NOT_NOW');
    if (expert !== me.expert) throw new Refusal('STATEMENT_MISMATCH', { field: 'expert' });
    const expected = { project: project.id, expert: me.expert, seat, booth, text: pledgeText.zh };
    for (const [field, value] of Object.entries(expected)) {
      if (statement[field as keyof typeof expected] !== value)
        throw new Refusal('STATEMENT_MISMATCH', { field });
    }
    const signed = about(project.id, 'pledge.signed', { ...whoIs(scene), content, cms });
    return { events: settle(evaluation, [signed], { project, at }), answer: null };
  },
};

/**
 * Declares that there is no conflict of interest, or a conflict with the bidders named. A conflict found later
 * may be declared until the marks are revealed.
 */
export const declare: Command<{ bidders: readonly string[]; reason?: string }, Scene, null> = {
  name: 'declare',
  load: (db, _input, actor) => loadScene(db, actor),
  decide(scene, { bidders, reason }, { at }) {
    const { evaluation, me, project } = scene;
    if (!me.pledgedAt) throw new Refusal('DECLARE_BEFORE_PLEDGE');
    if (isRevealed(evaluation) || evaluation.stage === 'failed') throw new Refusal('DECLARE_TOO_LATE');
    const who = whoIs(scene);
    if (bidders.length === 0) {
      if (me.declaredAt) throw new Refusal('DECLARE_DONE');
      const free = about(project.id, 'no-conflict.declared', who);
      return { events: settle(evaluation, [free], { project, at }), answer: null };
    }
    for (const bidder of bidders) {
      if (!project.bidders.some((one) => one.id === bidder)) throw new Refusal('BIDDER_UNKNOWN', { bidder });
    }
    if (!reason?.trim()) throw new Refusal('RECUSAL_REASON');
    const recused = about(project.id, 'recusal.declared', { ...who, bidders: [...bidders], reason });
    return { events: settle(evaluation, [recused], { project, at }), answer: null };
  },
};
