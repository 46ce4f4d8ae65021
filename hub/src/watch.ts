/** The hub's watch over time: booths that have fallen silent, ceremonies, invitations and flags whose time is over. */
import { everySecond } from './beat.ts';
import { closeOverdue } from './draws/decide/ceremony.ts';
import { overdueDraws } from './draws/reads.ts';
import type { BoothDoor } from './gateway/booths.ts';
import type { Hub } from './gateway/hub.ts';
import { lapseUnanswered } from './invitations/inviting.ts';
import { hubActor, plan } from './ledger/command.ts';
import { passDeadline } from './lookback/decide/supervising.ts';
import { overdueFlags } from './lookback/reads.ts';

type Report = (error: unknown) => void;

/** Drops the lines of booths that have fallen silent, and records that they are missing. */
export function watchBooths(hub: Hub, door: BoothDoor, report: Report): { stop(): void } {
  return whileWhole(hub, report, () => door.sweep());
}

/**
 * Closes each phase of a draw when its time is over, passes on from experts who have not answered an invitation in
 * theirs, and goes on with flags of the look-back whose step is over.
 */
export function watchDeadlines(hub: Hub, report: Report): { stop(): void } {
  return whileWhole(hub, report, async () => {
    for (const drawId of await overdueDraws(hub.store, hub.now().toISOString()))
      await hub.spine.do(plan(closeOverdue, { drawId }), hubActor);
    for (const flag of await overdueFlags(hub.store, hub.now().toISOString()))
      await hub.spine.do(plan(passDeadline, flag), hubActor);
    await lapseUnanswered(hub);
  });
}

/** A hub that is behind writes nothing. */
function whileWhole({ timers, behind }: Hub, report: Report, look: () => Promise<void>): { stop(): void } {
  return everySecond(timers, report, async () => {
    if (!behind.missing) await look();
  });
}
