import { describe, expect, test } from 'vitest';
import { Rehearsal, smallProject } from '#test/rehearsal/evaluation.ts';

/** E2 gives B1 far less than the others on one item. */
function flagged(): Rehearsal {
  const play = new Rehearsal(smallProject(3, 7), 7);
  play.toSigning((expert, bidder, item) => {
    if (expert === 'E2' && bidder === 'B1' && item === 'T1') return 2000;
    return item === 'T1' ? 30_000 : 10_000;
  });
  play.everyone(() => ({ kind: 'sign' }));
  return play;
}

describe('the look-back', () => {
  test('puts each flag before its own expert alone', () => {
    const play = flagged();
    expect(play.evaluation.stage).toBe('lookback');
    const flags = play.view('E2').flags;
    expect(flags.map(({ bidder, item, direction, state }) => [bidder, item, direction, state])).toEqual([
      ['B1', null, 'low', 'open'],
      ['B1', 'T1', 'low', 'open'],
    ]);
    expect(play.view('E2').step).toBe('flags');
    expect(play.view('E1')).toMatchObject({ step: 'wait', waitingFor: 'explanations', flags: [] });
    expect(play.view('E1').progress).toBeUndefined();
  });

  test('closes when every flag is explained, and the marks stay', () => {
    const play = flagged();
    const before = play.view('E1').result;
    expect(play.tryAct('E1', { kind: 'explain', flag: 'F1', text: '理由' })).toBe('FLAG_UNKNOWN');
    play.act('E2', { kind: 'explain', flag: 'F1', text: '方案缺少应急预案' });
    expect(play.tryAct('E2', { kind: 'explain', flag: 'F1', text: '再说' })).toBe('FLAG_CLOSED');
    expect(play.evaluation.stage).toBe('lookback');
    play.act('E2', { kind: 'explain', flag: 'F2', text: '方案缺少应急预案' });
    expect(play.evaluation.stage).toBe('report');
    expect(play.view('E1').result).toEqual(before);
  });

  test('an amendment is a new version; both stay, and the totals are computed anew', () => {
    const play = flagged();
    const before = play.view('E1').result?.find((bidder) => bidder.id === 'B1')?.total ?? 0;
    expect(play.view('E2').sheetVersion).toBe(2);
    play.act('E2', { kind: 'amend', change: { B1: { T1: 30_000 } } });
    expect(play.evaluation.stage).toBe('report');
    expect(play.flags).toMatchObject([
      { item: null, state: 'amended', before: 12_000, after: 40_000 },
      { item: 'T1', state: 'amended', before: 2000, after: 30_000 },
    ]);
    expect(play.sheets.get('E2')?.map((sheet) => [sheet.version, sheet.marks.B1?.T1])).toEqual([
      [1, 2000],
      [2, 30_000],
    ]);
    const after = play.view('E1').result?.find((bidder) => bidder.id === 'B1')?.total ?? 0;
    expect(after - before).toBe(4000); // 28 points more from one of seven
  });

  test('only flagged bidders, only lawful marks, only a change', () => {
    const play = flagged();
    const amend = (change: Record<string, Record<string, number>>) =>
      play.tryAct('E2', { kind: 'amend', change });
    expect(amend({ B2: { T1: 500 } })).toBe('AMEND_UNFLAGGED');
    expect(amend({})).toBe('AMEND_UNCHANGED');
    expect(amend({ B1: { T1: 1 } })).toBe('AMEND_FAULTS');
    expect(amend({ B1: { O1: 5000 } })).toBe('AMEND_FAULTS');
    expect(amend({ B9: { T1: 500 } })).toBe('AMEND_FAULTS');
    expect(play.tryAct('E1', { kind: 'amend', change: { B1: { T1: 500 } } })).toBe('AMEND_NO_FLAG');
    expect(play.sheets.get('E2')).toHaveLength(1);
  });

  test('a flag whose mark an amendment leaves alone stays open', () => {
    const play = flagged();
    play.act('E2', { kind: 'amend', change: { B1: { C1: 12_000 } } });
    expect(play.flags.map((flag) => flag.state)).toEqual(['amended', 'open']);
    expect(play.view('E2').step).toBe('flags');
  });
});
