/** A day's requests on their way into a batch: frozen from the whole pool, ordered and planned, all beside the loop. */
import { Refusal } from '#shared/catalogue/refusal.ts';
import type { BatchOutlook } from '#shared/protocol/batches.ts';
import { drawIdsAbout } from '../draws/reads.ts';
import type { Hub } from '../gateway/hub.ts';
import { type Actor, plan } from '../ledger/command.ts';
import { requireDay } from '../panels/decide/request.ts';
import { engagedOn } from '../panels/exclusions.ts';
import { currentMembers } from '../panels/reads.ts';
import { findProject } from '../projects/reads.ts';
import { type FrozenProject, openBatch, requireNoneRunning } from './decide.ts';
import { listBatches, waitingFor } from './reads.ts';

const TRIES = 3;

type Parts = Pick<Hub, 'spine' | 'store' | 'now' | 'wholePool' | 'batchDesk'>;

/** Opens the batch of a day. Refuses BATCH_EMPTY, BATCH_RUNNING, BATCH_UNSETTLED, and whom an agency names in vain. */
export async function openDay(hub: Parts, day: string, actor: Actor): Promise<{ batch: string }> {
  for (let n = 0; n < TRIES; n++) {
    const worked = await workOut(hub, day);
    const opened = await hub.spine.do(plan(openBatch, { day, ...worked }), actor);
    if (opened) return opened;
  }
  throw new Refusal('BATCH_UNSETTLED', { day });
}

/** What would be short if it were opened now, and what would have to be relaxed. */
export async function outlookOf(hub: Parts, day: string): Promise<BatchOutlook> {
  const { planned, projects } = await workOut(hub, day);
  const { wanted, short, leastShort, unfilled } = planned;
  const named = await Promise.all(
    unfilled.map(async ({ drawId, places, reason }) => {
      const project = projects.find((one) => one.drawId === drawId)?.project ?? '';
      const title = (await findProject(hub.store, project))?.project.title ?? project;
      return { project, title, places, reason };
    }),
  );
  return { day, wanted, short, leastShort, projects: named };
}

async function workOut({ store, now, wholePool, batchDesk }: Parts, day: string) {
  requireDay(day, now().toISOString());
  requireNoneRunning(await listBatches(store), day);
  const waiting = await waitingFor(store, day);
  if (waiting.length === 0) throw new Refusal('BATCH_EMPTY', { day });
  const engaged = engagedOn(await currentMembers(store), day);
  const panels = await Promise.all(
    waiting.map(async ({ project: id, possible, excluded }) => {
      const entered = await findProject(store, id);
      if (!entered) throw new Error(`project ${id} waits for a batch and is not known`);
      const drawId = `${id}#${(await drawIdsAbout(store, id)).length + 1}`;
      return {
        drawId,
        project: entered.project,
        day,
        possible,
        engaged,
        asked: excluded,
        beacon: null,
        sites: null,
      };
    }),
  );
  const { version: pool, output } = await wholePool.ask('freeze-panels', { panels });
  const frozen = new Map(
    output.map((one, index) => {
      const { drawId, project } = panels[index] as (typeof panels)[number];
      return [drawId, { project: project.id, drawId, frozen: one }] as const;
    }),
  );
  const requests = [...frozen.values()].map(({ drawId, frozen: { input, identities } }) => ({
    ...{ drawId, input, identities },
  }));
  const planned = await batchDesk.plan(requests);
  const projects = planned.order.map((drawId) => frozen.get(drawId) as FrozenProject);
  return { waiting, projects, planned, pool, engaged };
}
