import { digestOf } from '#shared/canonical/index.ts';
import { Refusal } from '#shared/catalogue/refusal.ts';
import { checkForEvaluation } from '#shared/projects/project.ts';
import { documentsOf, type FiledDocument } from '../bid-documents/reads.ts';
import type { Actor, Command } from '../ledger/command.ts';
import { listSites } from '../venues/reads.ts';
import { type EnteredProject, findProject } from './reads.ts';

interface Ground {
  readonly existing: EnteredProject | null;
  readonly sites: readonly string[];
}

async function load(db: Parameters<typeof findProject>[0], id: string): Promise<Ground> {
  return { existing: await findProject(db, id), sites: (await listSites(db)).map((site) => site.id) };
}

const idOf = (document: unknown) => String((document as { id?: unknown } | null)?.id ?? '');

/** Enters a project from a document of any quality; every fault is listed at once. */
export const enterProject: Command<{ document: unknown }, Ground, { project: string }> = {
  name: 'enter-project',
  load: (db, { document }) => load(db, idOf(document)),
  decide({ existing, sites }, input) {
    const document = checkForEvaluation(input.document);
    requireSites(document.panel.sites, sites);
    if (existing) throw new Refusal('PROJECT_EXISTS', { project: document.id });
    const payload = { project: document.id, title: document.title, document };
    return {
      events: [{ type: 'project.entered', subject: `project/${document.id}`, payload }],
      answer: { project: document.id },
    };
  },
};

/** Puts another document in the place of a draft. */
export const reviseProject: Command<
  { project: string; document: unknown },
  Ground & { readonly filed: readonly FiledDocument[] },
  null
> = {
  name: 'revise-project',
  load: async (db, { project }) => ({ ...(await load(db, project)), filed: await documentsOf(db, project) }),
  decide({ existing, sites, filed }, input, { actor }) {
    requireDraft(existing, input.project, actor);
    const document = checkForEvaluation(input.document);
    requireSites(document.panel.sites, sites);
    if (document.id !== input.project) throw new Refusal('PROJECT_ID_CHANGED', { project: input.project });
    const lost = filed.find(({ bidder }) => !document.bidders.some(({ id }) => id === bidder));
    if (lost) throw new Refusal('BIDDER_WITH_DOCUMENTS', { bidder: lost.bidder });
    const payload = { project: document.id, title: document.title, document };
    return {
      events: [{ type: 'project.revised', subject: `project/${document.id}`, payload }],
      answer: null,
    };
  },
};

/** Freezes a draft: from here on nothing of it can change. */
export const freezeProject: Command<{ project: string }, Ground, { digest: string }> = {
  name: 'freeze-project',
  load: (db, { project }) => load(db, project),
  decide({ existing }, { project }, { actor }) {
    const draft = requireDraft(existing, project, actor);
    const digest = digestOf(draft.project);
    return {
      events: [{ type: 'project.frozen', subject: `project/${project}`, payload: { project, digest } }],
      answer: { digest },
    };
  },
};

function requireDraft(existing: EnteredProject | null, project: string, actor: Actor): EnteredProject {
  const own = requireOwn(existing, project, actor);
  if (own.state !== 'draft') throw new Refusal('PROJECT_FROZEN', { project });
  return own;
}

/** A project that this user has entered: agencies do not touch each other's. */
export function requireOwn(existing: EnteredProject | null, project: string, actor: Actor): EnteredProject {
  if (!existing || existing.enteredBy !== `${actor.kind}:${actor.id}`)
    throw new Refusal('PROJECT_UNKNOWN', { project });
  return existing;
}

function requireSites(wanted: readonly { id: string }[], known: readonly string[]): void {
  const faults = wanted.flatMap(({ id }, index) =>
    known.includes(id)
      ? []
      : [{ code: 'SITE_UNKNOWN' as const, place: `panel.sites[${index}].id`, values: { site: id } }],
  );
  if (faults.length > 0) throw new Refusal('PROJECT_INVALID', { count: faults.length }, faults);
}
