/**
 * A witness: keeps the last checkpoint it saw of each log, cosigns only what continues it, and so makes it impossible
 * to show different histories to different people unnoticed. Any machine may run one; it trusts nobody's word.
 */
import type { AddressInfo } from 'node:net';
import { type FastifyInstance, fastify } from 'fastify';
import { Refusal } from '#shared/catalogue/refusal.ts';
import { parseVerifierKey, type VerifierKey } from '#shared/ledger/note.ts';
import { SIZE_TYPE } from '#shared/ledger/witness-request.ts';
import { judge } from './judge.ts';
import { WitnessMemory } from './memory.ts';
import type { WitnessSettings } from './settings.ts';

export interface RunningWitness {
  /** `http://HOST:PORT` */
  readonly address: string;
  readonly verifierKey: string;
  close(): Promise<void>;
}

export interface WitnessParts {
  readonly settings: WitnessSettings;
  /** Verifier keys of the logs it witnesses. */
  readonly logs: readonly string[];
  readonly now?: () => Date;
  /** Told of every fork. */
  readonly warn: (zh: string, en: string) => void;
}

/** Starts a witness. Refuses NOTE_INVALID for a wrong key of a log, ADDRESS_UNUSABLE for a port that is taken. */
export async function startWitness(parts: WitnessParts): Promise<RunningWitness> {
  const { settings, logs } = parts;
  const keys = logs.map((text) => parseVerifierKey(text));
  const memory = new WitnessMemory(settings.data);
  try {
    const app = buildWitness(parts, keys, memory);
    await app.listen({ host: settings.host, port: settings.port });
    const { port } = app.server.address() as AddressInfo;
    return {
      address: `http://${settings.host}:${port}`,
      verifierKey: memory.key(settings.name).verifierKey,
      close: async () => {
        await app.close();
        memory.close();
      },
    };
  } catch (error) {
    memory.close();
    const { code } = error as NodeJS.ErrnoException;
    if (error instanceof Refusal || code === undefined) throw error;
    throw new Refusal('ADDRESS_UNUSABLE', { address: `${settings.host}:${settings.port}`, detail: code });
  }
}

function buildWitness(
  { settings, now = () => new Date(), warn }: WitnessParts,
  keys: readonly VerifierKey[],
  memory: WitnessMemory,
): FastifyInstance {
  const key = memory.key(settings.name);
  const app = fastify({ bodyLimit: 131_072, forceCloseConnections: true });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  const keysOf = (origin: string) => keys.filter(({ name }) => name === origin);

  // Judged and remembered in one turn of the event loop: no other request comes between.
  app.post('/add-checkpoint', (request, reply) => {
    const at = now();
    const body = typeof request.body === 'string' ? request.body : '';
    const judged = judge(body, keysOf, (origin) => memory.head(origin));
    if (judged.verdict === 'refuse') return reply.status(judged.status).type('text/plain').send('');
    if (judged.verdict === 'conflict') return reply.status(409).type(SIZE_TYPE).send(`${judged.size}\n`);
    if (judged.verdict === 'fork') {
      const seen = memory.head(judged.origin);
      memory.keepFork({
        origin: judged.origin,
        at: at.toISOString(),
        seen: seen?.note ?? '',
        offered: judged.note,
      });
      warn(
        `账本 ${judged.origin} 出示了与先前不一致的历史，已拒绝联署并保存证据。`,
        `Ledger ${judged.origin} showed a history that does not continue the one seen before: not cosigned, evidence kept.`,
      );
      const sized = judged.status === 409;
      return reply
        .status(judged.status)
        .type(sized ? SIZE_TYPE : 'text/plain')
        .send(sized ? `${seen?.size ?? 0}\n` : '');
    }
    const { origin, size, root } = judged.checkpoint;
    memory.adopt(origin, { size, root, note: judged.note, at: at.toISOString() });
    return reply.type('text/plain; charset=utf-8').send(key.cosign(judged.text, at));
  });

  app.get('/', (_request, reply) =>
    reply.send({
      witness: key.verifierKey,
      logs: keys.map(({ name }) => {
        const head = memory.head(name);
        return { origin: name, size: head?.size ?? 0, at: head?.at ?? null };
      }),
      forks: memory.forks(),
    }),
  );
  return app;
}
