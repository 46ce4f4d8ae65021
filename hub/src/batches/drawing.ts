/**
 * Carries open batches on: when the draws of a round are over, the next is frozen and its ceremonies are opened. A
 * failure is tried again.
 */
import type { EventType } from '#shared/catalogue/events/index.ts';
import type { PanelResult } from '#shared/draw/panel.ts';
import { timesOf } from '#shared/protocol/draws.ts';
import { afterNews } from '../beat.ts';
import { transcriptOf } from '../draws/reads.ts';
import type { Hub } from '../gateway/hub.ts';
import { hubActor, plan } from '../ledger/command.ts';
import type { Store } from '../store/database.ts';
import { beginRound } from './decide.ts';
import type { RoundResults } from './planning.ts';
import { type BatchRow, drawsOfBatch, frozenBatch, listBatches } from './reads.ts';

type Parts = Pick<Hub, 'spine' | 'store' | 'settings' | 'batchDesk' | 'behind' | 'timers'>;

/** What may bring a batch on. */
const news: readonly EventType[] = ['batch.opened', 'batch.round', 'draw.completed', 'draw.failed'];

/** One process does this for all that are on its database. */
export function startBatches(hub: Parts, report: (error: unknown) => void): { stop(): Promise<void> } {
  return afterNews(hub, news, report, () => carryOn(hub));
}

async function carryOn(hub: Parts): Promise<void> {
  for (const batch of await listBatches(hub.store))
    if (batch.completedAt === null) await nextRound(hub, batch);
}

async function nextRound({ spine, store, settings, batchDesk }: Parts, row: BatchRow): Promise<void> {
  const { batch, rounds } = row;
  const results = await resultsOf(store, batch, rounds);
  if (results === null) return;
  const turns = await batchDesk.turns(batch, results, () => frozenBatch(store, batch));
  const times = timesOf(settings.ceremonySeconds);
  await spine.do(plan(beginRound, { batch, round: rounds + 1, turns, times }), hubActor);
}

/** Whom each round took; null while a draw of them is under way. */
async function resultsOf(store: Store, batch: string, rounds: number): Promise<RoundResults[] | null> {
  const draws = await drawsOfBatch(store, batch);
  if (draws.some(({ standing }) => standing === 'drawing')) return null;
  const results: RoundResults[] = [];
  for (let round = 1; round <= rounds; round++) {
    const over = draws.filter((one) => one.round === round && one.standing !== 'refused');
    const own = over.map(async ({ drawId }) => {
      const result = (await transcriptOf(store, drawId))?.result as PanelResult | undefined;
      return { drawId, panel: result?.panel ?? [] };
    });
    results.push(await Promise.all(own));
  }
  return results;
}
