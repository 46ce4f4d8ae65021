/** What a witness remembers, on disk: its key, the last head of each log it has cosigned, and what it did not cosign. */
import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import SqliteDriver from 'better-sqlite3';
import { sha256Hex } from '#shared/canonical/index.ts';
import { Refusal } from '#shared/catalogue/refusal.ts';
import { COSIGNATURE, cosignatureBytes, cosignedMessage } from '#shared/ledger/cosignature.ts';
import { keyIdOf, signatureLine, verifierKeyText } from '#shared/ledger/note.ts';
import { isSame } from '#shared/signature/der.ts';
import { makeDirectory } from './directory.ts';
import type { Known } from './judge.ts';

/** The largest tree of a log that this witness has cosigned. */
export interface Head extends Known {
  /** Signed note. */
  readonly note: string;
  readonly at: string;
}

/** A checkpoint under a log's own key that was not cosigned, beside the head as it was then: both signed notes. */
export interface NotCosigned {
  readonly origin: string;
  readonly at: string;
  readonly seen: string;
  readonly offered: string;
}

/** Forks that are kept of a log: more of them prove no more. */
const FORKS = 16;

/** An older memory has a table `forks` too. Proofs that merely failed are in it, which prove nothing: it is not read. */
const SCHEMA = `
  create table if not exists identity (name text primary key, private_key text not null) strict;
  create table if not exists heads (origin text primary key, size integer not null, root blob not null,
    note text not null, at text not null) strict;
  create table if not exists cosigned (origin_hash text primary key, note text not null) strict;
  create table if not exists other_roots (origin text not null, size integer not null, root blob not null,
    at text not null, seen text not null, offered text not null, primary key (origin, size, root)) strict;
  create table if not exists unproved (origin text primary key, size integer not null, root blob not null,
    at text not null, seen text not null, offered text not null) strict;
`;

export class WitnessMemory {
  readonly #database: SqliteDriver.Database;

  /** Opens the memory in `directory`, for this process alone. Refuses STORE_IN_USE and STORE_UNREADABLE. */
  constructor(directory: string) {
    const file = join(directory, 'witness.db');
    let database: SqliteDriver.Database | undefined;
    try {
      makeDirectory(directory);
      database = new SqliteDriver(file, { timeout: 500 });
      chmodSync(file, 0o600); // the key lies in it
      database.pragma('locking_mode = EXCLUSIVE');
      database.pragma('journal_mode = WAL');
      database.pragma('synchronous = FULL');
      database.exec(`BEGIN EXCLUSIVE; ${SCHEMA} COMMIT`);
      this.#database = database;
    } catch (error) {
      database?.close();
      const busy = String((error as { code?: string }).code).startsWith('SQLITE_BUSY');
      if (busy) throw new Refusal('STORE_IN_USE', { file });
      throw new Refusal('STORE_UNREADABLE', { file, detail: (error as Error).message });
    }
  }

  /** The key of this name, made where there is none yet. */
  key(name: string): WitnessKey {
    const { privateKey } = generateKeyPairSync('ed25519');
    this.#database
      .prepare('insert into identity values (?, ?) on conflict do nothing')
      .run(name, privateKey.export({ format: 'pem', type: 'pkcs8' }));
    const row = this.#database.prepare('select private_key from identity where name = ?').get(name) as {
      private_key: string;
    };
    return witnessKey(name, createPrivateKey(row.private_key));
  }

  head(origin: string): Head | null {
    const row = this.#database.prepare('select size, root, note, at from heads where origin = ?').get(origin);
    return (row as Head | undefined) ?? null;
  }

  /** The last checkpoint of a log that was cosigned, with the cosignature: by the SHA-256 of the log's name, in hex. */
  cosigned(originHash: string): string | null {
    const row = this.#database.prepare('select note from cosigned where origin_hash = ?').get(originHash);
    return (row as { note: string } | undefined)?.note ?? null;
  }

  /**
   * Remembers a head in place of the last, with its cosignature; on disk when it returns. What was unproved of its size
   * is proved by it, or a fork. Whether a fork was found so.
   */
  adopt(origin: string, { size, root, note, at }: Head, cosignature: string): boolean {
    return this.#database.transaction(() => {
      this.#database
        .prepare(
          `insert into heads values (?, ?, ?, ?, ?) on conflict (origin)
           do update set size = excluded.size, root = excluded.root, note = excluded.note, at = excluded.at`,
        )
        .run(origin, size, root, note, at);
      this.#database
        .prepare('insert or replace into cosigned values (?, ?)')
        .run(sha256Hex(origin), note + cosignature);
      const before = this.#database
        .prepare('delete from unproved where origin = ? and size = ? returning root, offered')
        .get(origin, size) as { root: Uint8Array; offered: string } | undefined;
      if (!before || isSame(before.root, root)) return false;
      return this.keepFork({ origin, at, seen: note, offered: before.offered }, { size, root: before.root });
    })();
  }

  /** Keeps the evidence of a fork: each tree once, and the first few of a log. Whether it was kept. */
  keepFork({ origin, at, seen, offered }: NotCosigned, { size, root }: Known): boolean {
    const { changes } = this.#database
      .prepare(
        `insert into other_roots select ?, ?, ?, ?, ?, ?
         where (select count(*) from other_roots where origin = ?) < ${FORKS} on conflict do nothing`,
      )
      .run(origin, size, root, at, seen, offered, origin);
    return changes > 0;
  }

  /** Two checkpoints each, of one size and with two roots. */
  forks(): NotCosigned[] {
    const rows = this.#database
      .prepare('select origin, at, seen, offered from other_roots order by at')
      .all();
    return rows as NotCosigned[];
  }

  /** Keeps a checkpoint whose proof failed, in place of the last of its log. Whether it is the first beside this head. */
  keepUnproved({ origin, at, seen, offered }: NotCosigned, { size, root }: Known): boolean {
    const before = this.unproved().find((one) => one.origin === origin);
    this.#database
      .prepare('insert or replace into unproved values (?, ?, ?, ?, ?, ?)')
      .run(origin, size, root, at, seen, offered);
    return before?.seen !== seen;
  }

  /** One of a log at most. */
  unproved(): NotCosigned[] {
    const rows = this.#database.prepare('select origin, at, seen, offered from unproved order by at').all();
    return rows as NotCosigned[];
  }

  close(): void {
    this.#database.close();
  }
}

export interface WitnessKey {
  /** `NAME+ID+KEY`, for hubs and readers. */
  readonly verifierKey: string;
  /** A signature line on the text of a checkpoint. */
  cosign(noteText: string, at: Date): string;
}

function witnessKey(name: string, key: KeyObject): WitnessKey {
  const { x = '' } = createPublicKey(key).export({ format: 'jwk' });
  const publicKey = new Uint8Array(Buffer.from(x, 'base64url'));
  const keyId = keyIdOf(name, COSIGNATURE, publicKey);
  return {
    verifierKey: verifierKeyText(name, publicKey, COSIGNATURE),
    cosign: (noteText, at) => {
      const seconds = Math.floor(at.getTime() / 1000);
      const signature = sign(null, cosignedMessage(noteText, seconds), key);
      return signatureLine(name, keyId, cosignatureBytes(seconds, signature));
    },
  };
}
