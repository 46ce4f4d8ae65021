import { Refusal } from '#shared/catalogue/refusal.ts';
import type { Command, NewEvent } from '../../ledger/command.ts';
import { about } from '../../scoring/advance.ts';
import type { HeldFlag } from '../flag.ts';
import {
  afterExplanation,
  closing,
  concluded,
  dueFrom,
  type FlagScene,
  flagOf,
  loadFlagScene,
  othersMean,
  type Round,
  whose,
} from './round.ts';

/** Keeps a flagged mark, with a written explanation. */
export const explainFlag: Command<{ flag: string; text: string }, FlagScene, null> = {
  name: 'explain-flag',
  load: (db, _input, actor) => loadFlagScene(db, actor),
  decide(scene, { flag, text }, { at }) {
    const found = ownOpen(scene, flag);
    const reviewed = scene.project.lookback.review === 'supervisor';
    const dueAt = reviewed ? dueFrom(scene.project, at) : null;
    const explained = about(scene.project.id, 'flag.explained', { ...whose(scene, found), text, dueAt });
    return { events: concluded(scene, [explained, ...afterExplanation(scene, found)]), answer: null };
  },
};

/** Gives no reason for a mark that the panel has called abnormal. */
export const refuseExplanation: Command<{ flag: string }, FlagScene, null> = {
  name: 'refuse-explanation',
  load: (db, _input, actor) => loadFlagScene(db, actor),
  decide(scene, { flag }) {
    const found = ownOpen(scene, flag);
    if (!found.votes?.abnormal) throw new Refusal('FLAG_REASON_OWED', { flag });
    const refused = about(scene.project.id, 'flag.refused', whose(scene, found));
    return { events: concluded(scene, [refused, unexplained(scene, found)]), answer: null };
  },
};

/** What a mark that is called abnormal and not explained comes to: the others' mean where the tender's rule says so. */
export function unexplained(round: Pick<Round, 'project'>, flag: HeldFlag): NewEvent {
  if (round.project.lookback.consequence === 'vote') return closing(round, flag, 'others-mean', othersMean);
  return closing(round, flag, 'noted');
}

function ownOpen(scene: FlagScene, id: string): HeldFlag {
  const found = flagOf(scene, id, ({ expert }) => expert === scene.me.expert);
  if (found.state === 'voting') throw new Refusal('FLAG_VOTING', { flag: id });
  if (found.state !== 'open') throw new Refusal('FLAG_CLOSED', { flag: id });
  return found;
}
