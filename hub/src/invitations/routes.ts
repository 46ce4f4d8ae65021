import { Refusal } from '#shared/catalogue/refusal.ts';
import { DeskAnswer, GatewayAnswer } from '#shared/protocol/messages.ts';
import { parse } from '#shared/protocol/parse.ts';
import type { Routes } from '../gateway/hub.ts';
import { route } from '../gateway/route.ts';
import { type Actor, plan } from '../ledger/command.ts';
import { answerInvitation } from './decide.ts';
import { isSigned } from './signed.ts';

const ANSWER_LIMIT = 4096;
/** Nobody at a desk has more people at the telephone. */
const DESK_ANSWERS = { max: 20, timeWindow: 60_000 };

const gateway: Actor = { kind: 'hub', id: 'message-gateway' };

export const invitationRoutes: Routes = (app, { spine, settings, now }) => {
  // The signature is over the bytes as they came, so they are not parsed before.
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) =>
      done(null, body),
    );
    route(
      scope,
      {
        method: 'POST',
        url: '/api/messages/answers',
        summary: 'What an expert has replied to an invitation; signed by the message gateway',
        access: 'anyone',
        bodyLimit: ANSWER_LIMIT,
      },
      async ({ request }) => {
        const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
        if (!isSigned(settings.messagesKey, body, request.headers, now()))
          throw new Refusal('MESSAGE_UNSIGNED');
        const { expert, code, answer } = parse(GatewayAnswer, jsonOf(body));
        await spine.do(plan(answerInvitation, { who: { expert }, code, answer }), gateway);
      },
    );
  });
  route(
    app,
    {
      method: 'POST',
      url: '/api/hall/answers',
      summary: 'An expert tells the desk that they come or cannot',
      access: ['hall'],
      body: DeskAnswer,
      rateLimit: DESK_ANSWERS,
    },
    async ({ body: { badge, code, answer }, session, actor }) => {
      const who = { badge, site: session.site ?? '' };
      await spine.do(plan(answerInvitation, { who, code, answer }), actor);
    },
  );
};

function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw new Refusal('INPUT_NOT_JSON');
  }
}
