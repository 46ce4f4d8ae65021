/** What a witness remembers, on disk: its key, the last head of each log it has cosigned, the forks it was shown. */
import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import SqliteDriver from 'better-sqlite3';
import { Refusal } from '#shared/catalogue/refusal.ts';
import { COSIGNATURE, cosignatureBytes, cosignedMessage } from '#shared/ledger/cosignature.ts';
import { keyIdOf, signatureLine, verifierKeyText } from '#shared/ledger/note.ts';

/** The largest tree of a log that this witness has cosigned. */
export interface Head {
  readonly size: number;
  readonly root: Uint8Array;
  /** Signed note. */
  readonly note: string;
  readonly at: string;
}

/** Two checkpoints under a log's own key that cannot both be true. */
export interface Fork {
  readonly origin: string;
  readonly at: string;
  readonly seen: string;
  readonly offered: string;
}

const SCHEMA = `
  create table if not exists identity (name text primary key, private_key text not null) strict;
  create table if not exists heads (origin text primary key, size integer not null, root blob not null,
    note text not null, at text not null) strict;
  create table if not exists forks (origin text not null, at text not null, seen text not null,
    offered text not null, unique (origin, seen, offered)) strict;
`;

export class WitnessMemory {
  readonly #database: SqliteDriver.Database;

  /** Opens the memory in `directory`, for this process alone. Refuses STORE_IN_USE and STORE_UNREADABLE. */
  constructor(directory: string) {
    const file = join(directory, 'witness.db');
    try {
      mkdirSync(directory, { recursive: true, mode: 0o700 });
      this.#database = new SqliteDriver(file, { timeout: 500 });
      chmodSync(file, 0o600); // the key lies in it
      this.#database.pragma('locking_mode = EXCLUSIVE');
      this.#database.pragma('journal_mode = WAL');
      this.#database.pragma('synchronous = FULL');
      this.#database.exec(`BEGIN EXCLUSIVE; ${SCHEMA} COMMIT`);
    } catch (error) {
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

  /** Remembers a head in place of one of `oldSize`; on disk when it returns. */
  adopt(origin: string, { size, root, note, at }: Head): void {
    this.#database
      .prepare(
        `insert into heads values (?, ?, ?, ?, ?) on conflict (origin)
         do update set size = excluded.size, root = excluded.root, note = excluded.note, at = excluded.at`,
      )
      .run(origin, size, root, note, at);
  }

  /** Keeps the evidence of a fork, each once. */
  keepFork({ origin, at, seen, offered }: Fork): void {
    this.#database
      .prepare('insert into forks values (?, ?, ?, ?) on conflict do nothing')
      .run(origin, at, seen, offered);
  }

  forks(): Fork[] {
    return this.#database.prepare('select origin, at, seen, offered from forks order by at').all() as Fork[];
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
