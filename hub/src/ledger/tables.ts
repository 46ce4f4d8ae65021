import type { Generated } from 'kysely';
import { forbidChanges, takeOnlyNext } from '../store/append-only.ts';
import type { Migrations } from '../store/database.ts';

export interface LedgerTables {
  /** The ledger: one row an event, appended and never changed. `seq` starts at 0, the leaf's index in the tree. */
  ledger: {
    seq: number;
    at: string;
    type: string;
    subject: string;
    /** Canonical JSON. */
    payload: string;
    salt: Uint8Array;
    digest: string;
    leaf_hash: Uint8Array;
  };
  /** Full tiles of the tree over the ledger: 256 hashes each, and their root. */
  ledger_tiles: {
    level: number;
    tile: number;
    root: Uint8Array;
    hashes: Uint8Array;
  };
  /** One signed checkpoint for each group of commands that was committed. */
  checkpoints: {
    /** Entries of the ledger at that moment. */
    size: number;
    at: string;
    root: Uint8Array;
    /** Signed note. */
    note: string;
  };
  /** What became of each act of each booth: stored with its events, so that a repeated frame has no effect. */
  booth_acts: {
    rowid: Generated<number>;
    booth: string;
    n: number;
    /** JSON of the refusal the act was answered with, or null when it was done. */
    refusal: string | null;
    /** When it was done in the booth: tells it from another under its number. Null for those of earlier versions. */
    at: string | null;
  };
}

export const ledgerMigrations: Migrations = {
  '0001-ledger': {
    async up(db) {
      await db.schema
        .createTable('ledger')
        .addColumn('seq', 'integer', (column) => column.primaryKey())
        .addColumn('at', 'text', (column) => column.notNull())
        .addColumn('type', 'text', (column) => column.notNull())
        .addColumn('subject', 'text', (column) => column.notNull())
        .addColumn('payload', 'text', (column) => column.notNull())
        .addColumn('salt', 'blob', (column) => column.notNull())
        .addColumn('digest', 'text', (column) => column.notNull())
        .addColumn('leaf_hash', 'blob', (column) => column.notNull())
        .execute();
      await db.schema.createIndex('ledger_subject').on('ledger').columns(['subject', 'seq']).execute();
      await forbidChanges(db, 'ledger', 'the ledger is append-only');
      await db.schema
        .createTable('booth_acts')
        .addColumn('rowid', 'integer', (column) => column.primaryKey().autoIncrement())
        .addColumn('booth', 'text', (column) => column.notNull())
        .addColumn('n', 'integer', (column) => column.notNull())
        .addColumn('refusal', 'text')
        .addUniqueConstraint('booth_acts_once', ['booth', 'n'])
        .execute();
    },
  },
  // REPLACE takes a row away without asking the delete trigger; it does ask this one, and so does a gap.
  '0012-ledger-next-only': {
    async up(db) {
      const message = 'the ledger takes only its next entry';
      await takeOnlyNext(db, { table: 'ledger', column: 'seq', message });
    },
  },
  '0013-ledger-tree': {
    async up(db) {
      await db.schema
        .createTable('ledger_tiles')
        .addColumn('level', 'integer', (column) => column.notNull())
        .addColumn('tile', 'integer', (column) => column.notNull())
        .addColumn('root', 'blob', (column) => column.notNull())
        .addColumn('hashes', 'blob', (column) => column.notNull())
        .addPrimaryKeyConstraint('ledger_tiles_key', ['level', 'tile'])
        .execute();
      await db.schema
        .createTable('checkpoints')
        .addColumn('size', 'integer', (column) => column.primaryKey())
        .addColumn('at', 'text', (column) => column.notNull())
        .addColumn('root', 'blob', (column) => column.notNull())
        .addColumn('note', 'text', (column) => column.notNull())
        .execute();
      await forbidChanges(db, 'checkpoints', 'a checkpoint stands for ever');
    },
  },
  '0069-times-of-acts': {
    async up(db) {
      await db.schema.alterTable('booth_acts').addColumn('at', 'text').execute();
    },
  },
};
