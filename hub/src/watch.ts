/** The hub's watch over time: booths that have fallen silent, ceremonies, invitations and flags whose time is over. */
import { closeOverdue } from './draws/decide/ceremony.ts';
import { overdueDraws } from './draws/reads.ts';
import type { BoothDoor } from './gateway/booths.ts';
import type { Hub } from './gateway/hub.ts';
import { lapseUnanswered } from './invitations/inviting.ts';
import { hubActor, plan } from './ledger/command.ts';
import { passDeadline } from './lookback/decide/supervising.ts';
import { overdueFlags } from './lookback/reads.ts';

const WATCH_MILLISECONDS = 1000;

type Report = (error: unknown) => void;

/** Drops the lines of booths that have fallen silent, and records that they are missing. */
export function watchBooths(hub: Hub, door: BoothDoor, report: Report): { stop(): void } {
  return everySecond(hub, report, () => door.sweep());
}

/**
 * Closes each phase of a draw when its time is over, passes on from experts who have not answered an invitation in
 * theirs, and goes on with flags of the look-back whose step is over.
 */
export function watchDeadlines(hub: Hub, report: Report): { stop(): void } {
  return everySecond(hub, report, async () => {
    for (const drawId of await overdueDraws(hub.store, hub.now().toISOString()))
      await hub.spine.do(plan(closeOverdue, { drawId }), hubActor);
    for (const flag of await overdueFlags(hub.store, hub.now().toISOString()))
      await hub.spine.do(plan(passDeadline, flag), hubActor);
    await lapseUnanswered(hub);
  });
}

/** A look that takes longer is not overtaken by the next. A hub that is behind writes nothing. */
function everySecond(hub: Hub, report: Report, look: () => Promise<void>): { stop(): void } {
  let busy = false;
  const stop = hub.timers.every(WATCH_MILLISECONDS, () => {
    if (busy || hub.behind.missing) return;
    busy = true;
    look()
      .catch(report)
      .finally(() => {
        busy = false;
      });
  });
  return { stop };
}
