import type { FastifyRequest } from 'fastify';
import { Refusal } from '#shared/catalogue/refusal.ts';
import type { Charge } from '#shared/charge/charge.ts';
import {
  ChangeCharge,
  ChangePassword,
  DisableUser,
  NewUser,
  ResetPassword,
  SignIn,
} from '#shared/protocol/requests.ts';
import type { SessionView, SiteRow } from '#shared/protocol/views.ts';
import { giveSession, sessionDigest, takeSession } from '../gateway/access.ts';
import type { Routes } from '../gateway/hub.ts';
import { route } from '../gateway/route.ts';
import { type Actor, hubActor, plan } from '../ledger/command.ts';
import type { Db } from '../store/database.ts';
import { listSites } from '../venues/reads.ts';
import {
  changeCharge,
  changePassword,
  closeSession,
  createUser,
  disableUser,
  openSession,
  refuseSignIn,
} from './decide.ts';
import { hashPassword, nobodysHash, passwordMatches } from './passwords.ts';
import { findUser, listUsers } from './reads.ts';
import { RefusedSignIns } from './refused-sign-ins.ts';
import { countingTries } from './tries.ts';

export const peopleRoutes: Routes = (app, { spine, store, now }) => {
  const countTry = countingTries(app);
  const refused = new RefusedSignIns();
  const refuse = async (user: string, { ip: address }: FastifyRequest, actor: Actor): Promise<never> => {
    const count = refused.next(address, now());
    await spine.do(plan(refuseSignIn, { user, address, count }), actor);
    throw new Refusal('SIGN_IN_WRONG');
  };
  app.post(
    '/api/session',
    { schema: { summary: 'Sign in', body: SignIn } },
    async (request, reply): Promise<SessionView> => {
      await countTry(request);
      const { user, password } = request.body as { user: string; password: string };
      const found = await findUser(store, user);
      const right = await passwordMatches(password, found?.password ?? nobodysHash);
      if (!found || found.disabled || !right) return refuse(user, request, hubActor);
      const session = giveSession(reply);
      const actor = { kind: 'user', id: user } as const;
      const checked = found.password;
      await spine.do(plan(openSession, { user, session, address: request.ip, checked }), actor);
      const { name, role, site, charge } = found;
      return { user, name, role, site, charge };
    },
  );
  route(
    app,
    { method: 'GET', url: '/api/session', summary: 'Who is signed in', access: 'anyone' },
    async ({ request }) => ({ session: request.session }),
  );
  app.delete('/api/session', { schema: { summary: 'Sign out' } }, async (request, reply) => {
    const { session } = request;
    if (session) {
      const actor = { kind: 'user', id: session.user } as const;
      await spine.do(plan(closeSession, { user: session.user, session: sessionDigest(request) }), actor);
    }
    takeSession(reply);
    return reply.status(204).send();
  });
  route(
    app,
    {
      method: 'POST',
      url: '/api/session/password',
      summary: 'Change one’s password',
      access: 'signed-in',
      charge: 'open',
      body: ChangePassword,
    },
    async ({ body, session, actor, request }) => {
      await countTry(request);
      const found = await findUser(store, session.user);
      if (!found || !(await passwordMatches(body.current, found.password)))
        return refuse(session.user, request, actor);
      await spine.do(
        plan(changePassword, { user: session.user, password: await hashPassword(body.next) }),
        actor,
      );
    },
  );
  userRoutes(app, { spine, store });
};

function userRoutes(
  app: Parameters<Routes>[0],
  { spine, store }: Pick<Parameters<Routes>[1], 'spine' | 'store'>,
): void {
  const admin = ['security-admin'] as const;
  route(
    app,
    { method: 'GET', url: '/api/users', summary: 'Users', access: ['security-admin', 'audit-admin'] },
    () => listUsers(store),
  );
  route(
    app,
    { method: 'POST', url: '/api/users', summary: 'Create a user', access: admin, body: NewUser },
    async ({ body, actor }) => {
      const { user, name, role, site = null, charge = null } = body;
      await requireSites(store, [...(site === null ? [] : [site]), ...(charge ?? [])]);
      const password = await hashPassword(body.password);
      await spine.do(plan(createUser, { user, name, role, site, charge, password }), actor);
    },
  );
  route(
    app,
    {
      method: 'GET',
      url: '/api/sites',
      summary: 'Sites, to choose a charge from',
      access: admin,
    },
    (): Promise<SiteRow[]> => listSites(store),
  );
  route(
    app,
    {
      method: 'POST',
      url: '/api/users/:user/charge',
      summary: 'Change what a supervisor or discipline officer has in their charge',
      access: admin,
      body: ChangeCharge,
    },
    async ({ body: { charge }, param, actor }) => {
      await requireSites(store, charge ?? []);
      await spine.do(plan(changeCharge, { user: param('user'), charge }), actor);
    },
  );
  route(
    app,
    {
      method: 'POST',
      url: '/api/users/:user/password',
      summary: 'Reset a password',
      access: admin,
      body: ResetPassword,
    },
    async ({ body, param, actor }) => {
      await spine.do(
        plan(changePassword, { user: param('user'), password: await hashPassword(body.password) }),
        actor,
      );
    },
  );
  route(
    app,
    {
      method: 'POST',
      url: '/api/users/:user/disable',
      summary: 'Disable a user',
      access: admin,
      body: DisableUser,
    },
    async ({ body, param, actor }) => {
      await spine.do(plan(disableUser, { user: param('user'), reason: body.reason }), actor);
    },
  );
}

async function requireSites(db: Db, sites: NonNullable<Charge>): Promise<void> {
  const known = new Set((await listSites(db)).map(({ id }) => id));
  const site = sites.find((one) => !known.has(one));
  if (site !== undefined) throw new Refusal('SITE_UNKNOWN', { site });
}
