/** A spine with one room on a real database file, anew before each test, and commands to try it with. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import type { Actor, Decision, NewEvent, Planned, Room } from '#hub/ledger/command.ts';
import { Spine } from '#hub/ledger/spine.ts';
import { migrations } from '#hub/rooms.ts';
import { type Db, openStore, type Store } from '#hub/store/database.ts';
import { venues } from '#hub/venues/room.ts';
import { Refusal } from '#shared/catalogue/refusal.ts';
import { freshPlace } from '#test/databases/place.ts';

export const admin: Actor = { kind: 'user', id: 'sysadmin' };
export const booth: Actor = { kind: 'booth', id: 'T1' };
export const AT = '2026-11-23T01:00:00.000Z';

export class BareSpine {
  readonly directory = mkdtempSync(join(tmpdir(), 'kawei-spine-'));
  #place: string | undefined;
  #store: Store | null = null;
  #spine: Spine | null = null;

  get store(): Store {
    if (!this.#store) throw new Error('not open');
    return this.#store;
  }

  get spine(): Spine {
    if (!this.#spine) throw new Error('not open');
    return this.#spine;
  }

  async open(...rooms: Room[]): Promise<void> {
    this.#place ??= await freshPlace(this.directory);
    this.#store = await openStore(this.#place, migrations);
    this.#spine = await Spine.open({ store: this.store, rooms: [venues, ...rooms], now: () => new Date(AT) });
  }

  async reopen(...rooms: Room[]): Promise<void> {
    await this.store.destroy();
    await this.open(...rooms);
  }

  async sites(): Promise<string[]> {
    return (await this.store.selectFrom('sites').select('site').execute()).map((row) => row.site);
  }

  async close(): Promise<void> {
    await this.store.destroy();
    rmSync(this.directory, { recursive: true, force: true });
  }
}

/** Gives each test of a file a spine of its own. */
export function bareSpine(): () => BareSpine {
  let bench: BareSpine;
  beforeEach(async () => {
    bench = new BareSpine();
    await bench.open();
  });
  afterEach(() => bench.close());
  return () => bench;
}

export function site(id: string): NewEvent {
  return { type: 'site.created', subject: `site/${id}`, payload: { site: id, name: id, city: '江州市' } };
}

export function decided(run: (db: Db) => Promise<Decision<string>> | Decision<string>): Planned<string> {
  return { name: 'test', run: async (db) => run(db) };
}

export const creates = (...ids: string[]) => decided(() => ({ events: ids.map(site), answer: ids.join() }));
export const refuses = decided(() => {
  throw new Refusal('SITE_EXISTS', { site: 'A' });
});
export const throws = decided(() => {
  throw new Error('a bug');
});
/** Records an attempt and still refuses it. */
export const refusesOnRecord = (id: string) =>
  decided(() => ({ events: [site(id)], answer: id, refusal: new Refusal('SITE_EXISTS', { site: id }) }));

export const settled = (promises: readonly Promise<unknown>[]) =>
  Promise.allSettled(promises).then((all) => all.map(({ status }) => status));

/** A room that reacts to the creation of one site. */
export function reacting(to: string, reactions: readonly Planned[]): Room {
  return {
    name: 'reacting',
    projection: {},
    reactions: { 'site.created': ({ payload }) => (payload.site === to ? reactions : []) },
  };
}
