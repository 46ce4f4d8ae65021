import { Refusal } from '#shared/catalogue/refusal.ts';
import { mayAskBidders } from '#shared/protocol/evaluation.ts';
import type { Command } from '../../ledger/command.ts';
import type { Db } from '../../store/database.ts';
import { about } from '../advance.ts';
import { loadEvaluation, loadScene, type Scene, whoIs } from '../scene.ts';
import type { Clarification, Evaluation } from '../state.ts';
import { lastStatementsOf } from '../statement-reads.ts';
import { requireTalk, STATEMENTS_A_MINUTE } from '../talk.ts';

/** An anonymous statement to the panel. Refused as `requireTalk` says. */
export const say: Command<{ text: string }, Scene & { readonly own: readonly string[] }, null> = {
  name: 'say',
  async load(db, _input, actor) {
    const scene = await loadScene(db, actor);
    return { ...scene, own: await lastStatementsOf(db, { ...whoIs(scene), limit: STATEMENTS_A_MINUTE }) };
  },
  decide(scene, { text }, { at }) {
    requireTalk(scene.evaluation, { text, own: scene.own, at });
    return {
      events: [about(scene.project.id, 'statement.said', { ...whoIs(scene), text })],
      answer: null,
    };
  },
};

/** Drafts a question to a bidder, for the chair to relay. */
export const draftClarification: Command<{ bidder: string; question: string }, Scene, null> = {
  name: 'draft-clarification',
  load: (db, _input, actor) => loadScene(db, actor),
  decide(scene, { bidder, question }) {
    const { evaluation, project } = scene;
    if (!mayAskBidders(evaluation.stage)) throw new Refusal('CLARIFICATION_NOT_NOW');
    if (!project.bidders.some((one) => one.id === bidder)) throw new Refusal('BIDDER_UNKNOWN', { bidder });
    const id = `C${evaluation.clarifications.length + 1}`;
    const drafted = about(project.id, 'clarification.drafted', { ...whoIs(scene), id, bidder, question });
    return { events: [drafted], answer: null };
  },
};

/** The chair sends a question on; the bidder has `minutes` to answer. */
export const relayClarification: Command<{ id: string; minutes: number }, Scene, null> = {
  name: 'relay-clarification',
  load: (db, _input, actor) => loadScene(db, actor),
  decide({ evaluation, me, project }, { id, minutes }, { at }) {
    if (evaluation.chair !== me.expert) throw new Refusal('CLARIFICATION_CHAIR_ONLY');
    if (!mayAskBidders(evaluation.stage)) throw new Refusal('CLARIFICATION_NOT_NOW');
    const { bidder, state } = clarificationOf(evaluation, id);
    if (state !== 'drafted') throw new Refusal('CLARIFICATION_RELAYED', { id });
    const dueAt = new Date(Date.parse(at) + minutes * 60_000).toISOString();
    const relayed = about(project.id, 'clarification.relayed', { project: project.id, id, bidder, dueAt });
    return { events: [relayed], answer: null };
  },
};

/** The bidder's written answer, handed in by the agency that has entered the project; for another there is none. */
export const answerClarification: Command<{ project: string; id: string; answer: string }, Evaluation, null> =
  {
    name: 'answer-clarification',
    async load(db: Db, { project }, actor) {
      const { evaluation, enteredBy } = await loadEvaluation(db, project);
      if (enteredBy !== `${actor.kind}:${actor.id}`) throw new Refusal('EVALUATION_UNKNOWN', { project });
      return evaluation;
    },
    decide(evaluation, { project, id, answer }, { at }) {
      const { bidder, state, dueAt } = clarificationOf(evaluation, id);
      if (state === 'drafted') throw new Refusal('CLARIFICATION_NOT_RELAYED', { id });
      if (state === 'answered') throw new Refusal('CLARIFICATION_ANSWERED', { id });
      if (dueAt && at > dueAt) throw new Refusal('CLARIFICATION_OVERDUE', { id, dueAt });
      const answered = about(project, 'clarification.answered', { project, id, bidder, answer });
      return { events: [answered], answer: null };
    },
  };

function clarificationOf(evaluation: Evaluation, id: string): Clarification {
  const found = evaluation.clarifications.find((one) => one.id === id);
  if (!found) throw new Refusal('CLARIFICATION_UNKNOWN', { id });
  return found;
}
