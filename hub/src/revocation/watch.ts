/** Looks after the files of the lists, and records how it stands with them. */
import { everySecond } from '../beat.ts';
import type { Hub } from '../gateway/hub.ts';
import { hubActor, plan } from '../ledger/command.ts';
import { recordListState } from './decide.ts';
import { findLate } from './late.ts';

type Watching = Pick<Hub, 'revocation' | 'timers' | 'spine' | 'store' | 'now' | 'behind'>;

/** Reads lists that have changed; on every hub. A look is a `stat` of each file. */
export function watchLists(
  { revocation, timers }: Pick<Hub, 'revocation' | 'timers'>,
  report: (error: unknown) => void,
): { stop(): void } {
  return everySecond(timers, report, () => revocation.look());
}

/** Records what has changed with them; on the hub that has the duties. One that is behind writes nothing. */
export function startListRecord(hub: Watching, report: (error: unknown) => void): { stop(): void } | null {
  const { revocation, timers, spine, now, behind } = hub;
  if (!revocation.isSet) return null;
  let told = '';
  return everySecond(timers, report, async () => {
    const states = revocation.states(now());
    const text = JSON.stringify(states);
    if (behind.missing || text === told) return;
    for (const state of states) await spine.do(plan(recordListState, state), hubActor);
    await findLate(hub);
    told = text;
  });
}
