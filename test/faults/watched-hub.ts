/** Puts the steps of the hub into its real code: by wrapping what is called, never by changing it. */
import SqliteDriver from 'better-sqlite3';
import pg from 'pg';
import { BoothLine } from '#hub/gateway/booth-line.ts';
import { CheckpointWriter } from '#hub/ledger/checkpoints.ts';
import type { Planned } from '#hub/ledger/command.ts';
import { Spine } from '#hub/ledger/spine.ts';
import { boothActs } from '#hub/rooms.ts';
import { at, within, withinPromise } from './point.ts';

type Call = (...values: never[]) => unknown;

/** What each statement is a step of. The first that fits. */
const statements = [
  [/^begin/i, 'begin'],
  [/^commit/i, 'commit'],
  [/^select pg_advisory_lock\b/, 'start-lock'],
  [/^select pg_try_advisory_lock\b/, 'duties'],
  [/^select pg_advisory_xact_lock\(1801549569\)/, 'turn'],
  [/^select pg_notify\b/, 'notify'],
  [/^(create|drop|alter)|^(?!select max\().*kysely_migration/i, 'migrate'],
  [/^insert into "ledger" /i, 'append'],
  [/^insert into "booth_acts"/i, 'act-kept'],
  [/^insert into "ledger_tiles"/i, 'tile'],
  [/^insert into "checkpoints"/i, 'checkpoint'],
  [/^(insert|update|delete)/i, 'project'],
] as const;

export function watchHub(): void {
  watchStatements();
  watchServerStatements();
  const { take, send } = BoothLine.prototype;
  BoothLine.prototype.take = function (frame) {
    if (frame.type === 'acts') at('act.received');
    take.call(this, frame);
  };
  BoothLine.prototype.send = function (frame) {
    if (frame.type === 'ack') within('ack', () => send.call(this, frame));
    else send.call(this, frame);
  };
  const handlers = boothActs as unknown as Record<string, (call: unknown) => Promise<Planned>>;
  for (const [kind, handle] of Object.entries(handlers)) {
    handlers[kind] = async (call) => {
      const planned = await handle(call);
      at('act.verified');
      return planned;
    };
  }
  const { write } = CheckpointWriter.prototype;
  CheckpointWriter.prototype.write = async function (...values) {
    const adopt = await write.apply(this, values);
    return () => {
      adopt();
      at('adopted');
    };
  };
  const { onCommitted } = Spine.prototype;
  Spine.prototype.onCommitted = function (listener) {
    return onCommitted.call(this, (events) => {
      listener(events);
      at('told');
    });
  };
}

/** The same statements where they go to a server. Only those of the store: a plain text, and its values. */
function watchServerStatements(): void {
  const { query } = pg.Client.prototype;
  pg.Client.prototype.query = function (this: pg.Client, source: unknown, ...more: unknown[]) {
    const name = typeof source === 'string' ? stepOf(source) : undefined;
    const real = () => (query as (...values: unknown[]) => unknown).call(this, source, ...more);
    return name ? withinPromise(name, real as () => Promise<unknown>) : real();
  } as typeof query;
}

/** The step that a statement of the hub is. */
export const stepOf = (source: string) => statements.find(([pattern]) => pattern.test(source))?.[1];

function watchStatements(): void {
  const { prepare } = SqliteDriver.prototype;
  SqliteDriver.prototype.prepare = function (this: SqliteDriver.Database, source: string) {
    const statement = prepare.call(this, source);
    const name = stepOf(source);
    if (!name) return statement;
    for (const method of ['run', 'all'] as const) {
      const real = statement[method] as Call;
      Object.defineProperty(statement, method, {
        value: (...values: never[]) => within(name, () => real.apply(statement, values)),
      });
    }
    return statement;
  } as typeof prepare;
}
