/** Live pages by server-sent events: which topics have changed, never what. Pages then fetch what they may see. */
import type { FastifyInstance } from 'fastify';
import type { EventType } from '#shared/catalogue/events/index.ts';
import { events as catalogue } from '#shared/catalogue/events/index.ts';
import { Refusal } from '#shared/catalogue/refusal.ts';
import type { Role } from '#shared/protocol/requests.ts';
import type { Topic } from '#shared/protocol/views.ts';
import type { StoredEvent } from '../ledger/command.ts';
import { findSession } from '../people/reads.ts';
import { sessionDigest } from './access.ts';
import { concerns } from './concern.ts';
import type { Hub } from './hub.ts';

/** What each role is told of. A hall never hears of projects: even when one changes is not its business. */
const topicsOf: Readonly<Record<Role, readonly Topic[]>> = {
  hall: ['hall', 'draws', 'alerts'],
  agency: ['projects', 'draws', 'batches'],
  supervisor: ['projects', 'draws', 'alerts', 'venues', 'batches'],
  discipline: ['projects', 'draws', 'alerts', 'venues', 'batches'],
  'system-admin': ['venues', 'experts', 'batches'],
  'security-admin': ['users'],
  'audit-admin': ['record', 'users', 'venues'],
};

/** Changes within this time are told together, in milliseconds. */
const GATHER_MILLISECONDS = 100;
/** How often a line says that it is there: pages that hear nothing take it for lost (hub/web/src/shell/live.ts). */
const HERE_MILLISECONDS = 5000;

/** Most streams of one session at a time: a browser has one for each tab. */
const STREAMS_OF_A_SESSION = 20;

/**
 * Events after which a session may be over, or have another charge; its stream then ends at once, and is refused when it
 * comes again, or heard with what is in its charge now.
 */
const endings: readonly EventType[] = [
  'user.disabled',
  'user.charge-changed',
  'user.password-changed',
  'user.password-reset',
  'session.closed',
];

export function liveRoute(app: FastifyInstance, { spine, store, now }: Hub): void {
  /** Open ones, by the session's digest. */
  const streams = new Map<string, number>();
  app.get('/api/live', { schema: { hide: true } }, (request, reply) => {
    const { session } = request;
    if (!session) throw new Refusal('SIGN_IN_REQUIRED');
    const known = topicsOf[session.role];
    const digest = sessionDigest(request);
    const others = streams.get(digest) ?? 0;
    if (others >= STREAMS_OF_A_SESSION)
      throw new Refusal('TOO_MANY_REQUESTS', { seconds: HERE_MILLISECONDS / 1000 });
    reply.hijack();
    const { raw } = reply;
    if (raw.destroyed) return; // gone while its session was looked up: it would never be said to have closed
    streams.set(digest, others + 1);
    raw.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    /** To a stream that has ended nothing more is written: that would be an error nobody catches. */
    const write = (text: string) => raw.writableEnded || raw.write(text);
    write(': open\n\n');
    const pending = new Set<Topic>();
    let timer: NodeJS.Timeout | null = null;
    const flush = () => {
      timer = null;
      write(`event: changed\ndata: ${JSON.stringify({ topics: [...pending] })}\n\n`);
      pending.clear();
    };
    const charge = JSON.stringify(session.charge);
    const endIfOver = () =>
      findSession(store, digest, now().toISOString()).then(
        (open) => (open && JSON.stringify(open.charge) === charge ? open : raw.end()),
        () => raw.end(),
      );
    const hear = (events: readonly StoredEvent[]) => {
      for (const topic of topicsFor(events)) if (known.includes(topic)) pending.add(topic);
      if (pending.size > 0) timer ??= setTimeout(flush, GATHER_MILLISECONDS);
    };
    const hearOwn = async (events: readonly StoredEvent[]) => {
      const told = events.filter(({ type }) => catalogue[type].topics.some((topic) => known.includes(topic)));
      for (const event of told) {
        const news = catalogue[event.type].topics.some(
          (topic) => known.includes(topic) && !pending.has(topic),
        );
        if (news && (await concerns(store, session.charge, event)) && !raw.destroyed) hear([event]);
      }
    };
    const stop = spine.onCommitted((events) => {
      if (events.some(({ type }) => endings.includes(type))) void endIfOver();
      if (session.charge === null) hear(events);
      else hearOwn(events).catch(() => raw.end()); // it comes again, and its pages are fetched anew
    });
    const here = setInterval(() => {
      write('event: here\ndata:\n\n');
      void endIfOver(); // its hours may be over
    }, HERE_MILLISECONDS);
    raw.on('close', () => {
      stop();
      const left = (streams.get(digest) ?? 1) - 1;
      if (left > 0) streams.set(digest, left);
      else streams.delete(digest);
      clearInterval(here);
      if (timer) clearTimeout(timer);
    });
  });
}

function topicsFor(events: readonly StoredEvent[]): Set<Topic> {
  const topics = new Set<Topic>(['record']);
  for (const event of events) for (const topic of catalogue[event.type].topics) topics.add(topic);
  return topics;
}
