import type { Projection } from '../ledger/command.ts';
import type { Migrations } from '../store/database.ts';

export interface EnrolmentTables {
  /** The last code of each booth. */
  booth_codes: {
    booth: string;
    /** SHA-256 of the code's secret. */
    code: string;
    until: string;
    /** SHA-256 of the public key that used it, and of the certificate it was given; null for one not used. */
    key: string | null;
    certificate: string | null;
  };
  booth_certificates: {
    /** SHA-256 of the DER. */
    digest: string;
    booth: string;
    /** DER in base64. */
    certificate: string;
    until: string;
    /** When it was revoked, or another enrolment took its place. */
    revoked_at: string | null;
  };
}

export const enrolmentMigrations: Migrations = {
  '0044-enrolment': {
    async up(db) {
      await db.schema
        .createTable('booth_codes')
        .addColumn('booth', 'text', (column) => column.primaryKey())
        .addColumn('code', 'text', (column) => column.notNull().unique())
        .addColumn('until', 'text', (column) => column.notNull())
        .addColumn('key', 'text')
        .addColumn('certificate', 'text')
        .execute();
      await db.schema
        .createTable('booth_certificates')
        .addColumn('digest', 'text', (column) => column.primaryKey())
        .addColumn('booth', 'text', (column) => column.notNull())
        .addColumn('certificate', 'text', (column) => column.notNull())
        .addColumn('until', 'text', (column) => column.notNull())
        .addColumn('revoked_at', 'text')
        .execute();
      await db.schema
        .createIndex('booth_certificates_of_booth')
        .on('booth_certificates')
        .column('booth')
        .execute();
    },
  },
};

type Db = Parameters<NonNullable<Projection['booth.enrolled']>>[0];

export const enrolmentProjection: Projection = {
  'booth.enrolment-offered': async (db, { payload: { booth, code, until } }) => {
    await db.deleteFrom('booth_codes').where('booth', '=', booth).execute();
    await db.insertInto('booth_codes').values({ booth, code, until, key: null, certificate: null }).execute();
  },
  'booth.enrolled': async (db, { at, payload }) => {
    const { booth, code, key, digest } = payload;
    await db.updateTable('booth_codes').set({ key, certificate: digest }).where('code', '=', code).execute();
    await revoke(db, booth, at);
    await insert(db, payload);
  },
  'booth.certificate-renewed': (db, { payload }) => insert(db, payload),
  'booth.certificate-revoked': async (db, { at, payload: { booth } }) => {
    await db.deleteFrom('booth_codes').where('booth', '=', booth).execute();
    await revoke(db, booth, at);
  },
};

async function insert(
  db: Db,
  { booth, digest, certificate, until }: Record<'booth' | 'digest' | 'certificate' | 'until', string>,
) {
  await db
    .insertInto('booth_certificates')
    .values({ booth, digest, certificate, until, revoked_at: null })
    .execute();
}

async function revoke(db: Db, booth: string, at: string) {
  await db
    .updateTable('booth_certificates')
    .set({ revoked_at: at })
    .where('booth', '=', booth)
    .where('revoked_at', 'is', null)
    .execute();
}
