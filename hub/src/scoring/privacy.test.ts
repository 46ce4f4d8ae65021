import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Move, pass, Rehearsal, smallProject } from '#test/rehearsal/evaluation.ts';

/** What one expert tries next, drawn at random; many tries are out of order and refused. */
const move: fc.Arbitrary<Move> = fc.oneof(
  fc.constantFrom<Move>(
    { kind: 'pledge' },
    { kind: 'declare', bidders: [] },
    { kind: 'ready' },
    { kind: 'unready' },
  ),
  fc.constantFrom<Move>(
    { kind: 'sign' },
    { kind: 'say', text: '意见' },
    { kind: 'clarification-relay', id: 'C1' },
  ),
  fc.record({ kind: fc.constant('chair-vote' as const), alias: fc.constantFrom('专家甲', '专家丙') }),
  fc.record({
    kind: fc.constant('mark' as const),
    bidder: fc.constantFrom('B1', 'B2', 'B3'),
    item: fc.constantFrom('T1', 'C1'),
    mark: fc.option(fc.constantFrom(0, 1000, 7000, 11_000), { nil: null }),
  }),
);

const script = fc.array(fc.tuple(fc.integer({ min: 0, max: 4 }), move), { maxLength: 60 });
const starts = fc.constantFrom('gathering', 'chair', 'marking', 'marked', 'signing');

function begin(start: string): Rehearsal {
  const play = new Rehearsal(smallProject());
  if (start === 'gathering') return play;
  play.gather();
  if (start === 'chair') return play;
  play.electFirst();
  play.reviewAll(() => pass);
  if (start === 'marking') return play;
  for (const expert of play.experts) play.markAll(expert);
  if (start === 'signing') play.everyone(() => ({ kind: 'ready' }));
  return play;
}

test('before the reveal no expert sees a mark of another, whatever is done in whatever order', () => {
  fc.assert(
    fc.property(starts, script, (start, moves) => {
      const play = begin(start);
      for (const [place, attempt] of moves) {
        const expert = play.experts[place] ?? '';
        if (play.evaluation.stage === 'report' || play.evaluation.stage === 'lookback') return;
        const others = play.experts.filter((other) => other !== expert);
        const seen = others.map((other) => play.view(other));
        const done = play.tryAct(expert, attempt) === null;
        for (const [index, other] of others.entries()) {
          const view = play.view(other);
          // What others see holds exactly their own marks and no totals…
          if (view.project.stage !== 'report' && view.project.stage !== 'lookback') {
            expect(view.marks).toEqual(play.marks.get(other) ?? {});
            expect(view.result).toBeNull();
            expect(view.flags).toEqual([]);
          }
          // …and a mark saved in one booth changes nothing in any other.
          if (done && attempt.kind === 'mark') expect(view).toEqual(seen[index]);
        }
      }
    }),
    { numRuns: 150 },
  );
});

test('what one expert marks changes nothing in the view of any other, up to the reveal', () => {
  const marks = fc.array(fc.constantFrom(0, 500, 20_000, 40_000), { minLength: 3, maxLength: 3 });
  fc.assert(
    fc.property(marks, marks, (first, second) => {
      const views = [first, second].map((given) => {
        const play = begin('marking');
        for (const expert of play.experts) {
          play.markAll(expert, (bidder, item) =>
            expert === 'E3' && item === 'T1' ? (given[Number(bidder.slice(1)) - 1] ?? 0) : 10_000,
          );
        }
        play.everyone(() => ({ kind: 'ready' }));
        for (const expert of ['E1', 'E2', 'E3', 'E4']) play.act(expert, { kind: 'sign' });
        return ['E1', 'E2', 'E4', 'E5'].map((expert) => play.view(expert));
      });
      expect(views[0]).toEqual(views[1]);
    }),
    { numRuns: 30 },
  );
});
