/** Looks after the files of the lists, and records how it stands with them. */
import type { Hub } from '../gateway/hub.ts';
import { hubActor, plan } from '../ledger/command.ts';
import { recordListState } from './decide.ts';
import { findLate } from './late.ts';

/** How often the files are looked at, in milliseconds: a look is a `stat` of each. */
const LOOK_EVERY = 1000;

type Watching = Pick<Hub, 'revocation' | 'timers' | 'spine' | 'store' | 'now' | 'behind'>;

/** Reads lists that have changed; on every hub. */
export function watchLists(
  { revocation, timers }: Pick<Hub, 'revocation' | 'timers'>,
  report: (error: unknown) => void,
): { stop(): void } {
  return beat(timers, report, () => revocation.look());
}

/** Records what has changed with them; on the hub that has the duties. One that is behind writes nothing. */
export function startListRecord(hub: Watching, report: (error: unknown) => void): { stop(): void } | null {
  const { revocation, timers, spine, now, behind } = hub;
  if (!revocation.isSet) return null;
  let told = '';
  return beat(timers, report, async () => {
    const states = revocation.states(now());
    const text = JSON.stringify(states);
    if (behind.missing || text === told) return;
    for (const state of states) await spine.do(plan(recordListState, state), hubActor);
    await findLate(hub);
    told = text;
  });
}

/** A look that takes longer is not overtaken by the next. */
function beat(
  timers: Hub['timers'],
  report: (error: unknown) => void,
  look: () => Promise<void>,
): { stop(): void } {
  let busy = false;
  const stop = timers.every(LOOK_EVERY, () => {
    if (busy) return;
    busy = true;
    look()
      .catch(report)
      .finally(() => {
        busy = false;
      });
  });
  return { stop };
}
