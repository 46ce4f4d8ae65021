import type { Charge } from '#shared/charge/charge.ts';
import type { Projection } from '../ledger/command.ts';
import type { Db, Migrations } from '../store/database.ts';

export interface PeopleTables {
  users: {
    user: string;
    name: string;
    role: string;
    site: string | null;
    password: string;
    /** JSON: ids of sites; null is everything. Of supervisors and discipline officers alone. */
    charge: string | null;
    disabled: number;
    created_at: string;
    last_sign_in_at: string | null;
  };
  sessions: {
    /** SHA-256 of the cookie's token; the token itself is nowhere on disk. */
    session: string;
    user: string;
    opened_at: string;
    expires_at: string;
  };
}

export const peopleMigrations: Migrations = {
  '0002-people': {
    async up(db) {
      await db.schema
        .createTable('users')
        .addColumn('user', 'text', (column) => column.primaryKey())
        .addColumn('name', 'text', (column) => column.notNull())
        .addColumn('role', 'text', (column) => column.notNull())
        .addColumn('site', 'text')
        .addColumn('password', 'text', (column) => column.notNull())
        .addColumn('disabled', 'integer', (column) => column.notNull())
        .addColumn('created_at', 'text', (column) => column.notNull())
        .addColumn('last_sign_in_at', 'text')
        .execute();
      await db.schema
        .createTable('sessions')
        .addColumn('session', 'text', (column) => column.primaryKey())
        .addColumn('user', 'text', (column) => column.notNull())
        .addColumn('opened_at', 'text', (column) => column.notNull())
        .addColumn('expires_at', 'text', (column) => column.notNull())
        .execute();
    },
  },
  '0062-charge': {
    async up(db) {
      await db.schema.alterTable('users').addColumn('charge', 'text').execute();
    },
  },
};

export const peopleProjection: Projection = {
  'user.created': async (db, { at, payload }) => {
    const { user, name, role, site, password, charge = null } = payload;
    const none = { disabled: 0, created_at: at, last_sign_in_at: null };
    await db
      .insertInto('users')
      .values({ user, name, role, site, password, charge: chargeText(charge), ...none })
      .execute();
  },
  'user.charge-changed': async (db, { payload: { user, charge } }) => {
    await db
      .updateTable('users')
      .set({ charge: chargeText(charge) })
      .where('user', '=', user)
      .execute();
  },
  'user.password-changed': (db, { payload }) => setPassword(db, payload),
  'user.password-reset': (db, { payload }) => setPassword(db, payload),
  'user.disabled': async (db, { payload }) => {
    await db.updateTable('users').set({ disabled: 1 }).where('user', '=', payload.user).execute();
    await db.deleteFrom('sessions').where('user', '=', payload.user).execute();
  },
  'session.opened': async (db, { at, payload }) => {
    const { session, user, expiresAt } = payload;
    await db.deleteFrom('sessions').where('expires_at', '<=', at).execute();
    await db.insertInto('sessions').values({ session, user, opened_at: at, expires_at: expiresAt }).execute();
    await db.updateTable('users').set({ last_sign_in_at: at }).where('user', '=', user).execute();
  },
  'session.closed': async (db, { payload }) => {
    await db.deleteFrom('sessions').where('session', '=', payload.session).execute();
  },
};

const chargeText = (charge: Charge) => charge && JSON.stringify(charge);

/** Another password ends the sessions that the former one has opened. */
async function setPassword(db: Db, { user, password }: { user: string; password: string }): Promise<void> {
  await db.updateTable('users').set({ password }).where('user', '=', user).execute();
  await db.deleteFrom('sessions').where('user', '=', user).execute();
}
