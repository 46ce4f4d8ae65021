import { expect, it } from 'vitest';
import { Refusal } from '#shared/catalogue/refusal.ts';
import { FRAME_LIMIT, HubFrame } from '#shared/protocol/booth-frames.ts';
import { parse } from '#shared/protocol/parse.ts';
import { ackFrames } from './acks.ts';

const at = '2026-11-23T01:00:00.000Z';
const refused = (faults: number) =>
  new Refusal(
    'READY_FAULTS',
    { count: faults },
    Array.from({ length: faults }, (_, n) => ({
      code: 'MARK_MISSING',
      place: `B${n}.T1`,
      params: {},
    })) as never,
  ).toMessage();

it('answers all acts of a frame in one', () => {
  const refusals = [null, refused(2), null];
  expect(ackFrames(7, at, refusals)).toEqual([{ type: 'ack', first: 7, at, refusals }]);
  expect(ackFrames(7, at, [])).toEqual([]);
});

it('answers in several frames what would be too long for a booth in one', () => {
  const refusals = Array.from({ length: 50 }, (_, n) => (n % 3 === 0 ? null : refused(60)));
  const frames = ackFrames(3, at, refusals);
  expect(frames.length).toBeGreaterThan(1);
  let next = 3;
  for (const frame of frames) {
    expect(frame.first).toBe(next);
    expect(JSON.stringify(frame).length).toBeLessThanOrEqual(FRAME_LIMIT);
    parse(HubFrame, frame);
    next += frame.refusals.length;
  }
  expect(frames.flatMap((frame) => frame.refusals)).toEqual(refusals);
});
