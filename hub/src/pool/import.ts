/** A list on its way into the pool: judged beside the loop, recorded part by part, in the pool at once or not at all. */

import { hexOf } from '#shared/canonical/index.ts';
import { Refusal } from '#shared/catalogue/refusal.ts';
import { dayInChina } from '#shared/time/day.ts';
import type { Hub } from '../gateway/hub.ts';
import { type Actor, plan } from '../ledger/command.ts';
import { breath } from '../store/breath.ts';
import { listSites } from '../venues/reads.ts';
import { completeList, recordList, stageList } from './decide.ts';
import type { JudgedList, ListToJudge } from './judging.ts';

/** How often a list is judged again because the pool has changed meanwhile. */
const TRIES = 3;

type Parts = Pick<Hub, 'spine' | 'store' | 'now' | 'random' | 'wholePool'>;

/** Refuses POOL_INVALID with nobody imported, POOL_CHANGED, POOL_OVERTAKEN. */
export async function importList(
  hub: Parts,
  list: Pick<ListToJudge, 'list' | 'from'>,
  actor: Actor,
): Promise<{ imported: number }> {
  const sites = (await listSites(hub.store)).map((site) => site.id);
  for (let n = 0; n < TRIES; n++) {
    const today = dayInChina(hub.now().toISOString());
    const { version, output } = await hub.wholePool.ask('judge-list', { ...list, sites, today });
    if (await record(hub, output, version, actor)) return { imported: output.count };
  }
  throw new Refusal('POOL_CHANGED');
}

async function record({ spine, random }: Parts, judged: JudgedList, version: number, actor: Actor) {
  const { count, parts } = judged;
  const [only] = parts;
  if (only && parts.length === 1) return spine.do(plan(recordList, { version, ...only }), actor);
  const list = hexOf(random(32));
  for (const [index, part] of parts.entries()) {
    const which = { list, part: index + 1, parts: parts.length };
    await spine.do(plan(stageList, { ...which, ...part }), actor);
    await breath();
  }
  return spine.do(plan(completeList, { version, count, list }), actor);
}
