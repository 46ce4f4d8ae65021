/**
 * Back-ups: a directory with the database, the sealed reports, the bids' documents, the hub's public certificate and a manifest; the
 * hub's secret keys only where they are asked for. It is verified as a whole before it has its name, and a back-up
 * is brought back only into an empty place, whole or not at all.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type Static, Type } from 'typebox';
import { Refusal } from '#shared/catalogue/refusal.ts';
import { parse } from '#shared/protocol/parse.ts';
import { closed, Hex32, Instant, keyed, Line } from '#shared/protocol/primitives.ts';
import type { Check } from '#shared/verification/check.ts';
import { documentsIn } from '../bid-documents/shelf.ts';
import { ledgerSize } from '../ledger/append.ts';
import { latestCheckpoint } from '../ledger/checkpoints.ts';
import type { Room } from '../ledger/command.ts';
import { openLogKey } from '../ledger/log-key.ts';
import { orUnreadable } from '../readable.ts';
import { copyRows, copyStore } from '../store/copy.ts';
import {
  executedMigrations,
  type Migrations,
  openKept,
  openStore,
  openToRead,
  type Store,
} from '../store/database.ts';
import {
  copyDurably,
  fileDigest,
  makeDirectory,
  renameDurably,
  writeDurably,
} from '../store/durable-file.ts';
import { storeRefusal } from '../store/failures.ts';
import { placeOf } from '../store/postgres.ts';
import { takeTurn } from '../store/turn.ts';
import { copyByHub } from './admin-socket.ts';
import { checkEverything } from './check.ts';

const DATABASE = 'kawei.db';
/** Files of a back-up: at its top or one directory below, nowhere else. */
const INSIDE = /^([a-z]+\/)?[A-Za-z0-9][A-Za-z0-9._-]*$/;

const Manifest = Type.Object(
  {
    format: Type.Literal('kawei/backup@1'),
    at: Instant,
    /** Version of the program that made it, and the latest migration of the database. */
    program: Line,
    migration: Line,
    /** Entries of the ledger, and its checkpoint over them; '' for a ledger without entries. */
    size: Type.Integer({ minimum: 0 }),
    checkpoint: Type.String(),
    verifierKey: Line,
    /** Whether the hub's secret keys are in it. */
    keys: Type.Boolean(),
    /** Path → digest of each file. */
    files: keyed(Hex32),
  },
  closed,
);
type Manifest = Static<typeof Manifest>;

/** What of the program a back-up needs. */
export interface Recovery {
  readonly rooms: readonly Room[];
  readonly migrations: Migrations;
  readonly anchors: readonly Uint8Array[];
  readonly stampAnchors?: readonly Uint8Array[];
  readonly program: string;
  /** Name of the ledger. */
  readonly origin: string;
  /** Address of the PostgreSQL database; '' for SQLite in the data directory. */
  readonly database: string;
}

/**
 * Takes a back-up of a data directory, whether a hub runs on it or not. Refuses BACKUP_EXISTS, BACKUP_FAULTY,
 * FILE_UNWRITABLE.
 */
export async function backUp(
  recovery: Recovery,
  { data, out, withKeys, at }: { data: string; out: string; withKeys: boolean; at: Date },
): Promise<Manifest> {
  if (existsSync(out)) throw new Refusal('BACKUP_EXISTS', { file: out });
  return wholeOrNone(out, async (draft) => {
    await copyDatabase(recovery, data, join(draft, DATABASE));
    copyFiles(join(data, 'reports'), join(draft, 'reports'), () => true);
    copyFiles(documentsIn(data), join(draft, 'documents'), () => true);
    copyFiles(join(data, 'identity'), join(draft, 'identity'), (name) => withKeys || name === 'root.crt');
    const verifierKey = keyOf(join(data, 'identity'), recovery.origin);
    const manifest = await describe(recovery, draft, { at: at.toISOString(), verifierKey, keys: withKeys });
    writeDurably(join(draft, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
    return manifest;
  });
}

/**
 * Brings a back-up back into a data directory that is not there yet or empty. `identity` is a directory with the
 * hub's keys, for a back-up without. Refuses RESTORE_EXISTS, RESTORE_KEYS, BACKUP_FAULTY, FILE_UNWRITABLE.
 */
export async function restore(
  recovery: Recovery,
  { from, data, identity }: { from: string; data: string; identity: string | undefined },
): Promise<Manifest> {
  const manifest = readManifest(from);
  if (existsSync(data) && readdirSync(data).length > 0) throw new Refusal('RESTORE_EXISTS', { file: data });
  const keys = identity ?? join(from, 'identity');
  if (keyOf(keys, recovery.origin) !== manifest.verifierKey) throw new Refusal('RESTORE_KEYS');
  return wholeOrNone(data, async (draft) => {
    for (const [path, digest] of Object.entries(manifest.files)) {
      if (!INSIDE.test(path)) throw faulty(path, path);
      if (digestOrRefuse(join(from, path)) !== digest) throw faulty(path, path);
      const secret = /\.key$|^documents\//.test(path);
      makeDirectory(dirname(join(draft, path)));
      copyDurably(join(from, path), join(draft, path), secret ? 0o600 : 0o644);
    }
    if (identity) copyFiles(identity, join(draft, 'identity'), () => true);
    const found = await describe(recovery, draft, manifest);
    if (found.size !== manifest.size || found.checkpoint !== manifest.checkpoint)
      throw faulty('manifest.json', 'manifest.json');
    if (recovery.database !== '') await fillDatabase(recovery, join(draft, DATABASE), manifest);
    return manifest;
  });
}

/**
 * Puts a back-up's database into PostgreSQL, in one transaction. Refuses RESTORE_EXISTS where there is anything, but what
 * a restoration of this back-up has left that was interrupted after it. The file itself is then not kept: two databases
 * in one place would be one too many.
 */
async function fillDatabase(
  { database, migrations }: Recovery,
  file: string,
  { checkpoint }: Manifest,
): Promise<void> {
  const [from, to] = [await openKept(file, migrations), await openStore(database, migrations)];
  try {
    await to.transaction().execute(async (db) => {
      await takeTurn(db);
      if ((await ledgerSize(db)) === 0) await copyRows(from, db);
      else if ((await latestCheckpoint(db))?.note !== checkpoint)
        throw new Refusal('RESTORE_EXISTS', { file: placeOf(database) });
    });
  } finally {
    await Promise.all([from.destroy(), to.destroy()]);
  }
  rmSync(file);
}

/**
 * Verifies a data directory, of which a running hub makes a copy. Refuses FILE_UNREADABLE where there is none,
 * FILE_UNWRITABLE where there is no room for the copy.
 */
export async function checkData(recovery: Recovery, data: string): Promise<Check[]> {
  const copy = join(data, 'check.part');
  return inDraft(copy, data, async () => {
    mkdirSync(copy, { mode: 0o700 });
    await copyDatabase(recovery, data, join(copy, DATABASE));
    return await checkAt(recovery, {
      database: join(copy, DATABASE),
      data,
      verifierKey: keyOf(join(data, 'identity'), recovery.origin),
    });
  });
}

/** Works in a draft beside the place, which gets its name at the end. Refuses FILE_UNWRITABLE. */
function wholeOrNone<T>(place: string, work: (draft: string) => Promise<T>): Promise<T> {
  const draft = `${place}.part`;
  return inDraft(draft, place, async () => {
    makeDirectory(draft);
    const done = await work(draft);
    renameDurably(draft, place);
    return done;
  });
}

/** Nothing is left of a draft, and what the system does not do is told by the place that was asked for. */
async function inDraft<T>(draft: string, place: string, work: () => Promise<T>): Promise<T> {
  const clear = () => rmSync(draft, { recursive: true, force: true });
  try {
    clear();
    const done = await work();
    clear();
    return done;
  } catch (error) {
    clear();
    throw failureAt(draft, place, error);
  }
}

function failureAt(draft: string, place: string, error: unknown): unknown {
  const refusal = storeRefusal(error);
  const { code = '', syscall, path = draft } = error as NodeJS.ErrnoException;
  // Nothing was written then, or nobody knows to what.
  if (refusal && (refusal.code === 'STORE_UNREACHABLE' || syscall === 'read')) return refusal;
  if (!refusal && syscall === undefined) return error;
  if (path.startsWith(draft)) return new Refusal('FILE_UNWRITABLE', { file: place, detail: code });
  return new Refusal('FILE_UNREADABLE', { file: path, detail: code });
}

/** Back-ups hold a SQLite file, whichever database they are of. Refuses BACKUP_FAULTY for one that lacks anything. */
async function copyDatabase(recovery: Recovery, data: string, to: string): Promise<void> {
  const { migrations, database } = recovery;
  const file = join(data, DATABASE);
  if (database === '' && !existsSync(file)) throw new Refusal('FILE_UNREADABLE', { file, detail: 'ENOENT' });
  const byHub = database === '' ? await copyByHub(data, to) : null;
  const size = byHub ?? (await copyByItself(database || file, migrations, to));
  if (!existsSync(to)) throw faulty('数据库没有复制出来', 'the database was not copied');
  const found = await within(openKept(to, migrations), ledgerSize);
  if (found < size)
    throw faulty(
      `账本复制出 ${found} 条，应有 ${size} 条`,
      `${found} entries of the ledger were copied, of ${size}`,
    );
}

/** Copies a database, and gives how many entries of the ledger there were before. */
function copyByItself(place: string, migrations: Migrations, to: string): Promise<number> {
  return within(openToRead(place, migrations), async (store) => {
    const size = await ledgerSize(store);
    await copyStore(store, to, migrations);
    return size;
  });
}

async function within<T>(opening: Promise<Store>, work: (store: Store) => Promise<T>): Promise<T> {
  const store = await opening;
  try {
    return await work(store);
  } finally {
    await store.destroy();
  }
}

function copyFiles(from: string, to: string, wanted: (name: string) => boolean): void {
  if (!existsSync(from)) return;
  makeDirectory(to);
  for (const name of readdirSync(from).filter((one) => !one.endsWith('.part') && wanted(one)))
    copyDurably(join(from, name), join(to, name), name.endsWith('.crt') ? 0o644 : 0o600);
}

/** Verifies a draft and says what is in it. */
async function describe(
  recovery: Recovery,
  draft: string,
  { at, verifierKey, keys }: Pick<Manifest, 'at' | 'verifierKey' | 'keys'>,
): Promise<Manifest> {
  const database = join(draft, DATABASE);
  const failed = (await checkAt(recovery, { database, data: draft, verifierKey })).find(
    ({ holds }) => !holds,
  );
  if (failed)
    throw faulty(`${failed.text.zh} ${failed.place ?? ''}`, `${failed.text.en} ${failed.place ?? ''}`);
  const head = await within(openKept(database, recovery.migrations), async (store) => {
    const checkpoint = await latestCheckpoint(store);
    const migration = (await executedMigrations(store)).at(-1) ?? '';
    return { migration, size: checkpoint?.size ?? 0, checkpoint: checkpoint?.note ?? '' };
  });
  const { program } = recovery;
  // Once the database is closed, when nothing of it is left in a log beside it.
  const files = digests(draft);
  return { format: 'kawei/backup@1', at, program, ...head, verifierKey, keys, files };
}

function checkAt(
  recovery: Recovery,
  { database, data, verifierKey }: { database: string; data: string; verifierKey: string },
): Promise<Check[]> {
  return within(openKept(database, recovery.migrations), (db) =>
    checkEverything({ ...recovery, db, data, verifierKey }),
  );
}

function digests(directory: string): Record<string, string> {
  const files = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((one) =>
    one.isFile(),
  );
  const paths = files
    .map(({ parentPath, name }) => join(parentPath, name).slice(directory.length + 1))
    .sort();
  return Object.fromEntries(
    paths.map((path) => [path.replaceAll('\\', '/'), fileDigest(join(directory, path))]),
  );
}

function readManifest(from: string): Manifest {
  const text = readOrRefuse(join(from, 'manifest.json')).toString('utf8');
  try {
    return parse(Manifest, JSON.parse(text));
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal('FILE_NOT_JSON', { file: join(from, 'manifest.json') });
  }
}

function readOrRefuse(file: string): Buffer {
  return orRefuse(file, (path) => readFileSync(path));
}

function digestOrRefuse(file: string): string {
  return orRefuse(file, fileDigest);
}

function orRefuse<T>(file: string, read: (file: string) => T): T {
  return orUnreadable(`${basename(dirname(file))}/${basename(file)}`, () => read(file));
}

/** The ledger's key in a directory of the hub's keys; refused where there is none, never made. */
function keyOf(identity: string, origin: string): string {
  if (!existsSync(join(identity, 'ledger.key'))) throw new Refusal('RESTORE_KEYS');
  return openLogKey(identity, origin).verifierKey;
}

function faulty(zh: string, en: string): Refusal {
  return new Refusal('BACKUP_FAULTY', { zh, en });
}
