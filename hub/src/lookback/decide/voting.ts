import { Refusal } from '#shared/catalogue/refusal.ts';
import type { Command, NewEvent } from '../../ledger/command.ts';
import { about } from '../../scoring/advance.ts';
import { whoIs } from '../../scoring/scene.ts';
import { evolveFlag, type HeldFlag } from '../flag.ts';
import {
  closing,
  concluded,
  dueFrom,
  type FlagScene,
  flagOf,
  loadFlagScene,
  type Round,
  whose,
} from './round.ts';

/**
 * One expert's vote on another's mark: abnormal or not. The last one decides it. Its own expert does not vote; more than
 * half of the whole panel must call it abnormal (重庆条例 32).
 */
export const voteOnFlag: Command<{ flag: string; abnormal: boolean }, FlagScene, null> = {
  name: 'vote-on-flag',
  load: (db, _input, actor) => loadFlagScene(db, actor),
  decide(scene, { flag, abnormal }, { at }) {
    const found = flagOf(scene, flag);
    const { me, evaluation } = scene;
    if (found.state !== 'voting') throw new Refusal('FLAG_NOT_VOTING', { flag });
    if (found.expert === me.expert) throw new Refusal('FLAG_OWN_VOTE', { flag });
    if (Object.hasOwn(found.ballots, me.expert)) throw new Refusal('FLAG_VOTED', { flag });
    const given = about(scene.project.id, 'flag.vote-given', { ...whoIs(scene), flag, abnormal });
    const voted = evolveFlag(found, given);
    const all = evaluation.members.every(
      ({ expert }) => expert === found.expert || Object.hasOwn(voted.ballots, expert),
    );
    return { events: concluded(scene, [given, ...(all ? decidedVote(scene, voted, at) : [])]), answer: null };
  },
};

/** The outcome of the ballots given so far; who has not voted has not called the mark abnormal. */
export function decidedVote(round: Round, flag: HeldFlag, at: string): NewEvent[] {
  const { project, evaluation } = round;
  const ballots = Object.values(flag.ballots);
  const yes = ballots.filter((abnormal) => abnormal).length;
  const no = ballots.length - yes;
  const abnormal = 2 * yes > evaluation.size;
  const decided = about(project.id, 'flag.vote-decided', {
    ...whose(round, flag),
    ...{ yes, no, abnormal, dueAt: abnormal ? dueFrom(project, at) : null },
  });
  return abnormal ? [decided] : [decided, closing(round, flag, 'voted')];
}
