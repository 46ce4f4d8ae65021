import { type Fault, Refusal } from '#shared/catalogue/refusal.ts';
import type { Project } from '#shared/projects/project.ts';
import { reviewHeads, type Verdicts } from '#shared/protocol/evaluation.ts';
import type { Command } from '../../ledger/command.ts';
import { about, settle } from '../advance.ts';
import { loadScene, type Scene, whoIs } from '../scene.ts';

/** A secret vote for the chair, by alias; the last one elects. */
export const voteForChair: Command<{ alias: string }, Scene, null> = {
  name: 'vote-for-chair',
  load: (db, _input, actor) => loadScene(db, actor),
  decide(scene, { alias }, { at }) {
    const { evaluation, me, project } = scene;
    if (evaluation.stage !== 'chair') throw new Refusal('CHAIR_NOT_NOW');
    if (me.chairVote) throw new Refusal('CHAIR_VOTED');
    const candidate = evaluation.members.find((member) => member.alias === alias);
    if (!candidate) throw new Refusal('CHAIR_UNKNOWN', { alias });
    const voted = about(project.id, 'chair.voted', { ...whoIs(scene), vote: candidate.expert });
    return { events: settle(evaluation, [voted], { project, at }), answer: null };
  },
};

/** One expert's findings of the preliminary review on every bidder. Refuses all faults at once, with their places. */
export const giveVerdicts: Command<{ verdicts: Verdicts }, Scene, null> = {
  name: 'give-verdicts',
  load: (db, _input, actor) => loadScene(db, actor),
  decide(scene, { verdicts }, { at }) {
    const { evaluation, me, project } = scene;
    if (evaluation.stage !== 'review') throw new Refusal('REVIEW_NOT_NOW');
    if (me.verdicts) throw new Refusal('REVIEW_DONE');
    const faults = verdictFaults(project, verdicts);
    if (faults.length > 0) throw new Refusal('REVIEW_FAULTS', { count: faults.length }, faults);
    const given = about(project.id, 'verdicts.given', { ...whoIs(scene), verdicts });
    return { events: settle(evaluation, [given], { project, at }), answer: null };
  },
};

/** A vote on one bidder whose validity is disputed. */
export const voteOnReview: Command<{ bidder: string; valid: boolean }, Scene, null> = {
  name: 'vote-on-review',
  load: (db, _input, actor) => loadScene(db, actor),
  decide(scene, { bidder, valid }, { at }) {
    const { evaluation, me, project } = scene;
    if (evaluation.stage !== 'review-vote') throw new Refusal('REVIEW_VOTE_NOT_NOW');
    if (!evaluation.disputed.includes(bidder)) throw new Refusal('REVIEW_VOTE_UNDISPUTED', { bidder });
    if (Object.hasOwn(me.reviewVotes, bidder)) throw new Refusal('REVIEW_VOTED', { bidder });
    const voted = about(project.id, 'review-vote.given', { ...whoIs(scene), bidder, valid });
    return { events: settle(evaluation, [voted], { project, at }), answer: null };
  },
};

/** A vote on whether competition remains with fewer than three valid bids. */
export const voteOnCompetition: Command<{ remains: boolean }, Scene, null> = {
  name: 'vote-on-competition',
  load: (db, _input, actor) => loadScene(db, actor),
  decide(scene, { remains }, { at }) {
    const { evaluation, me, project } = scene;
    if (evaluation.stage !== 'competition') throw new Refusal('COMPETITION_NOT_NOW');
    if (me.competitionVote !== null) throw new Refusal('COMPETITION_VOTED');
    const voted = about(project.id, 'competition.voted', { ...whoIs(scene), remains });
    return { events: settle(evaluation, [voted], { project, at }), answer: null };
  },
};

function verdictFaults(project: Project, verdicts: Verdicts): Fault[] {
  const ids = project.bidders.map((bidder) => bidder.id);
  const surplus = Object.keys(verdicts).filter((bidder) => !ids.includes(bidder));
  return [
    ...surplus.map((bidder): Fault => ({ code: 'BIDDER_UNKNOWN', place: bidder, values: { bidder } })),
    ...ids.flatMap((bidder): Fault[] => {
      const verdict = verdicts[bidder];
      if (!verdict) return [{ code: 'REVIEW_MISSING', place: bidder, values: { bidder } }];
      return reviewHeads
        .filter((head) => !verdict[head].pass && !verdict[head].reason?.trim())
        .map((head): Fault => ({ code: 'REVIEW_REASON', place: `${bidder}.${head}` }));
    }),
  ];
}
