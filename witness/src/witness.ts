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
import { type WitnessKey, WitnessMemory } from './memory.ts';
import type { WitnessSettings } from './settings.ts';
import { forkWords, unprovedWords } from './words.ts';

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
  /** Told of every fork that is kept, and once a head of a checkpoint whose proof failed. */
  readonly warn: (zh: string, en: string) => void;
}

/** Starts a witness. Refuses NOTE_INVALID for a wrong key of a log, ADDRESS_UNUSABLE for a port that is taken. */
export async function startWitness(parts: WitnessParts): Promise<RunningWitness> {
  const { settings, logs } = parts;
  const keys = logs.map((text) => parseVerifierKey(text));
  const memory = new WitnessMemory(settings.data);
  try {
    const key = memory.key(settings.name);
    const app = buildWitness(parts, { key, keys, memory });
    await app.listen({ host: settings.host, port: settings.port });
    const { port } = app.server.address() as AddressInfo;
    return {
      address: `http://${settings.host}:${port}`,
      verifierKey: key.verifierKey,
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

const TEXT = 'text/plain; charset=utf-8';
/** Room for the largest note that is read, and a proof. */
const REQUEST_BYTES = 192 * 1024;

function buildWitness(
  { now = () => new Date(), warn }: WitnessParts,
  { key, keys, memory }: { key: WitnessKey; keys: readonly VerifierKey[]; memory: WitnessMemory },
): FastifyInstance {
  const app = fastify({ bodyLimit: REQUEST_BYTES, forceCloseConnections: true });
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
    const { origin, size, root } = judged.checkpoint;
    if (judged.verdict === 'cosign') {
      const cosignature = key.cosign(judged.text, at);
      const head = { size, root, note: judged.note, at: at.toISOString() };
      if (memory.adopt(origin, head, cosignature)) warn(...forkWords(origin, size));
      return reply.type(TEXT).send(cosignature);
    }
    const seen = memory.head(origin);
    const record = { origin, at: at.toISOString(), seen: seen?.note ?? '', offered: judged.note };
    if (judged.verdict === 'fork') {
      if (memory.keepFork(record, judged.checkpoint)) warn(...forkWords(origin, size));
      if (judged.status === 409) return reply.status(409).type(SIZE_TYPE).send(`${size}\n`);
    } else if (memory.keepUnproved(record, judged.checkpoint))
      warn(...unprovedWords(origin, seen?.size ?? 0, size));
    return reply.status(422).type('text/plain').send('');
  });

  // For monitors, who compare what a log shows them with what it has shown here.
  app.get('/:originHash/checkpoint', (request, reply) => {
    const note = memory.cosigned((request.params as { originHash: string }).originHash);
    return reply
      .status(note === null ? 404 : 200)
      .type(TEXT)
      .header('cache-control', 'no-cache')
      .send(note ?? '');
  });

  app.get('/', (_request, reply) =>
    reply.send({
      witness: key.verifierKey,
      logs: keys.map(({ name }) => {
        const head = memory.head(name);
        return { origin: name, size: head?.size ?? 0, at: head?.at ?? null, note: head?.note ?? null };
      }),
      forks: memory.forks(),
      unproved: memory.unproved(),
    }),
  );
  return app;
}
