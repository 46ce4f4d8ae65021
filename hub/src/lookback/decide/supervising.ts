import type { Static } from 'typebox';
import { Refusal } from '#shared/catalogue/refusal.ts';
import type { Text } from '#shared/catalogue/text.ts';
import type { DecideFlag } from '#shared/protocol/requests.ts';
import type { Command, NewEvent } from '../../ledger/command.ts';
import { about } from '../../scoring/advance.ts';
import type { HeldFlag } from '../flag.ts';
import { unexplained } from './answering.ts';
import { closing, concluded, dueFrom, explainedBy, flagOf, loadRound, type Round, whose } from './round.ts';
import { decidedVote } from './voting.ts';

type Decided = Static<typeof DecideFlag> & { readonly project: string; readonly flag: string };

/** A supervisor's decision on an explained flag: close it, note it, refer it, or send it back to the panel, once. */
export const decideFlag: Command<Decided, Round, null> = {
  name: 'decide-flag',
  load: (db, { project }) => loadRound(db, project),
  decide(round, { flag: id, act, reason }, { at }) {
    const flag = flagOf(round, id);
    if (flag.state !== 'explained') throw new Refusal('FLAG_NOT_EXPLAINED', { flag: id });
    if (act === 'send-back') {
      if (flag.sentBack !== null) throw new Refusal('FLAG_SENT_BACK', { flag: id });
      const dueAt = dueFrom(round.project, at);
      const back = about(round.project.id, 'flag.sent-back', { ...whose(round, flag), reason, dueAt });
      return { events: [back], answer: null };
    }
    const how = ({ accept: 'explained', note: 'noted', refer: 'referred' } as const)[act];
    return {
      events: concluded(round, [closing(round, flag, how, { rule: 'review', reason })]),
      answer: null,
    };
  },
};

const overdueWords: Readonly<Record<'open' | 'voting' | 'explained', Text>> = {
  open: { zh: '专家未在期限内书面说明', en: 'its expert has not explained it in time' },
  voting: {
    zh: '评标委员会未在期限内全部表决，按已投的票计',
    en: 'not all have voted in time; the votes given count',
  },
  explained: {
    zh: '监督人员未在期限内处理，按专家说明办结',
    en: 'nobody has looked at the explanation in time; it stands',
  },
};

/** A step of a flag is over: recorded as overdue, and the flag goes on without what has not come. */
export const passDeadline: Command<{ project: string; flag: string }, Round, null> = {
  name: 'pass-flag-deadline',
  load: (db, { project }) => loadRound(db, project),
  decide(round, { flag: id }, { at }) {
    const flag = round.flags.find((one) => one.id === id);
    const { state } = flag ?? {};
    if (!flag?.dueAt || at <= flag.dueAt || round.evaluation.stage !== 'lookback') return nothing;
    if (state !== 'open' && state !== 'voting' && state !== 'explained') return nothing;
    const overdue = about(round.project.id, 'flag.overdue', {
      ...whose(round, flag),
      ...overdueWords[state],
    });
    return { events: concluded(round, [overdue, ...followingFrom(round, flag, at)]), answer: null };
  },
};

const nothing = { events: [], answer: null };

function followingFrom(round: Round, flag: HeldFlag, at: string): NewEvent[] {
  if (flag.state === 'voting') return decidedVote(round, flag, at);
  if (flag.state === 'explained') return [explainedBy(round, flag)];
  return [flag.votes?.abnormal ? unexplained(round, flag) : closing(round, flag, 'expired')];
}
