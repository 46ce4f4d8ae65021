import { describe, expect, test } from 'vitest';
import type { RefusalCode } from '#shared/catalogue/refusals/index.ts';
import { fail, type Move, pass, Rehearsal, smallProject, typesOf } from '#test/rehearsal/evaluation.ts';

describe.each([5, 7])('a whole evaluation with %i experts', (size) => {
  test('goes from the pledge to the reveal and a closed look-back', () => {
    const play = new Rehearsal(smallProject(4, size), size);
    play.toSigning();
    expect(play.evaluation.stage).toBe('signing');
    play.everyone(() => ({ kind: 'sign' }));
    expect(play.evaluation.stage).toBe('report');
    expect(
      typesOf(play.history).filter((type) => !/given|signed|drafted|declared|voted|ready/.test(type)),
    ).toEqual([
      'chair.opened',
      'chair.elected',
      'review.opened',
      'review.decided',
      'marking.opened',
      'signing.opened',
      'marks.revealed',
      'lookback.closed',
    ]);
    // 10 + 10 + 10 points from everybody, and the lowest price has all its points.
    expect(play.view('E1').result?.[0]).toMatchObject({ id: 'B1', total: 60_000, rank: 1 });
  });
});

describe('aliases and names', () => {
  test('experts are known by aliases in order of their tickets, and bidders only after the own pledge', () => {
    const play = new Rehearsal(smallProject());
    expect(play.view('E2')).toMatchObject({ alias: '专家乙', step: 'pledge', bidders: [] });
    play.act('E2', { kind: 'pledge' });
    expect(play.view('E2').bidders.map((bidder) => bidder.name)).toEqual(['投标人1', '投标人2', '投标人3']);
    expect(play.view('E1').bidders).toEqual([]);
    expect(play.view('E1').candidates).toEqual(['专家甲', '专家乙', '专家丙', '专家丁', '专家戊']);
  });
});

describe("the panel's talk", () => {
  const said: Move = { kind: 'say', text: '请看第 12 页' };

  test('opens when all have pledged, is closed while everybody marks alone, and open again after the reveal', () => {
    const play = new Rehearsal(smallProject());
    for (const expert of ['E1', 'E2', 'E3', 'E4']) play.act(expert, { kind: 'pledge' });
    expect(play.tryAct('E1', said)).toBe('SAY_NOT_YET');
    play.act('E5', { kind: 'pledge' });
    play.act('E1', said);
    play.everyone(() => ({ kind: 'declare', bidders: [] }));
    play.act('E2', said);
    play.electFirst();
    play.act('E3', said);
    expect(play.view('E4')).toMatchObject({
      talk: { state: 'open', said: 3 },
      statements: [{ alias: '专家甲' }, { alias: '专家乙' }, { alias: '专家丙' }],
    });
    play.reviewAll();
    expect(play.tryAct('E1', said)).toBe('SAY_WHILE_MARKING');
    for (const expert of play.experts) play.markAll(expert);
    play.everyone(() => ({ kind: 'ready' }));
    for (const expert of ['E1', 'E2', 'E3', 'E4']) play.act(expert, { kind: 'sign' });
    expect(play.tryAct('E1', said)).toBe('SAY_WHILE_MARKING');
    play.act('E5', { kind: 'sign' });
    play.act('E1', said);
    expect(play.view('E2').talk).toEqual({ state: 'open', said: 4 });
  });

  test('stays closed where a member is replaced after marks were given, and hides from who has not pledged', () => {
    const play = new Rehearsal(smallProject());
    play.gather();
    play.act('E1', said);
    play.electFirst();
    play.reviewAll();
    play.act('E5', { kind: 'declare', bidders: ['B1'], reason: '亲属' });
    play.replace('E5', 'N1');
    expect(play.view('N1')).toMatchObject({ talk: { state: 'marking', said: 0 }, statements: [] });
    play.gather();
    expect(play.tryAct('E1', said)).toBe('SAY_WHILE_MARKING');
    play.act('N1', {
      kind: 'review',
      verdicts: play.verdicts((bidder) => (bidder === 'B2' ? fail : pass)),
    });
    // What is put to the vote is discussed first, even now.
    expect(play.evaluation.stage).toBe('review-vote');
    play.act('N1', said);
    expect(play.view('N1').statements).toHaveLength(2);
  });

  test('takes so many statements a minute of each expert, none too long', () => {
    const play = new Rehearsal(smallProject());
    play.gather();
    expect(play.tryAct('E1', { kind: 'say', text: '长'.repeat(501) })).toBe('SAY_TOO_LONG');
    for (let n = 0; n < 10; n++) play.act('E1', said);
    expect(play.tryAct('E1', said)).toBe('SAY_TOO_OFTEN');
    play.act('E2', said);
    play.at = new Date(Date.parse(play.at) + 60_000).toISOString();
    play.act('E1', said);
  });
});

describe('every step refuses what is out of its order', () => {
  const early: [string, Move, RefusalCode][] = [
    ['declare', { kind: 'declare', bidders: [] }, 'DECLARE_BEFORE_PLEDGE'],
    ['chair vote', { kind: 'chair-vote', alias: '专家甲' }, 'CHAIR_NOT_NOW'],
    ['review', { kind: 'review', verdicts: {} }, 'REVIEW_NOT_NOW'],
    ['review vote', { kind: 'review-vote', bidder: 'B1', valid: true }, 'REVIEW_VOTE_NOT_NOW'],
    ['competition vote', { kind: 'competition-vote', remains: true }, 'COMPETITION_NOT_NOW'],
    ['statement', { kind: 'say', text: '意见' }, 'SAY_NOT_YET'],
    ['clarification', { kind: 'clarification-draft', bidder: 'B1', question: '?' }, 'CLARIFICATION_NOT_NOW'],
    ['relay', { kind: 'clarification-relay', id: 'C1' }, 'CLARIFICATION_CHAIR_ONLY'],
    ['mark', { kind: 'mark', bidder: 'B1', item: 'T1', mark: 0 }, 'MARKING_NOT_NOW'],
    ['ready', { kind: 'ready' }, 'MARKING_NOT_NOW'],
    ['unready', { kind: 'unready' }, 'MARKING_NOT_NOW'],
    ['sheet', { kind: 'sign' }, 'SIGN_NOT_NOW'],
    ['explanation', { kind: 'explain', flag: 'F1', text: '理由' }, 'LOOKBACK_NOT_NOW'],
    ['amendment', { kind: 'amend', change: {} }, 'LOOKBACK_NOT_NOW'],
  ];
  test.each(early)('%s before anything else', (_name, move, code) => {
    const play = new Rehearsal(smallProject());
    expect(play.tryAct('E1', move)).toBe(code);
    expect(play.history).toEqual([]);
  });

  test('nothing is done twice', () => {
    const play = new Rehearsal(smallProject());
    play.act('E1', { kind: 'pledge' });
    expect(play.tryAct('E1', { kind: 'pledge' })).toBe('PLEDGE_DONE');
    play.act('E1', { kind: 'declare', bidders: [] });
    expect(play.tryAct('E1', { kind: 'declare', bidders: [] })).toBe('DECLARE_DONE');
    play.gather();
    play.act('E1', { kind: 'chair-vote', alias: '专家乙' });
    expect(play.tryAct('E1', { kind: 'chair-vote', alias: '专家丙' })).toBe('CHAIR_VOTED');
    for (const expert of ['E2', 'E3', 'E4', 'E5']) play.act(expert, { kind: 'chair-vote', alias: '专家乙' });
    play.act('E1', { kind: 'review', verdicts: play.verdicts() });
    expect(play.tryAct('E1', { kind: 'review', verdicts: play.verdicts() })).toBe('REVIEW_DONE');
  });

  test('what does not exist is named', () => {
    const play = new Rehearsal(smallProject());
    play.act('E1', { kind: 'pledge' });
    expect(play.tryAct('E1', { kind: 'declare', bidders: ['B9'], reason: '亲属' })).toBe('BIDDER_UNKNOWN');
    expect(play.tryAct('E1', { kind: 'declare', bidders: ['B1'], reason: ' ' })).toBe('RECUSAL_REASON');
    play.gather();
    expect(play.tryAct('E1', { kind: 'chair-vote', alias: '专家癸' })).toBe('CHAIR_UNKNOWN');
  });
});

describe('the chair', () => {
  test('is elected by most votes', () => {
    const play = new Rehearsal(smallProject());
    play.gather();
    play.everyone((_expert, place) => ({ kind: 'chair-vote', alias: place < 3 ? '专家丙' : '专家甲' }));
    expect(play.view('E3').isChair).toBe(true);
    expect(play.history).toContainEqual(
      expect.objectContaining({
        type: 'chair.elected',
        payload: expect.objectContaining({ votes: 3, tied: 1 }),
      }),
    );
  });

  test('a tie goes to the lower ticket, and the event says that there was one', () => {
    const play = new Rehearsal(smallProject());
    play.gather();
    const votes = ['专家丁', '专家乙', '专家乙', '专家丁', '专家戊'];
    play.everyone((_expert, place) => ({ kind: 'chair-vote', alias: votes[place] ?? '' }));
    expect(play.view('E1').chair).toBe('专家乙');
    expect(play.history).toContainEqual(
      expect.objectContaining({
        type: 'chair.elected',
        payload: expect.objectContaining({ votes: 2, tied: 2 }),
      }),
    );
  });

  test('votes are secret: nobody sees anything of them but how many have voted', () => {
    const play = new Rehearsal(smallProject());
    play.gather();
    const before = play.view('E1');
    play.act('E2', { kind: 'chair-vote', alias: '专家丙' });
    expect(play.view('E1')).toEqual(before);
    expect(play.view('E2')).toMatchObject({
      step: 'wait',
      waitingFor: 'chair',
      progress: { done: 1, of: 5 },
    });
  });
});

describe('the preliminary review', () => {
  function atReview(bidders = 4): Rehearsal {
    const play = new Rehearsal(smallProject(bidders));
    play.gather();
    play.electFirst();
    return play;
  }

  test('lists every missing finding and reason at once', () => {
    const play = atReview();
    const failing = { ...pass, form: { pass: false } };
    try {
      play.act('E1', { kind: 'review', verdicts: { B1: failing, B2: pass, B9: pass } });
      expect.unreachable();
    } catch (error) {
      expect((error as { faults: { code: string; place: string }[] }).faults).toMatchObject([
        { code: 'BIDDER_UNKNOWN', place: 'B9' },
        { code: 'REVIEW_REASON', place: 'B1.form' },
        { code: 'REVIEW_MISSING', place: 'B3' },
        { code: 'REVIEW_MISSING', place: 'B4' },
      ]);
    }
  });

  test('unanimous findings decide without a vote', () => {
    const play = atReview();
    play.reviewAll((bidder) => (bidder === 'B4' ? fail : pass));
    expect(play.evaluation.stage).toBe('marking');
    expect(play.evaluation.outcomes?.[3]).toEqual({
      bidder: 'B4',
      valid: false,
      votes: null,
      reasons: ['资质证书已过期'],
    });
    expect(play.tryAct('E1', { kind: 'mark', bidder: 'B4', item: 'T1', mark: 500 })).toBe('MARK_BIDDER');
  });

  test('a disagreement is discussed by alias and put to the vote; the majority decides', () => {
    const play = atReview();
    play.reviewAll((bidder, place) => (bidder === 'B2' && place < 2 ? fail : pass));
    expect(play.evaluation.stage).toBe('review-vote');
    const view = play.view('E5');
    expect(view).toMatchObject({ step: 'review-vote', disputes: [{ bidder: 'B2', myVote: null }] });
    expect(view.disputes[0]?.findings).toContainEqual({
      alias: '专家甲',
      head: 'qualification',
      pass: false,
      reason: '资质证书已过期',
    });
    play.act('E1', { kind: 'say', text: '证书在第 12 页' });
    expect(play.view('E4').statements).toMatchObject([{ alias: '专家甲', text: '证书在第 12 页' }]);
    expect(play.tryAct('E1', { kind: 'review-vote', bidder: 'B1', valid: true })).toBe(
      'REVIEW_VOTE_UNDISPUTED',
    );
    play.act('E1', { kind: 'review-vote', bidder: 'B2', valid: false });
    expect(play.tryAct('E1', { kind: 'review-vote', bidder: 'B2', valid: true })).toBe('REVIEW_VOTED');
    for (const expert of ['E2', 'E3']) play.act(expert, { kind: 'review-vote', bidder: 'B2', valid: false });
    for (const expert of ['E4', 'E5']) play.act(expert, { kind: 'review-vote', bidder: 'B2', valid: true });
    expect(play.evaluation.outcomes?.[1]).toMatchObject({ valid: false, votes: { valid: 2, invalid: 3 } });
    expect(play.evaluation.stage).toBe('marking');
  });

  test('with no valid bid the evaluation has failed', () => {
    const play = atReview();
    play.reviewAll(() => fail);
    expect(play.evaluation).toMatchObject({ stage: 'failed', failedBecause: 'no-valid-bid' });
  });

  test.each([
    [true, 'marking'],
    [false, 'failed'],
  ] as const)('with fewer than three valid bids the panel votes on competition: %s', (remains, stage) => {
    const play = atReview(3);
    play.reviewAll((bidder) => (bidder === 'B3' ? fail : pass));
    expect(play.evaluation.stage).toBe('competition');
    play.everyone((_expert, place) => ({
      kind: 'competition-vote',
      remains: place < 3 ? remains : !remains,
    }));
    expect(play.evaluation.stage).toBe(stage);
  });
});

describe('clarifications', () => {
  test('go from their drafter through the chair, and are not shown to others before', () => {
    const play = new Rehearsal(smallProject());
    play.gather();
    play.electFirst();
    play.act('E3', { kind: 'clarification-draft', bidder: 'B1', question: '报价是否含税？' });
    expect(play.view('E2').clarifications).toEqual([]);
    expect(play.view('E1').clarifications).toHaveLength(1);
    expect(play.tryAct('E3', { kind: 'clarification-relay', id: 'C1' })).toBe('CLARIFICATION_CHAIR_ONLY');
    expect(play.tryAct('E1', { kind: 'clarification-relay', id: 'C7' })).toBe('CLARIFICATION_UNKNOWN');
    play.act('E1', { kind: 'clarification-relay', id: 'C1' });
    expect(play.tryAct('E1', { kind: 'clarification-relay', id: 'C1' })).toBe('CLARIFICATION_RELAYED');
    expect(play.view('E2').clarifications).toEqual([
      {
        id: 'C1',
        bidder: 'B1',
        state: 'relayed',
        question: '报价是否含税？',
        dueAt: '2026-11-23T01:30:00.000Z',
      },
    ]);
  });
});

describe('marking', () => {
  function atMarking(): Rehearsal {
    const play = new Rehearsal(smallProject());
    play.gather();
    play.electFirst();
    play.reviewAll();
    return play;
  }

  test('a mark out of range, off the step or on no item is refused', () => {
    const play = atMarking();
    const mark = (item: string, value: number) =>
      play.tryAct('E1', { kind: 'mark', bidder: 'B1', item, mark: value });
    expect(mark('T1', 40_500)).toBe('MARK_RANGE');
    expect(mark('T1', 501)).toBe('MARK_STEP');
    expect(mark('T9', 0)).toBe('MARK_ITEM');
    expect(mark('T1', 500)).toBe(null);
    expect(play.view('E1').marks).toEqual({ B1: { T1: 500 } });
  });

  test('a sheet with an empty cell is not ready, and the place is named', () => {
    const play = atMarking();
    play.markAll('E1');
    play.act('E1', { kind: 'mark', bidder: 'B2', item: 'C1', mark: null });
    try {
      play.act('E1', { kind: 'ready' });
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({
        code: 'READY_FAULTS',
        faults: [{ code: 'MARK_MISSING', place: 'marks.B2.C1' }],
      });
    }
  });

  test('one who is ready goes back before changing a mark', () => {
    const play = atMarking();
    play.markAll('E1');
    expect(play.tryAct('E1', { kind: 'unready' })).toBe('UNREADY_NOT_READY');
    play.act('E1', { kind: 'ready' });
    const change = { kind: 'mark', bidder: 'B1', item: 'T1', mark: 500 } as const;
    expect(play.tryAct('E1', change)).toBe('MARKING_READY');
    play.act('E1', { kind: 'unready' });
    expect(play.tryAct('E1', change)).toBe(null);
  });

  test('objective items that differ send everybody back to them; agreeing opens the signing', () => {
    const play = atMarking();
    for (const expert of play.experts) {
      play.markAll(expert, (bidder, item) =>
        expert === 'E4' && bidder === 'B2' && item === 'O1' ? 5000 : 10_000,
      );
    }
    play.everyone(() => ({ kind: 'ready' }));
    expect(play.evaluation.stage).toBe('marking');
    for (const expert of play.experts) {
      expect(play.view(expert)).toMatchObject({ step: 'marking', differing: [{ bidder: 'B2', item: 'O1' }] });
    }
    play.act('E4', { kind: 'mark', bidder: 'B2', item: 'O1', mark: 10_000 });
    play.everyone(() => ({ kind: 'ready' }));
    expect(play.evaluation.stage).toBe('signing');
    expect(play.view('E1').differing).toEqual([]);
  });
});

describe('signing', () => {
  test.each([
    ['project', { project: 'P-2' }],
    ['expert', { expert: 'E2' }],
    ['ticket', { ticket: 'f'.repeat(64) }],
    ['seat', { seat: 'H-E2' }],
    ['booth', { booth: '0'.repeat(64) }],
    ['version', { version: 2 }],
    ['review', { review: {} }],
    ['marks', { marks: { B1: { T1: 500 } } }],
  ])('a sheet with another %s is refused', (field, change) => {
    const play = new Rehearsal(smallProject());
    play.toSigning();
    const refusal = expect.objectContaining({ values: { field } });
    expect(() => play.act('E1', { kind: 'sign', change })).toThrow(refusal);
    expect(play.view('E1').step).toBe('sign');
  });

  test('a sheet is signed once, and nothing can be changed after the signing has opened', () => {
    const play = new Rehearsal(smallProject());
    play.toSigning();
    play.act('E1', { kind: 'sign' });
    expect(play.tryAct('E1', { kind: 'sign' })).toBe('SIGN_DONE');
    expect(play.tryAct('E2', { kind: 'unready' })).toBe('MARKING_NOT_NOW');
    expect(play.tryAct('E2', { kind: 'mark', bidder: 'B1', item: 'T1', mark: 0 })).toBe('MARKING_NOT_NOW');
    expect(play.view('E1')).toMatchObject({ step: 'wait', waitingFor: 'signatures', result: null });
  });
});

describe('recusal', () => {
  test('in the gathering: who withdraws waits, and the evaluation goes on with the replacement', () => {
    const play = new Rehearsal(smallProject());
    for (const expert of play.experts) play.act(expert, { kind: 'pledge' });
    play.act('E3', { kind: 'declare', bidders: ['B2'], reason: '三年内曾任职' });
    expect(play.tryAct('E3', { kind: 'declare', bidders: [] })).toBe('MEMBER_RECUSED');
    play.replace('E3', 'N1');
    expect(play.tryAct('E3', { kind: 'declare', bidders: [] })).toBe('MEMBER_GONE');
    expect(play.view('N1')).toMatchObject({ alias: '专家己', step: 'pledge', bidders: [] });
    play.gather();
    expect(play.evaluation.stage).toBe('chair');
  });

  test('without a replacement nothing goes on', () => {
    const play = new Rehearsal(smallProject());
    play.act('E5', { kind: 'pledge' });
    play.act('E5', { kind: 'declare', bidders: ['B1'], reason: '亲属' });
    play.replace('E5', null);
    play.gather();
    expect(play.evaluation.stage).toBe('gathering');
  });

  test('in the middle of marking: their work is void, decisions are made anew, the others keep their marks', () => {
    const play = new Rehearsal(smallProject());
    play.gather();
    play.electFirst();
    play.reviewAll();
    for (const expert of play.experts) play.markAll(expert);
    play.act('E1', { kind: 'declare', bidders: ['B1'], reason: '刚发现配偶任职' });
    play.replace('E1', 'N1');
    expect(play.evaluation).toMatchObject({ stage: 'gathering', chair: null, outcomes: null });
    expect(play.marks.has('E1')).toBe(false);
    play.gather();
    expect(play.evaluation.stage).toBe('chair');
    play.everyone(() => ({ kind: 'chair-vote', alias: '专家乙' }));
    expect(play.evaluation.stage).toBe('review');
    expect(play.view('E2').step).toBe('wait');
    play.act('N1', { kind: 'review', verdicts: play.verdicts() });
    expect(play.evaluation.stage).toBe('marking');
    play.markAll('N1');
    play.everyone(() => ({ kind: 'ready' }));
    play.everyone(() => ({ kind: 'sign' }));
    expect(play.evaluation.stage).toBe('report');
    expect(play.counted().map((sheet) => sheet.expert)).toEqual(['E2', 'E3', 'E4', 'E5', 'N1']);
  });

  test('during the signing: sheets already signed are void and signed anew with the next version', () => {
    const play = new Rehearsal(smallProject());
    play.toSigning();
    play.act('E2', { kind: 'sign' });
    play.act('E3', { kind: 'declare', bidders: ['B1'], reason: '亲属' });
    play.replace('E3', 'N1');
    play.gather();
    play.act('N1', { kind: 'review', verdicts: play.verdicts() });
    play.markAll('N1');
    play.everyone(() => ({ kind: 'ready' }));
    expect(play.view('E2')).toMatchObject({ step: 'sign', sheetVersion: 2 });
    play.everyone(() => ({ kind: 'sign' }));
    expect(play.evaluation.stage).toBe('report');
  });

  test('after the reveal it is too late', () => {
    const play = new Rehearsal(smallProject());
    play.toSigning();
    play.everyone(() => ({ kind: 'sign' }));
    const late: Move = { kind: 'declare', bidders: ['B1'], reason: '亲属' };
    expect(play.tryAct('E1', late)).toBe('DECLARE_TOO_LATE');
    expect(() => play.replace('E1', 'N1')).toThrow();
  });
});
