/** Leads on pairs over several projects: put on the record as soon as a sealed project makes one strange enough. */
import type { Hub } from '../gateway/hub.ts';
import { hubActor, plan } from '../ledger/command.ts';
import { type FollowUp, startFollowUp } from '../ledger/follow-up.ts';
import { raiseLeaning } from './decide.ts';
import { leaningsByPair, pairKey } from './reads.ts';

/**
 * Share of honest pairs that look so strange. A hub has tens of thousands of pairs and looks at each again whenever they
 * meet: at the one in a hundred of the desk's list most alerts would be chance.
 */
const RAISED_SHARE = 0.001;

type RaisingHub = Pick<Hub, 'spine' | 'store' | 'tendencyDesk'>;

/** Looks after each sealed project, and at once for those from before. */
export function startTendencies(hub: RaisingHub, report: (error: unknown) => void): FollowUp {
  return startFollowUp({
    spine: hub.spine,
    concerns: ({ type }) => type === 'report.sealed',
    work: () => raiseLeads(hub),
    report,
  });
}

async function raiseLeads({ spine, store, tendencyDesk }: RaisingHub): Promise<void> {
  await tendencyDesk.learn();
  await tendencyDesk.withFresh(async (figures) => {
    const strange = figures.filter(({ share }) => share < RAISED_SHARE);
    if (strange.length === 0) return;
    const raised = await leaningsByPair(store);
    for (const { kind, who, party, n: projects, statistic } of strange) {
      if (raised.has(pairKey({ kind, who, party }))) continue;
      const direction = statistic > 0 ? 'high' : 'low';
      await spine.do(plan(raiseLeaning, { kind, who, party, projects, direction }), hubActor);
    }
  });
}
