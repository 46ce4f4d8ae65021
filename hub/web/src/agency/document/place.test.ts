import { expect, test } from 'vitest';
import { aroundPlace, listAt, valueAt, withValueAt } from './place.ts';

const document = { title: '信号机', items: [{ id: 'T1', max: 1000 }, { id: 'T2' }], panel: { sites: [] } };

test('reads by the places that faults name', () => {
  expect(valueAt(document, 'items[1].id')).toBe('T2');
  expect(valueAt(document, 'items[7].id')).toBeUndefined();
  expect(valueAt('a text', 'items[0]')).toBeUndefined();
  expect(listAt(document, 'items')).toHaveLength(2);
  expect(listAt(document, 'title')).toEqual([]);
});

test('writes a copy and shares what it does not touch', () => {
  const changed = withValueAt(document, 'items[0].max', 2000) as typeof document;
  expect(changed.items[0]).toEqual({ id: 'T1', max: 2000 });
  expect(changed.items[1]).toBe(document.items[1]);
  expect(document.items[0]?.max).toBe(1000);
});

test('undefined takes away a field or an entry', () => {
  expect(withValueAt(document, 'items[0].max', undefined)).toMatchObject({
    items: [{ id: 'T1' }, { id: 'T2' }],
  });
  expect(valueAt(withValueAt(document, 'items[0].max', undefined), 'items[0]')).not.toHaveProperty('max');
  expect(listAt(withValueAt(document, 'items[0]', undefined), 'items')).toEqual([{ id: 'T2' }]);
});

test('makes what is missing on the way, also in the place of something else', () => {
  expect(withValueAt({}, 'panel.sites[0].id', 'JZ')).toEqual({ panel: { sites: [{ id: 'JZ' }] } });
  expect(withValueAt({ panel: 3 }, 'panel.reserves', 2)).toEqual({ panel: { reserves: 2 } });
  expect(withValueAt(null, 'title', '标题')).toEqual({ title: '标题' });
});

test('names what is around a place', () => {
  expect(aroundPlace('panel.sites[2].min')).toEqual([
    'panel.sites[2].min',
    'panel.sites[2]',
    'panel.sites',
    'panel',
  ]);
  expect(aroundPlace('title')).toEqual(['title']);
  expect(aroundPlace('')).toEqual([]);
});
