import type { Role } from '#shared/protocol/requests.ts';
import { hubActor, plan } from '../ledger/command.ts';
import type { Spine } from '../ledger/spine.ts';
import type { Db } from '../store/database.ts';
import { createUser } from './decide.ts';
import { hashPassword, randomPassword } from './passwords.ts';
import { listUsers } from './reads.ts';

/** The three administrators nobody can do without (三员: 系统、安全、审计管理员). */
const administrators: readonly { user: string; name: string; role: Role }[] = [
  { user: 'sysadmin', name: '系统管理员', role: 'system-admin' },
  { user: 'secadmin', name: '安全管理员', role: 'security-admin' },
  { user: 'auditadmin', name: '审计管理员', role: 'audit-admin' },
];

export interface FirstUser {
  readonly user: string;
  readonly role: Role;
  /** Told once; only its hash is kept. */
  readonly password: string;
}

/**
 * Makes the three administrators of a hub that has no users yet, each with a random password. A hub that dies before
 * they are told has them all the same: `kawei admin reset-password` gives each another.
 */
export async function createFirstUsers(db: Db, spine: Spine): Promise<FirstUser[]> {
  if ((await listUsers(db)).length > 0) return [];
  const made = administrators.map(({ user, name, role }) => ({
    ...{ user, name, role },
    password: randomPassword(),
  }));
  const hashes = await Promise.all(made.map(({ password }) => hashPassword(password)));
  // In one transaction: of a hub that dies here, no start would make those that are missing.
  await Promise.all(
    made.map(({ user, name, role }, index) =>
      spine.do(plan(createUser, { user, name, role, site: null, password: hashes[index] ?? '' }), hubActor),
    ),
  );
  return made.map(({ user, role, password }) => ({ user, role, password }));
}
