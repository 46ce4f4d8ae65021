import { panelFlags } from '#shared/lookback/panel-flags.ts';
import type { Project } from '#shared/projects/project.ts';
import type { Sheet } from '#shared/scoring/sheet.ts';
import type { Command } from '../../ledger/command.ts';
import { about } from '../../scoring/advance.ts';
import { type Evaluation, sheetsInForce, validBidders } from '../../scoring/reads.ts';
import { loadEvaluation } from '../../scoring/scene.ts';
import { raisedFlag } from '../flag.ts';
import { concluded, dueFrom, whose } from './round.ts';

/** The revealed marks of a project. */
export interface Revealed {
  readonly project: Project;
  readonly evaluation: Evaluation;
  readonly sheets: readonly Sheet[];
}

/**
 * Looks back on the revealed marks: flags each abnormal one and puts it to its expert, or where the tender says so to
 * the vote of the panel; closes at once when there is none.
 */
export const openLookback: Command<{ project: string }, Revealed, null> = {
  name: 'open-lookback',
  async load(db, { project: id }) {
    const { project, evaluation } = await loadEvaluation(db, id);
    return { project, evaluation, sheets: await sheetsInForce(db, evaluation) };
  },
  decide(revealed, _input, { at }) {
    const { project, evaluation, sheets } = revealed;
    const aliasOf = (expert: string) =>
      evaluation.members.find((member) => member.expert === expert)?.alias ?? expert;
    const votes = project.lookback.consequence === 'vote';
    const dueAt = dueFrom(project, at);
    const events = panelFlags(project, sheets, validBidders(evaluation), aliasOf).flatMap((flag, place) => {
      const payload = {
        project: project.id,
        expert: flag.expert,
        alias: aliasOf(flag.expert),
        flag: `F${place + 1}`,
        bidder: flag.bidder,
        item: flag.item,
        direction: flag.direction,
        rule: flag.rule,
        text: flag.text,
        about: flag.about,
        rankingWouldChange: flag.rankingWouldChange,
        before: flag.value,
        dueAt: votes ? null : dueAt,
      };
      const raised = about(project.id, 'flag.raised', payload);
      if (!votes) return [raised];
      const who = whose(revealed, raisedFlag(payload));
      return [raised, about(project.id, 'flag.vote-opened', { ...who, dueAt })];
    });
    return { events: concluded({ ...revealed, flags: [] }, events), answer: null };
  },
};
