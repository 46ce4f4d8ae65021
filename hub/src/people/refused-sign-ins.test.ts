import { expect, it } from 'vitest';
import { hubActor } from '../ledger/command.ts';
import { refuseSignIn } from './decide.ts';
import { RefusedSignIns } from './refused-sign-ins.ts';

const at = (minute: number) => new Date(Date.UTC(2026, 10, 23, 0, minute));

it('counts by address, and anew once the hour is over', () => {
  const refused = new RefusedSignIns();
  expect([0, 1, 59].map((minute) => refused.next('10.0.0.1', at(minute)))).toEqual([1, 2, 3]);
  expect(refused.next('10.0.0.2', at(59))).toBe(1);
  expect([60, 61].map((minute) => refused.next('10.0.0.1', at(minute)))).toEqual([1, 2]);
  expect(refused.next('10.0.0.2', at(61))).toBe(2);
});

it('keeps no more addresses than it may: what began first is forgotten', () => {
  const refused = new RefusedSignIns();
  for (let n = 0; n <= 10_000; n++) refused.next(`address ${n}`, at(0));
  expect(refused.next('address 1', at(1))).toBe(2);
  expect(refused.next('address 0', at(1))).toBe(1);
});

it('records the first five one by one, then how many they are at 20 and whenever that has doubled', () => {
  const recorded = Array.from({ length: 1000 }, (_, n) => n + 1).flatMap((count) => {
    const facts = {
      at: at(0).toISOString(),
      actor: hubActor,
      random: (bytes: number) => new Uint8Array(bytes),
    };
    try {
      const { events, refusal } = refuseSignIn.decide(null, { user: 'agency', address: '::1', count }, facts);
      expect(refusal?.code).toBe('SIGN_IN_WRONG');
      return events.map(({ type }) => `${type} ${count}`);
    } catch (refusal) {
      expect(refusal).toMatchObject({ code: 'SIGN_IN_WRONG' });
      return [];
    }
  });
  expect(recorded).toEqual([
    ...[1, 2, 3, 4, 5].map((count) => `sign-in.refused ${count}`),
    ...[20, 40, 80, 160, 320, 640].map((count) => `sign-in.guessing ${count}`),
  ]);
});
