import { type Kysely, sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openStore, type Store } from './database.ts';
import { keptQuery, madeOnce, rememberedQuery } from './kept-query.ts';
import { holding } from './sqlite-dialect.ts';

type People = Kysely<{ people: { name: string; city: string }; halls: { hall: string } }>;
const people = (db: object) => db as People;

/** Each reading gives another number: what is remembered gives the same. */
const ofPerson = rememberedQuery(
  (db, { name }: { name: string }) =>
    people(db)
      .selectFrom('people')
      .select(['city', sql<number>`random()`.as('read')])
      .where('name', '=', name),
  { byKey: true },
);
const inCity = rememberedQuery((db, { city }: { city: string }) =>
  people(db).selectFrom('people').select(['name']).where('city', '=', city).orderBy('name'),
);
const move = keptQuery(
  (db, { name, city }: { name: string; city: string }) =>
    people(db).updateTable('people').set({ city }).where('name', '=', name),
  { table: 'people', key: 'name' },
);

let store: Store;

beforeEach(async () => {
  store = await openStore(':memory:', {});
  await people(store)
    .schema.createTable('people')
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('city', 'text', (column) => column.notNull())
    .execute();
  await people(store).schema.createTable('halls').addColumn('hall', 'text').execute();
  for (const name of ['anna', 'boris'])
    await people(store).insertInto('people').values({ name, city: 'North' }).execute();
});
afterEach(() => store.destroy());

/** What a transaction of its own, which does nothing else, finds of a person. */
const found = (name: string) => holding(store, (db) => ofPerson(db, { name }));

test('rows are read once and are the same for all, and nobody can change them', async () => {
  const first = await found('anna');
  expect(first).toMatchObject([{ city: 'North' }]);
  expect(await found('anna')).toBe(first);
  expect(() => {
    (first[0] as { city: string }).city = 'South';
  }).toThrow(TypeError);
});

test.each([
  ['a row added', () => people(store).insertInto('people').values({ name: 'clara', city: 'East' })],
  ['a row removed', () => people(store).deleteFrom('people').where('name', '=', 'boris')],
  ['a row changed', () => people(store).updateTable('people').set({ city: 'West' })],
])('%s makes all of that table forgotten', async (_how, write) => {
  const before = await found('anna');
  await write().execute();
  expect(await found('anna')).not.toBe(before);
});

test('what is written to another table leaves them as they are', async () => {
  const before = await found('anna');
  await people(store).insertInto('halls').values({ hall: 'H1' }).execute();
  expect(await found('anna')).toBe(before);
});

test('a write that names its key makes that key forgotten, and what is not asked by key', async () => {
  const [anna, boris] = [await found('anna'), await found('boris')];
  const city = () => holding(store, (db) => inCity(db, { city: 'South' }));
  expect(await city()).toEqual([]);
  await store.transaction().execute((db) => move(db, { name: 'anna', city: 'South' }));
  expect(await found('anna')).toMatchObject([{ city: 'South' }]);
  expect(await found('anna')).not.toBe(anna);
  expect(await found('boris')).toBe(boris);
  expect(await city()).toEqual([{ name: 'anna' }]);
});

test('a transaction finds what it has written, and nobody finds it once it is undone', async () => {
  const undone = store.transaction().execute(async (db) => {
    await move(db, { name: 'anna', city: 'South' });
    expect(await ofPerson(db, { name: 'anna' })).toMatchObject([{ city: 'South' }]);
    throw new Error('undone');
  });
  await expect(undone).rejects.toThrow('undone');
  expect(await found('anna')).toMatchObject([{ city: 'North' }]);
});

test('what is undone to a savepoint is not found any more', async () => {
  await store.transaction().execute(async (db) => {
    await sql`savepoint one`.execute(db);
    await move(db, { name: 'anna', city: 'South' });
    await ofPerson(db, { name: 'anna' });
    await sql`rollback to savepoint one`.execute(db);
    expect(await ofPerson(db, { name: 'anna' })).toMatchObject([{ city: 'North' }]);
  });
});

test('who holds nothing does not see what is not committed', async () => {
  let tell = () => {};
  const looked = new Promise<void>((resolve) => {
    tell = resolve;
  });
  const order: string[] = [];
  const writing = store.transaction().execute(async (db) => {
    await move(db, { name: 'anna', city: 'South' });
    await ofPerson(db, { name: 'anna' });
    tell();
    await new Promise((resolve) => setTimeout(resolve, 20));
    order.push('committed');
  });
  await looked;
  const [row] = await ofPerson(store, { name: 'anna' });
  order.push('read');
  await writing;
  expect([row?.city, ...order]).toEqual(['South', 'committed', 'read']);
});

test('what is made of rows is made anew only for other rows', async () => {
  let made = 0;
  const cities = madeOnce((rows: readonly { city: string }[]) => {
    made++;
    return rows.map(({ city }) => city);
  });
  expect(cities(await found('anna'))).toBe(cities(await found('anna')));
  await store.transaction().execute((db) => move(db, { name: 'anna', city: 'South' }));
  expect(cities(await found('anna'))).toEqual(['South']);
  expect(made).toBe(2);
});
