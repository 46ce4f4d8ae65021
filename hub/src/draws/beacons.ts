/** Fetches the rounds of drand's quicknet that draws wait for. Whoever answers is believed nothing: the signature is. */
import { Refusal } from '#shared/catalogue/refusal.ts';
import { quicknet } from '#shared/draw/beacon.ts';
import { bodyWithin } from '../gateway/bounded-answer.ts';
import type { Hub } from '../gateway/hub.ts';
import { hubActor, plan } from '../ledger/command.ts';
import { readBeacon } from './decide/beacon.ts';
import { roundsAwaited } from './reads.ts';

/** One round comes every three seconds. */
const EVERY = 3000;
/** How long an answer may take, in milliseconds. */
const PATIENCE = 5000;
/** An answer has some three hundred. */
const ANSWER_BYTES = 16 * 1024;

type Parts = Pick<Hub, 'settings' | 'spine' | 'store' | 'now' | 'timers' | 'behind'>;

/** Null where no address is set: then people enter what they fetch. */
export function startBeacons(hub: Parts, report: (error: unknown) => void): { stop(): Promise<void> } | null {
  const { drandUrl } = hub.settings;
  if (drandUrl === '') return null;
  let work: Promise<void> = Promise.resolve();
  let busy = false;
  const stop = hub.timers.every(EVERY, () => {
    if (busy || hub.behind.missing) return;
    busy = true;
    work = fetchAll(hub)
      .catch(report)
      .finally(() => {
        busy = false;
      });
  });
  return {
    stop: async () => {
      stop();
      await work;
    },
  };
}

async function fetchAll({ settings, spine, store, now }: Parts): Promise<void> {
  for (const { drawId, round } of await roundsAwaited(store, now().toISOString())) {
    const value = await signatureOf(settings.drandUrl, round);
    if (value === null) continue; // asked for again in three seconds, for a day
    await spine.do(plan(readBeacon, { drawId, value }), hubActor).catch((error: unknown) => {
      if (!(error instanceof Refusal)) throw error;
    });
  }
}

async function signatureOf(url: string, round: string): Promise<string | null> {
  const address = `${url.replace(/\/$/, '')}/${quicknet.chainHash}/public/${round}`;
  try {
    const response = await fetch(address, { signal: AbortSignal.timeout(PATIENCE) });
    const body = await bodyWithin(ANSWER_BYTES, response);
    const { signature } = JSON.parse(new TextDecoder().decode(body ?? undefined)) as { signature?: unknown };
    return response.ok && typeof signature === 'string' ? signature : null;
  } catch {
    return null;
  }
}
