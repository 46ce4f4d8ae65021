/** Views that change while they are being read. */
import { QueryObserver } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Topic } from '#shared/protocol/views.ts';
import { queries, refresh, refreshAll, viewAt } from './api.ts';

/** What the hub holds; a request is answered with what it was when the request came, and only when it is told to. */
let held = 'old';
let waiting: (() => void)[] = [];
let asked = 0;
let stop: () => void = () => {};

beforeEach(() => {
  [held, waiting, asked] = ['old', [], 0];
  vi.stubGlobal('fetch', async () => {
    asked += 1;
    const answer = JSON.stringify({ held });
    await new Promise<void>((resolve) => waiting.push(resolve));
    return new Response(answer);
  });
});
afterEach(() => {
  stop();
  queries.clear();
  vi.unstubAllGlobals();
});

const view = viewAt<{ held: string }>('/api/hall', ['hall']);
const shown = () => queries.getQueryData<{ held: string }>(view.queryKey)?.held;

/** A page that shows the view, until it is left. */
function open(): () => void {
  stop = new QueryObserver(queries, view).subscribe(() => {});
  return stop;
}
const changeTo = (next: string, ...topics: Topic[]) => {
  held = next;
  refresh(topics);
};
const isAsked = (times: number) => expect.poll(() => asked).toBe(times);
const answerOne = () => waiting.shift()?.();

test('what changes while a view is first read is shown after it', async () => {
  open();
  await isAsked(1);
  changeTo('new', 'hall');
  answerOne();
  await isAsked(2);
  answerOne();
  await expect.poll(shown).toBe('new');
  expect(asked).toBe(2);
});

test('changes that follow each other faster than the hub answers do not keep a view as it was', async () => {
  open();
  await isAsked(1);
  answerOne();
  await expect.poll(shown).toBe('old');
  changeTo('second', 'hall');
  await isAsked(2);
  for (const next of ['third', 'fourth', 'fifth']) changeTo(next, 'hall');
  answerOne();
  await expect.poll(shown).toBe('second');
  await isAsked(3);
  answerOne();
  await expect.poll(shown).toBe('fifth');
  expect(asked).toBe(3);
});

test('a view that was left while it was read is read again when it is shown next', async () => {
  const leave = open();
  await isAsked(1);
  leave();
  changeTo('new', 'hall');
  answerOne();
  await expect.poll(shown).toBe('old');
  open();
  await isAsked(2);
  answerOne();
  await expect.poll(shown).toBe('new');
});

test('what is no affair of a view does not have it read again', async () => {
  open();
  await isAsked(1);
  changeTo('new', 'draws');
  answerOne();
  await expect.poll(shown).toBe('old');
  changeTo('newer', 'users');
  expect(asked).toBe(1);
  refresh('any');
  await isAsked(2);
});

test('an answer that was lost with the line is not waited for', async () => {
  open();
  await isAsked(1);
  held = 'new';
  refreshAll();
  await isAsked(2);
  waiting.pop()?.();
  await expect.poll(shown).toBe('new');
  answerOne();
  await expect.poll(() => queries.isFetching()).toBe(0);
  expect([shown(), asked]).toEqual(['new', 2]);
});
