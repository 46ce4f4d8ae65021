/**
 * Sealing: what follows a complete report after its commit. The PDF is rendered, sealed and put on disk; then
 * its digest enters the ledger. A hub that dies in between does it again at its next start.
 */
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256Hex } from '#shared/canonical/index.ts';
import type { Hub } from '../gateway/hub.ts';
import { hubActor, plan } from '../ledger/command.ts';
import { recordSeal } from './decide.ts';
import { type RenderReport, reportDocument } from './document-input.ts';
import { type Report, reportsToSeal } from './reads.ts';
import { sealPdf } from './seal.ts';

export interface SealingHub extends Pick<Hub, 'spine' | 'store' | 'settings' | 'identity' | 'now'> {
  readonly render: RenderReport;
}

export interface Sealing {
  /** Settles when every report that was complete is sealed. Rejects with what went wrong with one of them. */
  idle(): Promise<void>;
  /** Takes no new report; those under way are finished. */
  stop(): Promise<void>;
}

/** Seals each report as it becomes complete, and at once those that were left from before. */
export function startSealing(hub: SealingHub, report: (error: unknown) => void): Sealing {
  let queue: Promise<void> = Promise.resolve();
  const enqueue = (job: () => Promise<void>) => {
    queue = queue.then(job).catch(report);
  };
  enqueue(async () => {
    for (const project of await reportsToSeal(hub.store)) await sealReport(hub, project);
  });
  const stopListening = hub.spine.onCommitted((events) => {
    for (const event of events) {
      if (event.type === 'consents.complete') enqueue(() => sealReport(hub, event.payload.project));
    }
  });
  return {
    idle: () => queue,
    stop: () => {
      stopListening();
      return queue;
    },
  };
}

/** Renders, seals and stores the report of one project. Doing it twice leaves one sealed report. */
export async function sealReport(hub: SealingHub, project: string): Promise<void> {
  const now = hub.now();
  const document = await reportDocument(hub.store, project);
  const pdf = await sealPdf(
    await hub.render(document),
    hub.identity,
    now,
    '评标报告签章 / seal of the evaluation report',
  );
  const file = sha256Hex(pdf);
  await writeDurably(hub.settings.data, project, file, pdf);
  await hub.spine.do(plan(recordSeal, { project, file }), hubActor);
}

/** The sealed PDF of a report. Throws when the file is not the one that was sealed. */
export async function readSealed(
  { settings }: Pick<Hub, 'settings'>,
  { project, file }: Report,
): Promise<Buffer | null> {
  if (file === null) return null;
  const pdf = await readFile(pathOf(settings.data, project, file));
  if (sha256Hex(pdf) !== file) throw new Error(`the sealed report of ${project} has been changed on disk`);
  return pdf;
}

/** On the disk, and under its name, before this returns. */
async function writeDurably(data: string, project: string, file: string, pdf: Buffer): Promise<void> {
  const path = pathOf(data, project, file);
  await mkdir(join(data, 'reports'), { recursive: true });
  const draft = await open(`${path}.part`, 'w');
  try {
    await draft.writeFile(pdf);
    await draft.sync();
  } finally {
    await draft.close();
  }
  await rename(`${path}.part`, path);
  const directory = await open(join(data, 'reports'), 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}

/** The digest is in the name: a second rendering never overwrites what the ledger names. */
function pathOf(data: string, project: string, file: string): string {
  return join(data, 'reports', `${project}-${file.slice(0, 16)}.pdf`);
}
