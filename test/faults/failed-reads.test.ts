/** Reads of the hub's database that fail once, in a hub that goes on. */
import SqliteDriver from 'better-sqlite3';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startHub } from '#hub/hub.ts';
import { readSettings } from '#hub/settings.ts';
import { entriesOf, faultsOf, halfFiles, withStore } from './aftermath.ts';
import { Morning } from './morning.ts';
import { StubbornBooth } from './stubborn-booth.ts';

const HELP = { kind: 'trouble', what: 'help' } as const;
const SOON = { timeout: 20_000, interval: 20 };
/** Of the hundred reads of such a work so many fail, one at a time, spread over it evenly: each is a hub of its own. */
const TRIED = 20;
/** A line that is cut is opened again so often. */
const TRIES = 4;

let morning: Morning;
let working = false;
let reads = 0;
let failing = 0;
let which = '';

/** By which this test looks on (`entriesOf`). */
const own = 'select "payload" from "ledger" where "type" = ?';

/** What the hub selects; PRAGMAs and the like are none of it. */
function watchReads(): void {
  const { prepare } = SqliteDriver.prototype;
  SqliteDriver.prototype.prepare = function (this: SqliteDriver.Database, source: string) {
    const statement = prepare.call(this, source);
    if (source === own || !/^\s*(select|with)\b/i.test(source)) return statement;
    for (const method of ['all', 'get'] as const) {
      const real = statement[method].bind(statement) as (...values: unknown[]) => unknown;
      Object.defineProperty(statement, method, {
        value: (...values: unknown[]) => {
          if (working) reads += 1;
          if (working && reads === failing) {
            which = source;
            throw Object.assign(new Error('disk I/O error'), { code: 'SQLITE_IOERR_READ' });
          }
          return real(...values);
        },
      });
    }
    return statement;
  } as typeof prepare;
}

beforeAll(async () => {
  watchReads();
  morning = await Morning.prepare();
});
afterAll(() => {
  vi.restoreAllMocks();
  morning.end();
});

/** Two booths' acts up to the sealed report, with this read failing. What of it does not hold. */
async function work(read: number): Promise<string[]> {
  const { directory, place, environment } = await morning.copy();
  const hub = await startHub(readSettings(environment));
  const booths = [
    new StubbornBooth(morning.helping, [HELP]),
    new StubbornBooth(morning.signing, [HELP, morning.consent, HELP]),
  ];
  [working, reads, failing, which] = [true, 0, read, ''];
  const found: string[] = [];
  for (const booth of booths) {
    let done = false;
    for (let n = 0; n < TRIES && !done; n += 1) done = await booth.work(hub.address);
    if (!done) found.push(`${booth.booth} was never answered`);
    if ([...booth.acknowledged.values()].some((code) => code !== null)) found.push('an act was refused');
  }
  for (const [type, times] of [
    ['report.sealed', 1],
    ['member.invited', 5],
  ] as const)
    await vi
      .waitFor(async () => expect(await entriesOf(hub.hub.store, type)).toBe(times), SOON)
      .catch(() => found.push(`${type} not ${times} times`));
  working = false;
  await hub.close();
  await withStore(place, async (store) => {
    found.push(...(await faultsOf(store, booths)));
    const [helping, signing] = booths.map(({ booth }) => `booth:${booth}`);
    if ((await entriesOf(store, 'booth.trouble', helping)) !== 1) found.push('not helped once');
    if ((await entriesOf(store, 'booth.trouble', signing)) !== 2) found.push('not helped twice');
    if ((await entriesOf(store, 'consent.signed', signing)) !== 1) found.push('not one consent');
  });
  return [...found, ...halfFiles(directory).map((file) => `${file} is half`)];
}

test('a read that fails loses nothing, stops nothing for good, and is told in a sentence', async () => {
  const told: string[] = [];
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => told.push(String(text)) > 0);
  expect(await work(0)).toEqual([]);
  expect(told).toEqual([]);
  const all = reads;
  expect(all).toBeGreaterThan(80);
  for (let n = 1; n <= TRIED; n += 1) {
    // Not to the very last: a few more or less are made each time.
    const read = Math.ceil((0.9 * all * n) / TRIED);
    expect(await work(read), `${read}: ${which}`).toEqual([]);
    expect(which, `read ${read} of ${all} was made`).not.toBe('');
  }
  expect(told.filter((text) => !/^(booth \S+: )?STORE_WRITE_FAILED .*\n$/.test(text))).toEqual([]);
});
