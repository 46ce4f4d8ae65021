import { describe, expect, test } from 'vitest';
import type { Project } from '#shared/projects/project.ts';
import { Rehearsal, smallProject, typesOf } from '#test/rehearsal/evaluation.ts';

/** E2 gives B1 far less than the others on one item: two flags, F1 on the sum and F2 on the item. */
function flagged(lookback: Partial<Project['lookback']>, size = 7): Rehearsal {
  const project = smallProject(3, size);
  const play = new Rehearsal({ ...project, lookback: { ...project.lookback, ...lookback } }, size);
  play.toSigning((expert, bidder, item) => {
    if (expert === 'E2' && bidder === 'B1' && item === 'T1') return 2000;
    return item === 'T1' ? 30_000 : 10_000;
  });
  play.everyone(() => ({ kind: 'sign' }));
  return play;
}

const ends = (play: Rehearsal) => play.flags.map(({ id, closed }) => [id, closed]);
const closings = (play: Rehearsal) =>
  play.history.flatMap((event) => (event.type === 'flag.closed' ? [event.payload] : []));
const totalOf = (play: Rehearsal, bidder: string) => play.result().find(({ id }) => id === bidder)?.items.T1;

/** All but E2 vote on every flag that is put to the vote. */
function vote(play: Rehearsal, abnormal: (voter: string) => boolean): void {
  for (const voter of play.experts.filter((expert) => expert !== 'E2'))
    for (const { id } of play.view(voter).flagVotes.filter(({ myVote }) => myVote === null))
      play.act(voter, { kind: 'flag-vote', flag: id, abnormal: abnormal(voter) });
}

describe('the sentence of a flag', () => {
  test('speaks to its own expert as you, and to others by alias', () => {
    const play = flagged({});
    for (const { text } of play.view('E2').flags) {
      expect(text.zh).toMatch(/^您给/);
      expect(text.zh).not.toContain('专家乙');
    }
    for (const { text } of play.flags) expect(text.zh).toMatch(/^专家乙给/);
  });
});

describe('without rules of its own', () => {
  test('every flag ends with an event that says how', () => {
    const play = flagged({});
    play.act('E2', { kind: 'explain', flag: 'F1', text: '缺应急预案' });
    play.act('E2', { kind: 'amend', change: { B1: { T1: 28_000 } } });
    expect(ends(play)).toEqual([
      ['F1', 'explained'],
      ['F2', 'amended'],
    ]);
    expect(closings(play)).toMatchObject([
      { flag: 'F1', how: 'explained', rule: 'percent-30-others', reason: null },
      { flag: 'F2', how: 'amended' },
    ]);
    expect(typesOf(play.history).at(-1)).toBe('lookback.closed');
  });

  test('there is no deadline, and a step cannot pass', () => {
    const play = flagged({});
    const { length } = play.history;
    play.passDeadline('F1', 10_000);
    expect(play.history).toHaveLength(length);
  });
});

describe('the rule "note"', () => {
  test('a kept mark is noted by the name of the rule', () => {
    const play = flagged({ consequence: 'note' });
    for (const flag of ['F1', 'F2']) play.act('E2', { kind: 'explain', flag, text: '理由' });
    expect(closings(play)).toMatchObject([
      { how: 'noted', rule: 'note' },
      { how: 'noted', rule: 'note' },
    ]);
  });
});

describe('the rule "strike"', () => {
  const strike = { consequence: 'strike', basis: 'all', percent: 20 } as const;

  test('a mark beyond the percentage of the mean of all gives way to the mean of those inside; signed marks stay', () => {
    const play = flagged(strike);
    // Six of 30 and one of 2 have the mean 26: all but the 2 lie within 20 %.
    expect(totalOf(play, 'B1')).toBe(30_000);
    expect(play.sheets.get('E2')?.[0]?.marks.B1?.T1).toBe(2000);
    const { flags } = play.view('E2');
    expect(flags.map(({ item, kept }) => [item, kept])).toEqual([
      [null, undefined],
      ['T1', 'struck'],
    ]);
    for (const { id } of flags) play.act('E2', { kind: 'explain', flag: id, text: '方案缺少应急预案' });
    const struck = play.history.flatMap((event) => (event.type === 'mark.struck' ? [event.payload] : []));
    expect(struck).toMatchObject([
      { expert: 'E2', bidder: 'B1', item: 'T1', rule: 'strike-20-all', mark: 2000, instead: 30_000 },
    ]);
    expect(play.flags.find(({ item }) => item === 'T1')?.closed).toBe('struck');
    expect(play.flags.find(({ item }) => item === null)?.closed).toBe('explained');
    expect(play.evaluation.stage).toBe('report');
  });

  test('what is amended to lie inside counts again', () => {
    const play = flagged(strike);
    play.act('E2', { kind: 'amend', change: { B1: { T1: 27_000 } } });
    expect(totalOf(play, 'B1')).toBe(29_571); // (6 × 30 + 27) / 7
    expect(typesOf(play.history)).not.toContain('mark.struck');
  });
});

describe('the rule "vote"', () => {
  test('the panel votes unnamed; its own expert waits, and nobody sees how another votes', () => {
    const play = flagged({ consequence: 'vote' });
    expect(play.view('E2')).toMatchObject({ step: 'wait', waitingFor: 'flag-votes' });
    expect(play.tryAct('E2', { kind: 'flag-vote', flag: 'F1', abnormal: false })).toBe('FLAG_OWN_VOTE');
    expect(play.tryAct('E2', { kind: 'explain', flag: 'F1', text: '理由' })).toBe('FLAG_VOTING');
    expect(play.view('E1')).toMatchObject({ step: 'flag-vote' });
    play.act('E1', { kind: 'flag-vote', flag: 'F1', abnormal: true });
    expect(play.tryAct('E1', { kind: 'flag-vote', flag: 'F1', abnormal: false })).toBe('FLAG_VOTED');
    const [seen] = play.view('E3').flagVotes;
    expect(seen).toMatchObject({ alias: '专家乙', mark: 12_000, myVote: null });
    expect(JSON.stringify(seen)).not.toMatch(/yes|ballot|E1|专家甲/);
  });

  test('more than half of the panel: a reason is owed, and given it the mark stands', () => {
    const play = flagged({ consequence: 'vote' });
    vote(play, (voter) => ['E1', 'E3', 'E4', 'E5'].includes(voter)); // 4 of 7
    expect(play.view('E2')).toMatchObject({ step: 'flags', flags: [{ votes: { yes: 4, no: 2 } }, {}] });
    for (const flag of ['F1', 'F2']) play.act('E2', { kind: 'explain', flag, text: '方案缺少应急预案' });
    expect(ends(play).map(([, how]) => how)).toEqual(['explained', 'explained']);
    expect(totalOf(play, 'B1')).toBe(26_000);
    expect(play.evaluation.stage).toBe('report');
  });

  test('not more than half: the mark stands, and nothing is asked of its expert', () => {
    const play = flagged({ consequence: 'vote' });
    vote(play, (voter) => ['E1', 'E3', 'E4'].includes(voter)); // 3 of 7
    expect(ends(play).map(([, how]) => how)).toEqual(['voted', 'voted']);
    expect(totalOf(play, 'B1')).toBe(26_000);
    expect(play.evaluation.stage).toBe('report');
  });

  test('a refused reason: the mean of the others counts, by the name of the rule, and the signed mark stays', () => {
    const play = flagged({ consequence: 'vote' });
    vote(play, () => true);
    play.act('E2', { kind: 'explain', flag: 'F1', text: '整体偏弱' });
    play.act('E2', { kind: 'refuse-explanation', flag: 'F2' });
    expect(closings(play).at(-1)).toMatchObject({ flag: 'F2', how: 'others-mean', rule: 'vote-others' });
    expect(totalOf(play, 'B1')).toBe(30_000);
    expect(play.sheets.get('E2')).toHaveLength(1);
    expect(typesOf(play.history).slice(-3)).toEqual(['flag.closed', 'mark.struck', 'lookback.closed']);
  });

  test('only a mark that was called abnormal may go unexplained', () => {
    const play = flagged({});
    expect(play.tryAct('E2', { kind: 'refuse-explanation', flag: 'F1' })).toBe('FLAG_REASON_OWED');
  });

  test('deadlines: votes not given do not count against the mark; a reason not given does', () => {
    const play = flagged({ consequence: 'vote', minutes: 20 });
    for (const voter of ['E1', 'E3', 'E4', 'E5'])
      for (const flag of ['F1', 'F2']) play.act(voter, { kind: 'flag-vote', flag, abnormal: flag === 'F2' });
    play.passDeadline('F1', 19);
    expect(play.flags[0]?.state).toBe('voting');
    play.passDeadline('F1', 2);
    play.passDeadline('F2', 0);
    expect(play.flags.map(({ state, votes }) => [state, votes?.yes])).toEqual([
      ['closed', 0],
      ['open', 4],
    ]);
    expect(play.view('E2').flags[1]?.dueAt).toBe('2026-11-23T01:41:00.000Z');
    play.passDeadline('F2', 21);
    expect(ends(play)).toEqual([
      ['F1', 'voted'],
      ['F2', 'others-mean'],
    ]);
    expect(typesOf(play.history).filter((type) => type === 'flag.overdue')).toHaveLength(3);
    expect(play.evaluation.stage).toBe('report');
  });
});

describe('a deadline without a vote', () => {
  test('the flag expires, the mark stands, and the look-back goes on', () => {
    const play = flagged({ minutes: 30 });
    play.act('E2', { kind: 'explain', flag: 'F1', text: '理由' });
    play.passDeadline('F2', 31);
    expect(ends(play)).toEqual([
      ['F1', 'explained'],
      ['F2', 'expired'],
    ]);
    expect(totalOf(play, 'B1')).toBe(26_000);
    expect(play.evaluation.stage).toBe('report');
  });
});

describe('a supervisor who looks at explanations', () => {
  test('closes, notes and refers with a reason; until then the look-back stays open', () => {
    const play = flagged({ review: 'supervisor' });
    expect(play.tried(() => play.supervise('F1', 'accept'))).toBe('FLAG_NOT_EXPLAINED');
    for (const flag of ['F1', 'F2']) play.act('E2', { kind: 'explain', flag, text: '理由' });
    expect(play.evaluation.stage).toBe('lookback');
    expect(play.view('E2')).toMatchObject({ step: 'wait', waitingFor: 'flag-review' });
    play.supervise('F1', 'refer', '疑似倾向性评分');
    expect(play.tried(() => play.supervise('F1', 'note'))).toBe('FLAG_CLOSED');
    expect(play.tried(() => play.supervise('F9', 'note'))).toBe('FLAG_UNKNOWN');
    play.supervise('F2', 'note', '理由不充分');
    expect(closings(play)).toMatchObject([
      { flag: 'F1', how: 'referred', rule: 'review', reason: '疑似倾向性评分' },
      { flag: 'F2', how: 'noted', rule: 'review', reason: '理由不充分' },
    ]);
    expect(play.evaluation.stage).toBe('report');
    expect(play.tried(() => play.supervise('F2', 'note'))).toBe('LOOKBACK_NOT_NOW');
  });

  test('sends one back to the panel, once; called abnormal, its expert writes again', () => {
    const play = flagged({ review: 'supervisor' });
    for (const flag of ['F1', 'F2']) play.act('E2', { kind: 'explain', flag, text: '理由' });
    play.supervise('F1', 'accept');
    play.supervise('F2', 'send-back', '说明过于笼统');
    expect(play.view('E4').flagVotes).toMatchObject([
      { id: 'F2', explanation: '理由', sentBack: '说明过于笼统' },
    ]);
    vote(play, () => true);
    expect(play.view('E2').flags[1]).toMatchObject({ state: 'open', refusal: 'noted' });
    play.act('E2', { kind: 'explain', flag: 'F2', text: '第 88 页缺少应急预案' });
    expect(play.tried(() => play.supervise('F2', 'send-back'))).toBe('FLAG_SENT_BACK');
    play.supervise('F2', 'accept');
    expect(ends(play)).toEqual([
      ['F1', 'explained'],
      ['F2', 'explained'],
    ]);
    expect(play.flags[1]?.explanation).toBe('第 88 页缺少应急预案');
  });

  test('has a deadline too, after which the explanation stands', () => {
    const play = flagged({ review: 'supervisor', minutes: 10 });
    for (const flag of ['F1', 'F2']) play.act('E2', { kind: 'explain', flag, text: '理由' });
    play.passDeadline('F1', 11);
    play.passDeadline('F2', 0);
    expect(ends(play).map(([, how]) => how)).toEqual(['explained', 'explained']);
    expect(play.evaluation.stage).toBe('report');
  });
});
