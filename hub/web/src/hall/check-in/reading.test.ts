import { expect, it } from 'vitest';
import { cardOf } from './id-reader.ts';
import { nothingRead, read } from './reading.ts';

const idNumber = '11010519491231002X';

it('takes badge and ID number in either order, in small letters too', () => {
  const first = read(nothingRead, ' ZJ-01021 ', true);
  if (first.kind !== 'more') throw new Error(first.kind);
  expect(read(first.documents, '11010519491231002x', true)).toEqual({
    ...{ kind: 'complete', badge: 'ZJ-01021', idNumber },
  });
  const other = read(nothingRead, idNumber, true);
  if (other.kind !== 'more') throw new Error(other.kind);
  expect(read(other.documents, 'ZJ-01021', true)).toMatchObject({ kind: 'complete', idNumber });
});

it('needs the badge alone where the staff look at the card', () => {
  expect(read(nothingRead, 'ZJ-01021', false)).toEqual({
    kind: 'complete',
    badge: 'ZJ-01021',
    idNumber: null,
  });
});

it('says what cannot be read: a wrong check digit, anything that is no badge', () => {
  expect(read(nothingRead, '110105194912310021', true)).toEqual({ kind: 'unreadable', what: 'id-number' });
  expect(read(nothingRead, '王建军', true)).toEqual({ kind: 'unreadable', what: 'text' });
  expect(read(nothingRead, 'ZJ', true)).toEqual({ kind: 'unreadable', what: 'text' });
});

it('lets the next person’s badge take the place of the one before', () => {
  const first = read(nothingRead, 'ZJ-1', true);
  if (first.kind !== 'more') throw new Error(first.kind);
  expect(read(first.documents, 'ZJ-2', true)).toEqual({
    ...{ kind: 'more', documents: { badge: 'ZJ-2', idNumber: null } },
  });
});

it('hears of the reader’s service only what is a card', () => {
  const card = { format: 'kawei/id-card@1', name: ' 王建军 ', idNumber: '11010519491231002x' };
  expect(cardOf(JSON.stringify(card))).toEqual({ name: '王建军', idNumber });
  for (const other of [
    '',
    'null',
    '[]',
    '{"format":"kawei/id-card@1"}',
    JSON.stringify({ ...card, format: 'x' }),
  ])
    expect(cardOf(other)).toBe(null);
});
