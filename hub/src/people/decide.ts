import { Refusal } from '#shared/catalogue/refusal.ts';
import { type Charge, chargeInOrder, hasCharge } from '#shared/charge/charge.ts';
import type { Role } from '#shared/protocol/requests.ts';
import type { Command } from '../ledger/command.ts';
import { GUESSING } from './guessing.ts';
import { findUser, listUsers, type StoredUser } from './reads.ts';

/** Where users' events stand in the ledger. */
const subject = 'people';

/** How long a session lasts: one long day of evaluation. */
const SESSION_HOURS = 12;

export interface UserToCreate {
  readonly user: string;
  readonly name: string;
  readonly role: Role;
  readonly site: string | null;
  /** Hash, never the password. */
  readonly password: string;
  /** Everything where absent. */
  readonly charge?: Charge;
}

export const createUser: Command<UserToCreate, StoredUser | null, null> = {
  name: 'create-user',
  load: (db, { user }) => findUser(db, user),
  decide(existing, input) {
    if (existing) throw new Refusal('USER_EXISTS', { user: input.user });
    if ((input.role === 'hall') !== (input.site !== null)) throw new Refusal('USER_SITE');
    const { charge = null, ...user } = input;
    if (charge !== null && !hasCharge(input.role)) throw new Refusal('USER_CHARGE');
    const payload = { ...user, ...(charge === null ? {} : { charge: chargeInOrder(charge) }) };
    return { events: [{ type: 'user.created', subject, payload }], answer: null };
  },
};

/** Gives a supervisor or discipline officer another charge; it holds for sessions that are open. */
export const changeCharge: Command<{ user: string; charge: Charge }, StoredUser | null, null> = {
  name: 'change-charge',
  load: (db, { user }) => findUser(db, user),
  decide(found, { user, charge: asked }) {
    if (!found) throw new Refusal('USER_UNKNOWN', { user });
    if (!hasCharge(found.role)) throw new Refusal('USER_CHARGE');
    const charge = chargeInOrder(asked);
    if (JSON.stringify(charge) === JSON.stringify(found.charge)) return { events: [], answer: null };
    return { events: [{ type: 'user.charge-changed', subject, payload: { user, charge } }], answer: null };
  },
};

export const changePassword: Command<{ user: string; password: string }, StoredUser | null, null> = {
  name: 'change-password',
  load: (db, { user }) => findUser(db, user),
  decide(existing, { user, password }) {
    if (!existing) throw new Refusal('USER_UNKNOWN', { user });
    return {
      events: [{ type: 'user.password-changed', subject, payload: { user, password } }],
      answer: null,
    };
  },
};

/** Gives a user another password at the hub's own machine: the one way in where nobody can sign in. */
export const resetPassword: Command<
  { user: string; password: string; who: string; reason: string },
  StoredUser | null,
  null
> = {
  name: 'reset-password',
  load: (db, { user }) => findUser(db, user),
  decide(existing, input) {
    if (!existing) throw new Refusal('USER_UNKNOWN', { user: input.user });
    if (existing.disabled) throw new Refusal('USER_DISABLED', { user: input.user });
    return { events: [{ type: 'user.password-reset', subject, payload: { ...input } }], answer: null };
  },
};

export const disableUser: Command<
  { user: string; reason: string },
  { user: StoredUser | null; peers: number },
  null
> = {
  name: 'disable-user',
  async load(db, { user }) {
    const found = await findUser(db, user);
    const others = (await listUsers(db)).filter((row) => row.user !== user && !row.disabled);
    return { user: found, peers: others.filter((row) => row.role === found?.role).length };
  },
  decide({ user: found, peers }, { user, reason }, { actor }) {
    if (!found) throw new Refusal('USER_UNKNOWN', { user });
    if (actor.kind === 'user' && actor.id === user) throw new Refusal('USER_SELF');
    if (found.role.endsWith('-admin') && peers === 0)
      throw new Refusal('USER_LAST_ADMIN', { role: found.role });
    return { events: [{ type: 'user.disabled', subject, payload: { user, reason } }], answer: null };
  },
};

/**
 * Opens a session for a user whose password has been checked against the hash `checked`. Checking takes long: a
 * user who was disabled or got another password meanwhile is refused as SIGN_IN_WRONG.
 */
export const openSession: Command<
  { user: string; session: string; address: string; checked: string },
  StoredUser | null,
  null
> = {
  name: 'open-session',
  load: (db, { user }) => findUser(db, user),
  decide(found, { user, session, address, checked }, { at }) {
    if (!found || found.disabled || found.password !== checked) throw new Refusal('SIGN_IN_WRONG');
    const expiresAt = new Date(Date.parse(at) + SESSION_HOURS * 3_600_000).toISOString();
    return {
      events: [{ type: 'session.opened', subject, payload: { user, session, expiresAt, address } }],
      answer: null,
    };
  },
};

export const closeSession: Command<{ user: string; session: string }, null, null> = {
  name: 'close-session',
  load: async () => null,
  decide: (_state, payload) => ({ events: [{ type: 'session.closed', subject, payload }], answer: null }),
};

/** Refusals of an address in one period that are recorded one by one. */
const ONE_BY_ONE = 5;

/**
 * Refuses a password that was tried, and records it: the first of an address in a period, then how many they are when
 * they look like guessing and whenever these have doubled, so that nobody can fill the ledger from outside. `count` is
 * which of them it is.
 */
export const refuseSignIn: Command<{ user: string; address: string; count: number }, null, null> = {
  name: 'refuse-sign-in',
  load: async () => null,
  decide(_state, payload) {
    const refusal = new Refusal('SIGN_IN_WRONG');
    if (payload.count <= ONE_BY_ONE)
      return { events: [{ type: 'sign-in.refused', subject, payload }], answer: null, refusal };
    if (!Number.isInteger(Math.log2(payload.count / GUESSING)) || payload.count < GUESSING) throw refusal;
    return { events: [{ type: 'sign-in.guessing', subject, payload }], answer: null, refusal };
  },
};
