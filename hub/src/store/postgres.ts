/** PostgreSQL 15 or later: the one truth of any number of hub processes. */
import { Kysely } from 'kysely';
import pg from 'pg';
import { Refusal } from '#shared/catalogue/refusal.ts';
import type { Store } from './database.ts';
import { storeRefusal } from './failures.ts';
import { PostgresStoreDialect } from './postgres-dialect.ts';
import type { Schema } from './schema.ts';

/** Connections of one hub: one for the group that is written, the others for reading. */
const CONNECTIONS = 8;
const CONNECT_MILLISECONDS = 5000;
/**
 * How long a process may leave a transaction open without a word, in milliseconds. One that hangs, or whose machine is
 * gone, has then lost its turn: the server ends its session, so that it can commit nothing that it had begun.
 */
const IDLE_IN_TRANSACTION = 10_000;
/**
 * After how long without a word each end asks whether the other is still there, in milliseconds, and after how long without
 * an answer it takes the line for broken: a machine that loses its power tells nobody. By itself a system waits for
 * two hours (tcp(7)), with the lock of the duties at the one end and a commit's answer at the other.
 */
const ASK_AFTER = 10_000;
const BROKEN_AFTER = 20_000;
const OLDEST_VERSION = 150_000;

export function isPostgresUrl(place: string): boolean {
  return /^postgres(ql)?:\/\//.test(place);
}

/** An address as it may be shown: without the password. */
export function placeOf(url: string): string {
  const parsed = URL.parse(url);
  return parsed ? `${parsed.host || 'localhost'}${parsed.pathname}` : '…';
}

const urls = new WeakMap<Store, string>();

/** The address a store was opened at; null for another database. */
export function postgresUrlOf(store: Store): string | null {
  return urls.get(store) ?? null;
}

/** Opens a pool of connections. Refuses STORE_UNREACHABLE, STORE_UNREADABLE, STORE_NOT_DURABLE. */
export async function openPostgres(url: string): Promise<Store> {
  const pool = new pg.Pool({ ...clientOptions(url), max: CONNECTIONS });
  pool.on('error', report);
  // A connection that is lost while it is used fails what uses it; without a listener it would end the process.
  pool.on('connect', (client) => client.on('error', report));
  const store = new Kysely<Schema>({ dialect: new PostgresStoreDialect({ pool }) });
  urls.set(store, url);
  try {
    await requireDurable(pool, placeOf(url));
    return store;
  } catch (error) {
    await store.destroy();
    throw unreachable(error, url);
  }
}

/** One connection of its own: for what lives as long as a session, such as listening. */
export async function connectPostgres(url: string): Promise<pg.Client> {
  const client = new pg.Client(clientOptions(url));
  client.on('error', report);
  try {
    await client.connect();
    return client;
  } catch (error) {
    throw unreachable(error, url);
  }
}

function clientOptions(url: string): pg.ClientConfig {
  return {
    connectionString: url,
    connectionTimeoutMillis: CONNECT_MILLISECONDS,
    keepAlive: true,
    // Then Node asks ten times, a second apart.
    keepAliveInitialDelayMillis: ASK_AFTER,
    application_name: 'kawei',
    types: {
      getTypeParser: (oid, format) => (oid === INT8 ? wholeNumber : pg.types.getTypeParser(oid, format)),
    },
    // What is acknowledged is on the server's disk, whatever the database's own setting is.
    options: Object.entries({
      synchronous_commit: 'on',
      idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION,
      tcp_keepalives_idle: ASK_AFTER / 1000,
      tcp_keepalives_interval: (BROKEN_AFTER - ASK_AFTER) / 2000,
      tcp_keepalives_count: 2,
      tcp_user_timeout: BROKEN_AFTER,
    })
      .map(([name, value]) => `-c ${name}=${value}`)
      .join(' '),
  };
}

const INT8 = 20;

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`${text} is beyond what can be counted exactly`);
  return value;
}

async function requireDurable(pool: pg.Pool, database: string): Promise<void> {
  const { rows } = await pool.query<Record<'version' | 'fsync', string>>(
    "select current_setting('server_version_num') as version, current_setting('fsync') as fsync",
  );
  const [{ version = '0', fsync = '' } = {}] = rows;
  if (Number(version) < OLDEST_VERSION)
    throw new Refusal('STORE_UNREADABLE', { file: database, detail: `PostgreSQL ${version} < 15` });
  if (fsync !== 'on') throw new Refusal('STORE_NOT_DURABLE', { database });
}

function unreachable(error: unknown, url: string): Refusal {
  if (error instanceof Refusal && error.code !== 'STORE_UNREACHABLE') return error;
  const detail = error instanceof Refusal ? (storeRefusal(error)?.message ?? error.message) : wordsOf(error);
  return new Refusal('STORE_UNREACHABLE', { database: placeOf(url), detail });
}

/** Where every address of a name was tried, the error has one for each and no words of its own. */
function wordsOf(error: unknown): string {
  const { message, code, errors } = error as Error & { code?: string; errors?: Error[] };
  return message || errors?.map((one) => one.message).join('; ') || code || String(error);
}

function report(error: Error): void {
  process.stderr.write(`PostgreSQL: ${error.message}\n`);
}
