/** Makes the results of draws whose reveals are closed: at once, and again after whatever stopped it. */
import type { EventType } from '#shared/catalogue/events/index.ts';
import { afterNews } from '../../beat.ts';
import type { Hub } from '../../gateway/hub.ts';
import { hubActor, plan } from '../../ledger/command.ts';
import type { Store } from '../../store/database.ts';
import { recordResult } from '../decide/result.ts';
import { commitmentsOf } from '../decide/steps.ts';
import { drawsToMake, findDraw, inputText } from '../reads.ts';
import type { ToMake } from './desk.ts';

type Parts = Pick<Hub, 'spine' | 'store' | 'resultDesk' | 'behind' | 'timers'>;

const news: readonly EventType[] = ['draw.reveals-closed', 'draw.beacon-known'];

/** One process does this for all that are on its database. */
export function startResults(hub: Parts, report: (error: unknown) => void): { stop(): Promise<void> } {
  return afterNews(hub, news, report, () => makeAll(hub));
}

async function makeAll({ spine, store, resultDesk }: Parts): Promise<void> {
  for (const drawId of await drawsToMake(store)) {
    const draw = await toMake(store, drawId);
    if (draw) await spine.do(plan(recordResult, { drawId, made: await resultDesk.make(draw) }), hubActor);
  }
}

/** What the ceremony has gathered; null where it is not there. */
export async function toMake(store: Store, drawId: string): Promise<ToMake | null> {
  const draw = await findDraw(store, drawId);
  if (!draw) return null;
  const { kind, parties, countersigned, beacon } = draw;
  const countersignatures = parties.flatMap(({ countersignature }) => countersignature ?? []);
  return {
    ...{ drawId, kind, input: await inputText(store, drawId), beacon },
    ...(countersigned ? { countersignatures } : {}),
    commitments: commitmentsOf(draw),
    reveals: parties.flatMap(({ party, nonce, salt }) =>
      nonce === null || salt === null ? [] : [{ party, nonce, salt }],
    ),
    withheld: parties.flatMap(({ party, withheld }) =>
      withheld === null ? [] : [{ party, reason: withheld }],
    ),
  };
}
