/** The hub's watch over time: booths that have fallen silent, and ceremonies whose time is over. */
import { closeOverdue } from './draws/decide.ts';
import { overdueDraws } from './draws/reads.ts';
import type { BoothDoor } from './gateway/booths.ts';
import type { Hub } from './gateway/hub.ts';
import { hubActor, plan } from './ledger/command.ts';

const WATCH_MILLISECONDS = 1000;

/** Looks once a second; a look that takes longer is not overtaken by the next. What fails is given to `report`. */
export function startWatch(hub: Hub, door: BoothDoor, report: (error: unknown) => void): { stop(): void } {
  let busy = false;
  const look = async () => {
    await door.sweep();
    for (const drawId of await overdueDraws(hub.store, hub.now().toISOString())) {
      await hub.spine.do(plan(closeOverdue, { drawId }), hubActor);
    }
  };
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
