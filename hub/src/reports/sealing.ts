/**
 * Sealing: what follows a complete report after its commit. The PDF is rendered, sealed and put on disk; then
 * its digest enters the ledger. A hub that dies in between does it again at its next start.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256Hex } from '#shared/canonical/index.ts';
import type { Hub } from '../gateway/hub.ts';
import { hubActor, plan } from '../ledger/command.ts';
import { type FollowUp, startFollowUp } from '../ledger/follow-up.ts';
import { makeDirectory, removeDrafts, writeDurably } from '../store/durable-file.ts';
import { recordSeal } from './decide.ts';
import { type RenderReport, reportDocument } from './document-input.ts';
import { type Report, reportsToSeal } from './reads.ts';
import { sealPdf } from './seal.ts';
import { issuersOfSignatures } from './signatures.ts';

export interface SealingHub
  extends Pick<Hub, 'spine' | 'store' | 'settings' | 'identity' | 'now' | 'revocation'> {
  readonly render: RenderReport;
}

/** Seals each report as it becomes complete, and at once those that were left from before. */
export function startSealing(hub: SealingHub, report: (error: unknown) => void): FollowUp {
  let clean = false;
  return startFollowUp({
    spine: hub.spine,
    concerns: ({ type }) => type === 'consents.complete',
    work: async () => {
      if (!clean) removeDrafts(reportsIn(hub.settings.data));
      clean = true;
      for (const project of await reportsToSeal(hub.store)) await sealReport(hub, project);
    },
    report,
  });
}

/** Renders, seals and stores the report of one project. Doing it twice leaves one sealed report. */
async function sealReport(hub: SealingHub, project: string): Promise<void> {
  const now = hub.now();
  const document = await reportDocument(hub.store, project);
  const pdf = await sealPdf(
    await hub.render(document),
    hub.identity,
    now,
    '评标报告签章 / seal of the evaluation report',
  );
  const file = sha256Hex(pdf);
  makeDirectory(reportsIn(hub.settings.data));
  writeDurably(pathOf(hub.settings.data, project, file), pdf);
  const crl = await keepLists(hub, project);
  await hub.spine.do(plan(recordSeal, { project, file, crl }), hubActor);
}

/** The sealed PDF of a report. Throws when the file is not the one that was sealed. */
export async function readSealed(
  { settings }: { readonly settings: Pick<Hub['settings'], 'data'> },
  { project, file }: Pick<Report, 'project' | 'file'>,
): Promise<Buffer | null> {
  if (file === null) return null;
  const pdf = await readFile(pathOf(settings.data, project, file));
  if (sha256Hex(pdf) !== file) throw new Error(`the sealed report of ${project} has been changed on disk`);
  return pdf;
}

/** Keeps the revocation lists in force of those who issued the experts' certificates; null where there are none. */
async function keepLists(hub: SealingHub, project: string): Promise<string | null> {
  if (!hub.revocation.isSet) return null;
  const lists = hub.revocation.pemOf(await issuersOfSignatures(hub.store, project));
  if (lists === '') return null;
  const digest = sha256Hex(lists);
  writeDurably(listsAt(hub.settings.data, digest), lists);
  return digest;
}

/** The revocation lists kept at the seal of a report. Throws when they are not the ones that were kept. */
export async function readLists(
  { settings }: { readonly settings: Pick<Hub['settings'], 'data'> },
  { project, crl }: Pick<Report, 'project' | 'crl'>,
): Promise<Buffer | null> {
  if (crl === null) return null;
  const lists = await readFile(listsAt(settings.data, crl));
  if (sha256Hex(lists) !== crl)
    throw new Error(`the revocation lists of ${project} have been changed on disk`);
  return lists;
}

/** Reports that were sealed under the same lists share them. */
const listsAt = (data: string, digest: string): string =>
  join(reportsIn(data), `crl-${digest.slice(0, 16)}.pem`);

/** The digest is in the name: a second rendering never overwrites what the ledger names. */
function pathOf(data: string, project: string, file: string): string {
  return join(reportsIn(data), `${project}-${file.slice(0, 16)}.pdf`);
}

function reportsIn(data: string): string {
  return join(data, 'reports');
}
