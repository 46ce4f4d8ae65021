import { type Kysely, sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Db, openStore, type Store } from './database.ts';
import { keptRow } from './kept-query.ts';

type Halls = Kysely<{ halls: { hall: string; state: string } }>;
const halls = (db: object) => db as Halls;
const stateOf = (db: Db) => halls(db).selectFrom('halls').select(['hall', 'state']).orderBy('hall').execute();

const hall = keptRow<{ state: string }>({
  table: 'halls',
  read: (db, { key }) => halls(db).selectFrom('halls').select('state').where('hall', '=', key),
  write: (db, { key, state }) => halls(db).updateTable('halls').set({ state }).where('hall', '=', key),
});

let store: Store;
let written = 0;

/** A row that tells when it is written. */
const row = (state: string) => ({
  get state() {
    written++;
    return state;
  },
});
const both = (h1: string, h2: string) => [
  { hall: 'H1', state: h1 },
  { hall: 'H2', state: h2 },
];

beforeEach(async () => {
  written = 0;
  store = await openStore(':memory:', {});
  await halls(store)
    .schema.createTable('halls')
    .addColumn('hall', 'text', (column) => column.primaryKey())
    .addColumn('state', 'text', (column) => column.notNull())
    .execute();
  for (const name of ['H1', 'H2'])
    await halls(store).insertInto('halls').values({ hall: name, state: 'empty' }).execute();
});
afterEach(() => store.destroy());

test('what is put again and again is found as it is, and the last of it is written once, with the commit', async () => {
  await store.transaction().execute(async (db) => {
    for (const state of ['one', 'two']) {
      const put = row(state);
      await hall.put(db, 'H1', put);
      expect(await hall.find(db, 'H1')).toBe(put);
    }
    await hall.put(db, 'H2', row('three'));
    expect(written).toBe(0);
  });
  expect(written).toBe(2);
  expect(await stateOf(store)).toEqual(both('two', 'three'));
});

test('who asks for the table in another way finds it written', async () => {
  await store.transaction().execute(async (db) => {
    await hall.put(db, 'H1', row('one'));
    expect(await stateOf(db)).toEqual(both('one', 'empty'));
    await halls(db).updateTable('halls').set({ state: 'closed' }).where('hall', '=', 'H1').execute();
    expect((await hall.find(db, 'H1'))?.state).toBe('closed');
  });
  expect(await stateOf(store)).toEqual(both('closed', 'empty'));
});

test('nothing of a transaction that is undone is written, then or later', async () => {
  const undone = store.transaction().execute(async (db) => {
    await hall.put(db, 'H1', row('one'));
    throw new Error('undone');
  });
  await expect(undone).rejects.toThrow('undone');
  await store.transaction().execute((db) => hall.put(db, 'H2', row('two')));
  expect(await stateOf(store)).toEqual(both('empty', 'two'));
});

test('a savepoint takes back what was put after it, and nothing that was put before', async () => {
  await store.transaction().execute(async (db) => {
    await hall.put(db, 'H1', row('before'));
    for (const state of ['after', 'after once more']) {
      await sql.raw('savepoint command').execute(db);
      await hall.put(db, 'H1', row(state));
      await hall.put(db, 'H2', row(state));
      await sql.raw('rollback to savepoint command').execute(db);
      await sql.raw('release savepoint command').execute(db);
    }
    expect((await hall.find(db, 'H1'))?.state).toBe('before');
  });
  expect(await stateOf(store)).toEqual(both('before', 'empty'));
});

test('what was written since a savepoint, because somebody asked, is taken back with it', async () => {
  await store.transaction().execute(async (db) => {
    await hall.put(db, 'H1', row('before'));
    await sql.raw('savepoint command').execute(db);
    await hall.put(db, 'H2', row('after'));
    expect(await stateOf(db)).toEqual(both('before', 'after'));
    await sql.raw('rollback to savepoint command').execute(db);
  });
  expect(await stateOf(store)).toEqual(both('before', 'empty'));
});

test('a row that cannot be written undoes its transaction', async () => {
  const failing = store.transaction().execute(async (db) => {
    await hall.put(db, 'H1', row('one'));
    await hall.put(db, 'H2', { state: null as unknown as string });
  });
  await expect(failing).rejects.toThrow('NOT NULL');
  expect(await stateOf(store)).toEqual(both('empty', 'empty'));
  await store.transaction().execute((db) => hall.put(db, 'H1', row('two')));
  expect(await stateOf(store)).toEqual(both('two', 'empty'));
});

test('outside of a transaction it is written at once', async () => {
  await hall.put(store, 'H1', row('one'));
  expect(await stateOf(store)).toEqual(both('one', 'empty'));
  expect((await hall.find(store, 'H1'))?.state).toBe('one');
});
