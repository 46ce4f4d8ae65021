import type { Charge } from '#shared/charge/charge.ts';
import type { Role } from '#shared/protocol/requests.ts';
import type { SessionView, UserRow } from '#shared/protocol/views.ts';
import type { Db } from '../store/database.ts';

/** A user as sign-in needs it, with the password's hash. */
export interface StoredUser extends SessionView {
  readonly password: string;
  readonly disabled: boolean;
}

export async function findUser(db: Db, user: string): Promise<StoredUser | null> {
  const row = await db.selectFrom('users').selectAll().where('user', '=', user).executeTakeFirst();
  if (!row) return null;
  const { password, disabled } = row;
  return { ...sessionView(row), password, disabled: disabled === 1 };
}

/** The user of an open session, by the digest of its token; null when there is none or it has expired. */
export async function findSession(db: Db, session: string, at: string): Promise<SessionView | null> {
  const row = await db
    .selectFrom('sessions')
    .innerJoin('users', 'users.user', 'sessions.user')
    .select(['users.user', 'users.name', 'users.role', 'users.site', 'users.charge'])
    .where('session', '=', session)
    .where('expires_at', '>', at)
    .where('disabled', '=', 0)
    .executeTakeFirst();
  return row ? sessionView(row) : null;
}

function sessionView(row: {
  readonly user: string;
  readonly name: string;
  readonly role: string;
  readonly site: string | null;
  readonly charge: string | null;
}): SessionView {
  const { user, name, role, site, charge } = row;
  return {
    user,
    name,
    role: role as Role,
    site,
    charge: charge === null ? null : (JSON.parse(charge) as Charge),
  };
}

export async function listUsers(db: Db): Promise<UserRow[]> {
  const rows = await db.selectFrom('users').selectAll().orderBy('user').execute();
  return rows.map((row) => ({
    ...sessionView(row),
    disabled: row.disabled === 1,
    lastSignInAt: row.last_sign_in_at,
  }));
}
