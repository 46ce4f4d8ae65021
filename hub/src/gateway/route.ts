import type { FastifyInstance, FastifyRequest, HTTPMethods } from 'fastify';
import { type Static, type TSchema, Type } from 'typebox';
import { Refusal } from '#shared/catalogue/refusal.ts';
import { hasCharge } from '#shared/charge/charge.ts';
import { parse } from '#shared/protocol/parse.ts';
import { keyed } from '#shared/protocol/primitives.ts';
import type { Role } from '#shared/protocol/requests.ts';
import type { SessionView } from '#shared/protocol/views.ts';
import type { Actor } from '../ledger/command.ts';
import type { ChargeRule } from './charge.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks; null without a session. Set before any handler runs. */
    session: SessionView | null;
  }
}

/** Those who may use a route. `anyone` needs no session; `signed-in` any session. */
export type Access = readonly Role[] | 'anyone' | 'signed-in';

interface RouteSpec<B extends TSchema> {
  readonly method: HTTPMethods;
  readonly url: string;
  readonly summary: string;
  readonly access: Access;
  /** How it obeys the charge of supervisors and discipline officers; needed wherever they may ask. */
  readonly charge?: ChargeRule;
  readonly body?: B;
  /** As `body`, where the handler reads and checks it itself. */
  readonly documented?: TSchema;
  /** Most bytes of the body; the server's default (1 MiB) when absent. */
  readonly bodyLimit?: number;
  /** Most requests from one address within so many milliseconds. */
  readonly rateLimit?: { readonly max: number; readonly timeWindow: number };
}

export interface RouteCall<B> {
  readonly body: B;
  /** A parameter of the address, decoded. */
  param(name: string): string;
  readonly query: Readonly<Record<string, string | undefined>>;
  readonly session: SessionView;
  readonly actor: Actor;
  readonly request: FastifyRequest;
}

/** What stands behind the `?` of an address: each name once. */
const Query = keyed(Type.String());

/**
 * Serves one address: checks who asks, then the body against its schema, then calls `handle`. The answer is
 * sent as JSON; `undefined` is 204. Everything refused travels as a RefusalMessage.
 */
export function route<B extends TSchema>(
  app: FastifyInstance,
  spec: RouteSpec<B>,
  handle: (call: RouteCall<Static<B>>) => Promise<unknown>,
): void {
  const documented = spec.body ?? spec.documented;
  const charge = chargeRuleOf(spec);
  app.route({
    method: spec.method,
    url: spec.url,
    ...(spec.bodyLimit === undefined ? {} : { bodyLimit: spec.bodyLimit }),
    ...(spec.rateLimit === undefined ? {} : { config: { rateLimit: spec.rateLimit } }),
    // Before the body: nobody who may not ask has the hub take in a file.
    onRequest: async ({ session, params }) => {
      checkAccess(spec.access, session);
      if (session) await app.requireInCharge(charge, session.charge, params as Record<string, string>);
    },
    schema: { summary: spec.summary, ...(documented ? { body: documented } : {}) },
    // The body is checked by `parse`, for its words.
    validatorCompiler: () => () => true,
    handler: async (request, reply) => {
      const body = (spec.body ? parse(spec.body, request.body) : undefined) as Static<B>;
      const session = request.session ?? nobody;
      const answer = await handle({
        body,
        param: (name) => (request.params as Record<string, string>)[name] ?? '',
        query: parse(Query, request.query),
        session,
        actor: { kind: 'user', id: session.user, role: session.role, site: session.site },
        request,
      });
      if (answer === undefined) return reply.status(204).send();
      return reply.send(answer);
    },
  });
}

const nobody: SessionView = { user: '', name: '', role: 'audit-admin', site: null, charge: null };

/** Who has a charge may not be let in where nobody has thought of it. */
function chargeRuleOf({
  access,
  charge,
  url,
}: Pick<RouteSpec<TSchema>, 'access' | 'charge' | 'url'>): ChargeRule {
  const asked = access === 'signed-in' || (access !== 'anyone' && access.some(hasCharge));
  if (asked && charge === undefined) throw new Error(`no rule of charge: ${url}`);
  return charge ?? 'open';
}

function checkAccess(access: Access, session: SessionView | null): void {
  if (access === 'anyone') return;
  if (!session) throw new Refusal('SIGN_IN_REQUIRED');
  if (access !== 'signed-in' && !access.includes(session.role)) throw new Refusal('ROLE_FORBIDDEN');
}
