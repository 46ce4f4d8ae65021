import type { EventPayload } from '#shared/catalogue/events/index.ts';
import { Refusal } from '#shared/catalogue/refusal.ts';
import type { Command } from '../../ledger/command.ts';
import { about } from '../advance.ts';
import { aliasAt } from '../aliases.ts';
import { findEvaluation } from '../reads.ts';
import { type Evaluation, isRevealed } from '../state.ts';

/** Opens the evaluation of a project whose panel is drawn: aliases follow the order of tickets. */
export const openEvaluation: Command<EventPayload<'panel.drawn'>, null, null> = {
  name: 'open-evaluation',
  load: async () => null,
  decide(_state, { project, members }) {
    const inOrder = [...members].sort((a, b) => (a.ticket < b.ticket ? -1 : 1));
    const named = inOrder.map(({ expert, ticket }, place) => ({ expert, ticket, alias: aliasAt(place) }));
    const opened = about(project, 'evaluation.opened', { project, members: named, count: named.length });
    return { events: [opened], answer: null };
  },
};

/** Takes a replaced member out and lets the replacement in, under the next free alias. */
export const replaceMember: Command<EventPayload<'member.replaced'>, Evaluation | null, null> = {
  name: 'replace-evaluation-member',
  load: (db, { project }) => findEvaluation(db, project),
  decide(evaluation, { project, expert, because, replacement }) {
    if (!evaluation) throw new Refusal('EVALUATION_UNKNOWN', { project });
    if (isRevealed(evaluation) || evaluation.stage === 'failed') throw new Refusal('EVALUATION_REVEALED');
    const leaving = evaluation.members.find((member) => member.expert === expert);
    if (!leaving) return { events: [], answer: null };
    // Who has signed and left has done their part for now, and is not absent.
    if (because === 'absence' && leaving.signedAt !== null) throw new Refusal('MEMBER_PRESENT');
    const place = evaluation.members.length + evaluation.gone.length;
    const joining = replacement && {
      expert: replacement.expert,
      ticket: replacement.ticket,
      alias: aliasAt(place),
    };
    const replaced = about(project, 'evaluation.member-replaced', {
      project,
      expert,
      alias: leaving.alias,
      because,
      replacement: joining,
    });
    return { events: [replaced], answer: null };
  },
};
