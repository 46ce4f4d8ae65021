import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ACTS_LIMIT, BoothFrame, FRAME_LIMIT } from '#shared/protocol/booth-frames.ts';
import { parse } from '#shared/protocol/parse.ts';
import { framesOf } from './frames.ts';

const at = '2026-11-23T01:00:00.000Z';
const text = fc.oneof(
  { weight: 4, arbitrary: fc.constant('请说明理由') },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 2000 }).map((length) => '标'.repeat(length)) },
);
const entries = fc
  .array(fc.record({ text, gap: fc.oneof({ weight: 20, arbitrary: fc.constant(0) }, fc.nat(5)) }), {
    maxLength: 180,
  })
  .map((all) => {
    let n = 0;
    return all.map((one) => {
      n += 1 + one.gap;
      return { n, at, act: { kind: 'say', text: one.text } as const };
    });
  });

test('every act is sent once, in order and under its number, in frames that the hub takes', () => {
  fc.assert(
    fc.property(entries, (all) => {
      const frames = framesOf(all);
      const sent = frames.flatMap(({ first, acts }) =>
        acts.map((one, place) => ({ n: first + place, ...one })),
      );
      expect(sent).toEqual(all);
      for (const frame of frames) {
        parse(BoothFrame, frame);
        expect(Buffer.byteLength(JSON.stringify(frame))).toBeLessThanOrEqual(FRAME_LIMIT);
      }
      // None that could have gone with the one before it.
      for (const [place, frame] of frames.entries()) {
        const next = frames[place + 1];
        if (!next || next.first !== frame.first + frame.acts.length) continue;
        const longer = { ...frame, acts: [...frame.acts, next.acts[0]] };
        const full = Buffer.byteLength(JSON.stringify(longer)) > FRAME_LIMIT - 20;
        expect(frame.acts.length === ACTS_LIMIT || full).toBe(true);
      }
    }),
    { numRuns: 60 },
  );
});
