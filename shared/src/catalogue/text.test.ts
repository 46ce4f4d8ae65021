import { expect, test } from 'vitest';
import { events } from './events/index.ts';
import { refusalText } from './refusal.ts';
import { fillText } from './text.ts';

const INSTANT = '2026-11-23T02:30:00.000Z';

test('an instant is told to the minute with its zone, in each language its own way', () => {
  expect(fillText(events['clarification.relayed'], { id: 'Q1', dueAt: INSTANT })).toEqual({
    zh: '组长将澄清问题 Q1 匿名转交投标人，答复截止 2026年11月23日 10:30（北京时间）',
    en: 'The chair relays clarification Q1 to the bidder anonymously; the answer is due at 2026-11-23 10:30 (UTC+8)',
  });
  expect(refusalText('DRAW_DEADLINE', { deadline: INSTANT })).toEqual({
    zh: '时限 2026年11月23日 10:30（北京时间）未到，请等待其他场所。',
    en: 'The deadline, 2026-11-23 10:30 (UTC+8), has not passed. Wait for the other sites.',
  });
});

test('an instant within what somebody has written stays as they wrote it', () => {
  const reason = `停电至 ${INSTANT}`;
  expect(fillText(events['user.disabled'], { user: 'li', reason }).zh).toBe(`用户 li 已停用：${reason}`);
});

test('a place without a value is left to be seen', () => {
  expect(fillText({ zh: '席位 {seat}', en: 'Seat {seat}' })).toEqual({
    zh: '席位 {seat}',
    en: 'Seat {seat}',
  });
});
