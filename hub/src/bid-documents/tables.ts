import type { Projection } from '../ledger/command.ts';
import type { Migrations } from '../store/database.ts';

export interface BidDocumentTables {
  /** The documents in force: what was withdrawn stands in the ledger alone. */
  bid_documents: {
    project: string;
    bidder: string;
    title: string;
    /** SHA-256 of the file, which lies in the data directory under it. */
    digest: string;
    size: number;
    filed_at: string;
  };
}

export const bidDocumentMigrations: Migrations = {
  '0056-bid-documents': {
    async up(db) {
      await db.schema
        .createTable('bid_documents')
        .addColumn('project', 'text', (column) => column.notNull())
        .addColumn('bidder', 'text', (column) => column.notNull())
        .addColumn('title', 'text', (column) => column.notNull())
        .addColumn('digest', 'text', (column) => column.notNull())
        .addColumn('size', 'integer', (column) => column.notNull())
        .addColumn('filed_at', 'text', (column) => column.notNull())
        .addPrimaryKeyConstraint('bid_documents_file', ['project', 'bidder', 'digest'])
        .execute();
    },
  },
};

export const bidDocumentProjection: Projection = {
  'bid-document.filed': async (db, { at, payload: { project, bidder, title, digest, size } }) => {
    await db
      .insertInto('bid_documents')
      .values({ project, bidder, title, digest, size, filed_at: at })
      .execute();
  },
  'bid-document.withdrawn': async (db, { payload: { project, bidder, digest } }) => {
    await db
      .deleteFrom('bid_documents')
      .where('project', '=', project)
      .where('bidder', '=', bidder)
      .where('digest', '=', digest)
      .execute();
  },
};
