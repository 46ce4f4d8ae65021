import { describe, expect, test } from 'vitest';
import {
  drandBeacon,
  isRoundSignature,
  requireLaterBeacon,
  roundAfter,
  standingOf,
  timeOfRound,
} from './beacon.ts';

/** Rounds as drand's quicknet has published them. */
const published = [
  {
    round: 1000,
    signature:
      'b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed5e39',
    randomness: 'fe290beca10872ef2fb164d2aa4442de4566183ec51c56ff3cd603d930e54fdd',
  },
  {
    round: 657413,
    signature:
      'b713718a38ae728dfd477991af2822e08d2f305e47718cef9f7848ce4050e7be41076862b98fad56e91a6b85b89cd97b',
    randomness: 'fc1873a13f3545aeade8401532ef5519920652eee6b0d2b19ca12643b87b3587',
  },
  {
    round: 32281667,
    signature:
      'b0f5ae301358ff87a9d3dd539ed4a07c0148b1ab4f7b61a8ca43c7e9ca7ca9553e4faae9188deb30b2cd1a7f447e3e5b',
    randomness: '4fd2fc55983dbfa3f446d8a0bd56f16cc8c5e76afd1ec154b60d477cbabed13b',
  },
];

describe('drand quicknet', () => {
  test.each(published)('round $round verifies and has its value', ({ round, signature, randomness }) => {
    const beacon = drandBeacon(round, signature);
    expect(beacon).toEqual({ source: 'drand quicknet', round: `${round}`, value: randomness, signature });
    expect(standingOf(beacon)).toBe('verified');
  });

  test('another round, a changed signature and a changed value do not', () => {
    const [{ round, signature, randomness } = { round: 0, signature: '', randomness: '' }] = published;
    expect(() => drandBeacon(round + 1, signature)).toThrow(
      expect.objectContaining({ code: 'DRAW_BEACON_WRONG' }),
    );
    expect(isRoundSignature(round, `a${signature.slice(1)}`)).toBe(false);
    expect(isRoundSignature(Number.NaN, signature)).toBe(false);
    const beacon = { source: 'drand quicknet', round: `${round}`, value: randomness, signature };
    expect(standingOf({ ...beacon, value: `0${randomness.slice(1)}` })).toBe('wrong');
    expect(standingOf({ ...beacon, round: '01000' })).toBe('wrong');
    expect(standingOf({ ...beacon, source: 'drand Quicknet' })).toBe('wrong');
  });

  test('without the signature, and of a lottery, nothing can be checked', () => {
    const { signature: _, ...unsigned } = drandBeacon(1000, published[0]?.signature ?? '');
    expect(standingOf(unsigned)).toBe('unverifiable');
    expect(standingOf({ source: '双色球', round: '2026131', value: '02 08 11 19 27 30 + 06' })).toBe(
      'unverifiable',
    );
  });

  test('the round a time names is the first after it', () => {
    expect(timeOfRound(1)).toBe(Date.parse('2023-08-23T15:09:27Z'));
    expect(roundAfter(timeOfRound(1000))).toBe(1001);
    expect(roundAfter(timeOfRound(1000) - 1)).toBe(1000);
    expect(roundAfter(timeOfRound(1000) + 2999)).toBe(1001);
    expect(roundAfter(0)).toBe(1);
  });

  test('a beacon that was out before the reveals closed is refused', () => {
    const early = expect.objectContaining({ code: 'DRAW_BEACON_EARLY' });
    const drand = { source: 'drand quicknet', round: '1000', value: '' };
    const at = (offset: number) => new Date(timeOfRound(1000) + offset).toISOString();
    expect(() => requireLaterBeacon(drand, at(-1))).not.toThrow();
    expect(() => requireLaterBeacon(drand, at(0))).toThrow(early);
    const lottery = { source: '双色球', round: '2026131', value: '1' };
    expect(() => requireLaterBeacon(lottery, at(0), at(60_000))).not.toThrow();
    expect(() => requireLaterBeacon(lottery, at(0), at(-60_000))).toThrow(early);
    expect(() => requireLaterBeacon(lottery, at(0))).toThrow(early);
  });
});
